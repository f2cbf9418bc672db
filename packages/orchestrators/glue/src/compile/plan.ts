import type { Pipeline, Site, Step, Word } from '@millrace/core';
import { physical } from '@millrace/workload';
import { stateCount, type Node } from '../kinds/node.ts';
import { LIMITS } from '../limits.ts';
import { glueRetries, placesOf, readsRun, type Places } from './places.ts';
import { compareText, reducedDependencies, requiredSteps, type Required } from './required.ts';

/** A node that a trigger watches: a step's, or a helper's by its label. */
export interface Wait {
  readonly node: string;
  readonly on: Word;
}
/** A node and what it waits for; nothing means from the beginning. */
export interface Started {
  readonly node: string;
  readonly waits: readonly Wait[];
}
/** Waits for the join of its steps, which all have the same one. Labels hold an underscore, which no name of a step does. */
export interface Gate {
  readonly label: string;
  readonly steps: readonly Step[];
  readonly because: string;
}
/** Waits for the end of all steps: for a handler, or to uphold the stop policy. */
export interface Closer {
  readonly label: string;
  readonly handler: 'onFailure' | 'finally' | null;
  readonly stops: boolean;
  readonly because: string;
}
/** What stands in the workflow, and what starts it. */
export interface Plan {
  readonly places: Places;
  readonly required: Required;
  readonly gates: readonly Gate[];
  readonly closers: readonly Closer[];
  readonly opener: { readonly label: string; readonly because: string } | null;
  /** In the order of the file; gates before their steps, the opener not among them. */
  readonly started: readonly Started[];
}

export const OPENER = 'opener_';

/** Decides which nodes a workflow has and what each waits for. Pure. */
export function planOf(pipeline: Pipeline, site: Pick<Site, 'prefix'>): Plan {
  const required = requiredSteps(pipeline.steps);
  const places = placesOf(pipeline, site, required);
  const gates = gatesOf(pipeline, places, required);
  const closers = closersOf(pipeline);
  const started = [...closers.map(({ label }): Started => ({ node: label, waits: [] })), ...stepsStarted(pipeline, gates, required), ...handlersStarted(pipeline, closers)];
  const because = openerBecause(pipeline, places, started);
  return { places, required, gates, closers, opener: because === null ? null : { label: OPENER, because }, started };
}

const typeOf = (step: Step, places: Places): Node['type'] => (step.kind === 'crawler' && places.get(step.name)?.as === 'native' ? 'crawler' : 'job');

function gatesOf({ steps }: Pipeline, places: Places, required: Required): readonly Gate[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const found = new Map<string, { readonly label: string; readonly steps: Step[]; readonly because: string }>();
  for (const step of steps) {
    const because = gateBecause(step, byName, places, required);
    if (because === null) continue;
    const key = joinKey(step);
    const known = found.get(key);
    if (known === undefined) found.set(key, { label: `${step.name}_gate`, steps: [step], because });
    else known.steps.push(step);
  }
  return [...found.values()];
}

const joinKey = ({ join, after }: Step): string => JSON.stringify([join, ...[...after].sort((a, b) => compareText(a.step, b.step)).map(({ step, on }) => [step, on])]);

/** Why triggers cannot hold the join of a step; null where they can. */
function gateBecause(step: Step, steps: ReadonlyMap<string, Step>, places: Places, required: Required): string | null {
  if (step.join === 'any' && step.after.length > 1) return 'A trigger on ANY cannot tell whether its step has already run.';
  const waits = reducedDependencies(step, required);
  if (waits.length > LIMITS.conditions) return `It waits for ${waits.length} steps, and a trigger holds at most ${LIMITS.conditions} conditions.`;
  const repeated = waits.find(({ step: name, on }) => on !== 'succeeded' && glueRetriesOf(steps.get(name), places) > 0);
  if (repeated !== undefined) return `Step '${repeated.step}' is repeated by Glue, which does not say whether a trigger on FAILED sees every attempt or only the last.`;
  const triggers = triggerCount(waits, steps, places);
  return triggers > LIMITS.triggersPerStep ? `A condition names one state, so ${triggers} triggers would be needed; more than ${LIMITS.triggersPerStep} are not made.` : null;
}

const glueRetriesOf = (step: Step | undefined, places: Places): number => (step === undefined ? 0 : glueRetries(step, places));

