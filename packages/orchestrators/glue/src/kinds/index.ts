import type { Capability, KindTable, Step } from '@millrace/core';
import { capability } from '../capabilities.ts';
import type { Context } from './context.ts';
import { crawlerNode } from './crawler.ts';
import { glueJobNode } from './glue-job.ts';
import type { Node } from './node.ts';

/** What becomes of each step kind: a node, or the row that rejects it. */
export const kinds = (context: Context): KindTable<Node> => ({
  glueJob: (step) => glueJobNode(step, context),
  crawler: (step) => crawlerNode(step, context),
  lambda: capability('kind.lambda'),
  sns: capability('kind.sns'),
  ssm: capability('kind.ssm'),
  wait: capability('kind.wait'),
});

export function nodeOf(step: Step, table: KindTable<Node>): Node | Capability {
  // A step's kind and its entry belong together, which the compiler cannot see through an indexed union.
  const entry = table[step.kind] as ((step: Step) => Node) | Capability;
  return typeof entry === 'function' ? entry(step) : entry;
}
