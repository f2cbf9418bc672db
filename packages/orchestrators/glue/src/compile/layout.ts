import type { Delay, Step, Word } from '@millrace/core';
import { LIMITS } from '../limits.ts';

/** At most so many actions of each sort in one trigger: the service refuses more. */
const ACTIONS = { jobs: LIMITS.jobsPerTrigger, crawlers: LIMITS.crawlersPerTrigger } as const;

/** One dependency of a trigger; a root that must be delayed waits for an earlier root with `finished`. */
export interface Wait {
  readonly step: string;
  readonly on: Word;
}

/** Steps that start together, since they wait for the same; one trigger for each combination of states. */
export interface Group {
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
}

/** Which steps the start trigger starts, and what the others wait for. */
export interface Layout {
  readonly start: readonly Step[];
  readonly groups: readonly Group[];
  readonly delays: readonly Delay[];
  /** First steps that fit into no trigger, since every step of the start trigger retries. */
  readonly stuck: readonly Step[];
}

/** Decides the triggers of a workflow, in the order of the file. Linear in steps and dependencies. */
export function layOut(steps: readonly Step[]): Layout {
  const [start = [], ...rest] = batches(steps.filter(({ after }) => after.length === 0));
  const late = delayed(start, rest);
  return {
    start,
    groups: [...late.groups, ...sharedGroups(steps.filter(({ after }) => after.length > 0))],
    delays: late.delays,
    stuck: late.stuck,
  };
}

/**
 * First steps beyond one trigger's room wait for the end of one that it starts. Each batch gets a step of its own to wait for,
 * crawlers before jobs since they have fewer states. A step that retries is no choice: its FAILED may come once per attempt.
 */
function delayed(start: readonly Step[], rest: readonly (readonly Step[])[]): Pick<Layout, 'groups' | 'delays' | 'stuck'> {
  const free = start.filter((step) => step.kind === 'crawler' || step.retry.attempts === 0);
  const awaited = [...free.filter(isCrawler), ...free.filter((step) => !isCrawler(step))];
  const groups: Group[] = [];
  const delays: Delay[] = [];
  for (const [index, steps] of rest.entries()) {
    const until = awaited[index % awaited.length];
    if (until === undefined) return { groups: [], delays: [], stuck: rest.flat() };
    groups.push({ steps, waits: [{ step: until.name, on: 'finished' }] });
    for (const step of steps) delays.push({ step: step.name, until: until.name, because: because(step) });
  }
  return { groups, delays, stuck: [] };
}

const isCrawler = (step: Step): boolean => step.kind === 'crawler';
const because = (step: Step): string =>
  isCrawler(step) ? `A Glue trigger starts at most ${ACTIONS.crawlers} crawlers, and a workflow has one start trigger.` : `A Glue trigger starts at most ${ACTIONS.jobs} jobs, and a workflow has one start trigger.`;

/** Steps that wait for the same share triggers: fewer of them say the same. */
function sharedGroups(steps: readonly Step[]): readonly Group[] {
  const alike = new Map<string, Step[]>();
  for (const step of steps) {
    const key = JSON.stringify(waitsOf(step).map(({ step: name, on }) => [name, on]));
    const same = alike.get(key);
    if (same === undefined) alike.set(key, [step]);
    else same.push(step);
  }
  return [...alike.values()].flatMap((same) => batches(same).map((batch) => ({ steps: batch, waits: same[0] === undefined ? [] : waitsOf(same[0]) })));
}

/** What a step waits for, by name. */
const waitsOf = (step: Step): readonly Wait[] => step.after.map(({ step: name, on }) => ({ step: name, on })).sort((a, b) => compareText(a.step, b.step));

/** Code unit order: the same bytes everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Cuts steps into what one trigger may start, each batch in the order of the file. */
function batches(steps: readonly Step[]): readonly (readonly Step[])[] {
  const batchOf = { jobs: 0, crawlers: 0 };
  const result: Step[][] = [];
  for (const step of steps) {
    const sort = isCrawler(step) ? 'crawlers' : 'jobs';
    const index = Math.floor(batchOf[sort] / ACTIONS[sort]);
    batchOf[sort] += 1;
    (result[index] ??= []).push(step);
  }
  return result;
}

/** Parents of every step in the trigger graph, delays included. */
export function triggerParents(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, readonly string[]>(steps.map(({ name }) => [name, []]));
  for (const group of layOut(steps).groups) for (const step of group.steps) parents.set(step.name, group.waits.map(({ step: name }) => name));
  return parents;
}
