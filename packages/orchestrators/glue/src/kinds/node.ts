import type { Prop, Resource, Word } from '@millrace/core';

/** What a step is in a Glue workflow. */
export interface Node {
  readonly type: 'job' | 'crawler';
  /** The Glue name: conditions and run graphs know the node by it. */
  readonly name: string;
  /** What a trigger does to start it. */
  readonly action: Readonly<Record<string, Prop>>;
  /** What it needs besides triggers; empty for an existing job or crawler. */
  readonly resources: readonly Resource[];
}

const jobStates: Readonly<Record<Word, readonly string[]>> = {
  succeeded: ['SUCCEEDED'],
  failed: ['FAILED', 'TIMEOUT', 'STOPPED'],
  finished: ['SUCCEEDED', 'FAILED', 'TIMEOUT', 'STOPPED'],
};
const crawlerStates: Readonly<Record<Word, readonly string[]>> = {
  succeeded: ['SUCCEEDED'],
  failed: ['FAILED', 'CANCELLED'],
  finished: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
};

/** The conditions that make up a word: a trigger can hold only one of them for each node. Glue has none for ERROR. */
export function conditionsOf(node: Pick<Node, 'type' | 'name'>, word: Word): readonly Readonly<Record<string, Prop>>[] {
  return node.type === 'job'
    ? jobStates[word].map((state) => ({ LogicalOperator: 'EQUALS', JobName: node.name, State: state }))
    : crawlerStates[word].map((state) => ({ LogicalOperator: 'EQUALS', CrawlerName: node.name, CrawlState: state }));
}

/** How many triggers a word multiplies by. */
export const stateCount = (type: Node['type'], word: Word): number => (type === 'job' ? jobStates : crawlerStates)[word].length;
