import { LIMITS } from '../limits.ts';
import { OPENER, type Plan, type Started, type Wait } from './plan.ts';

/** Nodes that start together, since they wait for the same; one trigger for each combination of states. */
export interface Group {
  readonly nodes: readonly string[];
  readonly waits: readonly Wait[];
}

/** Which nodes the start trigger starts, and what the others wait for. */
export interface Layout {
  readonly start: readonly string[];
  readonly groups: readonly Group[];
}

/**
 * Decides the triggers of a workflow, in the order of the file: nodes that wait for the same share triggers, as many as one may start. Behind an opener
 * first nodes wait for its success.
 */
export function layOut(plan: Plan, isCrawler: (node: string) => boolean): Layout {
  const behind = (one: Started): Started => (plan.opener === null || one.waits.length > 0 ? one : { ...one, waits: [{ node: OPENER, on: 'succeeded' }] });
  const alike = new Map<string, { readonly nodes: string[]; readonly waits: readonly Wait[] }>();
  const start: string[] = plan.opener === null ? [] : [plan.opener.label];
  for (const { node, waits } of plan.started.map(behind)) {
    if (waits.length === 0) {
      start.push(node);
      continue;
    }
    const key = JSON.stringify(waits.map(({ node: name, on }) => [name, on]));
    const same = alike.get(key);
    if (same === undefined) alike.set(key, { nodes: [node], waits });
    else same.nodes.push(node);
  }
  return { start, groups: [...alike.values()].flatMap(({ nodes, waits }) => batches(nodes, isCrawler).map((batch) => ({ nodes: batch, waits }))) };
}

/** Cuts nodes into what one trigger may start, each batch in the order of the file. */
function batches(nodes: readonly string[], isCrawler: (node: string) => boolean): readonly (readonly string[])[] {
  const batchOf = { jobs: 0, crawlers: 0 };
  const most = { jobs: LIMITS.jobsPerTrigger, crawlers: LIMITS.crawlersPerTrigger };
  const result: string[][] = [];
  for (const node of nodes) {
    const sort = isCrawler(node) ? 'crawlers' : 'jobs';
    const index = Math.floor(batchOf[sort] / most[sort]);
    batchOf[sort] += 1;
    (result[index] ??= []).push(node);
  }
  return result;
}

/** Parents of every node in the trigger graph. */
export function triggerParents(plan: Plan): ReadonlyMap<string, readonly string[]> {
  return new Map(plan.started.map(({ node, waits }) => [node, waits.map(({ node: parent }) => parent)]));
}
