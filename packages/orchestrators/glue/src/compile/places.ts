import { valuesOf, type Pipeline, type Site, type Step, type Value } from '@millrace/core';
import { allSteps, nativeName } from '@millrace/workload';
import { LIMITS } from '../limits.ts';
import { reducedDependencies, type Required } from './required.ts';

/** What stands for a step in the workflow: its own job behind the bootstrap, a plain crawler or existing job, or a generated job that does it. */
export type Place = { readonly as: 'job' | 'native' } | { readonly as: 'bridge'; readonly because: string };
export type Places = ReadonlyMap<string, Place>;

/**
 * Rule N: a plain crawler or existing job knows no run, so nothing passes over it when a run is resumed. It is used only where no resume
 * ever has to: as the one step that everything else must have succeeded for, or as a first step of a workflow that Glue itself resumes exactly.
 * All others become bridges. Handlers included.
 */
export function placesOf(pipeline: Pipeline, site: Pick<Site, 'prefix'>, required: Required): Places {
  const needs = bridged(pipeline, site);
  const plainable = pipeline.steps.filter((step) => !ownJob(step) && !needs.has(step.name));
  const native = nativeSet(pipeline, plainable, required, needs.size > 0);
  return new Map(allSteps(pipeline).map((step): readonly [string, Place] => {
    const because = needs.get(step.name);
    if (because !== undefined) return [step.name, { as: 'bridge', because }];
    if (ownJob(step)) return [step.name, { as: 'job' }];
    return [step.name, native.has(step.name) ? { as: 'native' } : { as: 'bridge', because: `A resume may have to keep it, and a plain ${step.kind === 'crawler' ? 'crawler' : 'existing job'} would run again.` }];
  }));
}

const ownJob = (step: Step): boolean => step.kind === 'glueJob' && 'script' in step.with;

/** Attempts that Glue's own MaxRetries makes. */
export const glueRetries = (step: Step, places: Places): number => (places.get(step.name)?.as === 'job' && step.retry.on.includes('failed') ? step.retry.attempts : 0);

const retries = ({ retry }: Step): boolean => retry.attempts > 0 && retry.on.length > 0;

/** The steps that are bridges whatever stands around them, each with the reason. */
function bridged(pipeline: Pipeline, site: Pick<Site, 'prefix'>): ReadonlyMap<string, string> {
  const handlers = new Set([pipeline.onFailure?.name, pipeline.finally?.name]);
  const uses = new Map<string, number>();
  const steps = allSteps(pipeline);
  const nodeOf = (step: Step): string => `${step.kind} ${nativeName(site, pipeline, step)}`;
  for (const step of steps) uses.set(nodeOf(step), (uses.get(nodeOf(step)) ?? 0) + 1);
  return new Map(steps.flatMap((step) => {
    const because = reason(step, handlers.has(step.name), (uses.get(nodeOf(step)) ?? 0) > 1);
    return because === null ? [] : [[step.name, because] as const];
  }));
}

function reason(step: Step, handler: boolean, twice: boolean): string | null {
  if (step.kind === 'glueJob') return 'script' in step.with ? ofOwnJob(step, step.with.type) : ofExistingJob(step, step.with.args, handler, twice);
  if (step.kind !== 'crawler') return `A Glue workflow has no node for ${NODELESS[step.kind]}.`;
  if (retries(step)) return 'Glue does not repeat a crawl.';
  if (step.timeoutSeconds !== null) return 'Glue sets no timeout on a crawl.';
  return shared('crawler', handler, twice);
}

const NODELESS = { lambda: 'Lambda functions', sns: 'SNS', ssm: 'Systems Manager Automation', wait: 'waiting' } as const;