const triggerCount = (waits: Step['after'], steps: ReadonlyMap<string, Step>, places: Places): number =>
  waits.reduce((count, { step: name, on }) => {
    const step = steps.get(name);
    return count * (step === undefined ? 1 : stateCount(typeOf(step, places), on));
  }, 1);

function closersOf(pipeline: Pipeline): readonly Closer[] {
  const { onFailure, finally: last, failurePolicy } = pipeline;
  const handlers = [
    ...(onFailure === null ? [] : [{ label: `${onFailure.name}_gate`, handler: 'onFailure' as const, because: 'A Glue workflow has nothing that runs after its last node.' }]),
    ...(last === null ? [] : [{ label: `${last.name}_gate`, handler: 'finally' as const, because: 'A Glue workflow has nothing that runs after its last node.' }]),
  ];
  const stops = failurePolicy === 'stop' && mayRunTogether(pipeline);
  if (handlers.length > 0) return handlers.map((one, index) => ({ ...one, stops: stops && index === 0 }));
  return stops ? [{ label: 'closer_', handler: null, stops, because: 'A Glue workflow goes on when a node fails.' }] : [];
}

/** Whether two steps can be live at once: in a line of steps there is nothing to stop when one goes wrong. A step that waits for any of several does not wait for the others. */
function mayRunTogether({ steps }: Pipeline): boolean {
  const ended = requiredSteps(steps.map((step): Step => ({ ...step, after: step.after.map(({ step: name }) => ({ step: name, on: 'succeeded' })) })));
  return steps.reduce((pairs, { name }) => pairs + ended.count(name), 0) < (steps.length * (steps.length - 1)) / 2;
}

function stepsStarted({ steps }: Pipeline, gates: readonly Gate[], required: Required): readonly Started[] {
  const gateOf = new Map(gates.flatMap((gate) => gate.steps.map(({ name }) => [name, gate] as const)));
  return steps.flatMap((step): readonly Started[] => {
    const gate = gateOf.get(step.name);
    if (gate === undefined) return [{ node: step.name, waits: reducedDependencies(step, required).map(({ step: node, on }) => ({ node, on })) }];
    const own: Started = { node: step.name, waits: [{ node: gate.label, on: 'succeeded' }] };
    if (gate.steps[0] !== step) return [own];
    const deepest = required.deepest(step.name);
    return [{ node: gate.label, waits: deepest === null ? [] : [{ node: deepest, on: 'succeeded' }] }, own];
  });
}

const handlersStarted = (pipeline: Pipeline, closers: readonly Closer[]): readonly Started[] =>
  closers.flatMap(({ handler, label }) => {
    const step = handler === null ? null : pipeline[handler];
    return step === null ? [] : [{ node: step.name, waits: [{ node: label, on: 'succeeded' as const }] }];
  });

function openerBecause(pipeline: Pipeline, places: Places, started: readonly Started[]): string | null {
  if (pipeline.overlap === 'queue') return 'Glue never queues the runs of a workflow.';
  const first = started.filter(({ waits }) => waits.length === 0).map(({ node }) => node);
  const kinds = new Map(pipeline.steps.map((step) => [step.name, step]));
  const crawlers = first.filter((node) => kinds.get(node)?.kind === 'crawler' && places.get(node)?.as === 'native').length;
  if (crawlers > LIMITS.crawlersPerTrigger) return `A trigger starts at most ${LIMITS.crawlersPerTrigger} crawlers, and a workflow has one start trigger.`;
  if (first.length - crawlers > LIMITS.jobsPerTrigger) return `A trigger starts at most ${LIMITS.jobsPerTrigger} jobs, and a workflow has one start trigger.`;
  if (!readsRun(pipeline)) return null;
  const roots = pipeline.steps.filter(({ after }) => after.length === 0);
  if (roots.length > 1) return 'Parameters and day are checked and written down once, before several first steps read them.';
  return roots.some(({ name }) => places.get(name)?.as === 'native') ? 'Parameters are checked before a first step that cannot check them.' : null;
}

/** Physical name of the job of a helper, by its label. */
export function helperName(label: string, pipeline: Pipeline, site: Pick<Site, 'prefix'>): string {
  const names = physical(site, pipeline);
  if (label === OPENER) return names.opener;
  return label === 'closer_' ? names.closer : names.helper(label.replace(/_gate$/, ''), 'gate');
}