function ofOwnJob(step: Step, type: string): string | null {
  if (type === 'scala') return 'A Scala job cannot start through the bootstrap, which is Python.';
  if (type === 'streaming') return 'A stream never ends, so no trigger would fire after it: the bridge starts it and ends once it runs.';
  if (!retries(step)) return null;
  if (step.retry.delaySeconds > 0) return 'Glue starts the next attempt at once, and the retry has a delay.';
  return step.retry.on.includes('failed') ? null : 'Glue repeats a job after a failure, which the retry does not ask for.';
}

function ofExistingJob(step: Step, args: Readonly<Record<string, Value>>, handler: boolean, twice: boolean): string | null {
  if (retries(step)) return "An existing job's MaxRetries stays as it is.";
  if (Object.keys(step.outputs).length > 0) return 'An existing job does not know where its outputs go.';
  if (Object.values(args).some(isRunTime)) return 'The arguments of a trigger are fixed when it is deployed.';
  return shared('existing job', handler, twice);
}

function shared(what: string, handler: boolean, twice: boolean): string | null {
  if (handler) return `A handler is told of its run, and a plain ${what} is not.`;
  return twice ? `Another step uses the same ${what}, and triggers know a node by its name.` : null;
}

const isRunTime = (value: Value): boolean => typeof value === 'object' && !Array.isArray(value) && !('secret' in value);

/** True where parameters or facts of the run must be checked and written down before anything else. */
export function readsRun(pipeline: Pipeline): boolean {
  const isFact = (value: Value): boolean => typeof value === 'object' && 'run' in value;
  return Object.keys(pipeline.params).length > 0 || allSteps(pipeline).some((step) => valuesOf(step).some(({ value }) => isFact(value)));
}

function nativeSet(pipeline: Pipeline, plainable: readonly Step[], required: Required, bridges: boolean): ReadonlySet<string> {
  const last = neverKept(pipeline, plainable, required, bridges);
  const first = firstOnes(pipeline, plainable, required, bridges);
  return new Set((first.length > last.length ? first : last).map(({ name }) => name));
}

/**
 * The step that all others must have succeeded for: while it has not ended well it is no step to keep, and when it has, so has the run. A stop may have
 * to stop the whole workflow run on its account, which would leave what bridges have called to itself; so there are none.
 */
function neverKept({ steps, onFailure, finally: last }: Pipeline, plainable: readonly Step[], required: Required, bridges: boolean): readonly Step[] {
  if (bridges || plainable.length !== 1 || onFailure !== null || last !== null) return [];
  return plainable.filter(({ name }) => required.count(name) === steps.length - 1);
}

/** In a workflow of triggers with one condition each Glue resumes exactly what is pending: there first steps stay plain, or the only step that could. */
function firstOnes(pipeline: Pipeline, plainable: readonly Step[], required: Required, bridges: boolean): readonly Step[] {
  const { steps, onFailure, finally: last, failurePolicy, overlap } = pipeline;
  const roots = steps.filter(({ after }) => after.length === 0);
  const forest = steps.every((step) => reducedDependencies(step, required).length < 2) && !watchesRetries(steps);
  const opened = overlap === 'queue' || roots.length > LIMITS.jobsPerTrigger || (readsRun(pipeline) && roots.length > 1);
  if (onFailure !== null || last !== null || failurePolicy === 'stop' || !forest || opened) return [];
  const candidates = readsRun(pipeline) ? [] : plainable.filter(({ after }) => after.length === 0);
  const crawlers = candidates.filter(({ kind }) => kind === 'crawler').slice(0, LIMITS.crawlersPerTrigger);
  const natives = [...crawlers, ...candidates.filter(({ kind }) => kind !== 'crawler')];
  if (natives.length > 0) return natives;
  return bridges || plainable.length !== 1 ? [] : plainable.filter(({ after }) => after.length > 0);
}

function watchesRetries(steps: readonly Step[]): boolean {
  const repeated = new Set(steps.filter((step) => ownJob(step) && retries(step) && step.retry.on.includes('failed')).map(({ name }) => name));
  return steps.some(({ after }) => after.some(({ step, on }) => on !== 'succeeded' && repeated.has(step)));
}
