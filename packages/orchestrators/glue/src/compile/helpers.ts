import { ancestors, effectiveTimeout, graphHash, topologicalOrder, type Helper, type Pipeline, type Site, type Step } from '@millrace/core';
import type { BridgeSpec, CloserSpec, GateSpec, HelperBase, HelperSpec, OpenerSpec, StepFacts } from '@millrace/runtime';
import { definesJob, helperJobResources, nativeName, physical, specParams, type SpecMore } from '@millrace/workload';
import { callOf } from '../kinds/calls.ts';
import type { Context } from '../kinds/context.ts';
import type { Node } from '../kinds/node.ts';
import { HELPER } from '../limits.ts';
import { glueRetries } from './places.ts';
import { helperName, OPENER, type Closer, type Gate, type Plan } from './plan.ts';

/** Generated jobs as nodes of the workflow, by step or label, and as what is printed. */
export interface Helpers {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly printed: readonly Helper[];
}

interface Made {
  readonly node: string;
  readonly spec: HelperSpec;
  readonly minutes: number;
  readonly printed: Omit<Helper, 'name' | 'dpu'>;
}

export function helpersOf(context: Context, plan: Plan): Helpers {
  const bounds = longest(context.pipeline);
  const made: readonly Made[] = [
    ...(plan.opener === null ? [] : [opener(context, plan, plan.opener.because)]),
    ...plan.gates.map((gate) => gateOf(context, plan, gate, bounds)),
    ...[...plan.places].flatMap(([name, place]) => (place.as === 'bridge' ? [bridge(context, plan, name, place.because)] : [])),
    ...plan.closers.map((closer) => closerOf(context, plan, closer, bounds)),
  ];
  return {
    nodes: new Map(made.map(({ node, spec, minutes }) => [node, nodeOf(spec, minutes, context)])),
    printed: made.map(({ spec, printed: { kind, step, because, delaySeconds } }) => ({ name: spec.job, kind, step, because, dpu: HELPER.dpu, delaySeconds })),
  };
}

function nodeOf(spec: HelperSpec, minutes: number, { pipeline, site }: Context): Node {
  const { job, spec: file, program } = helperJobResources(spec, minutes, site, pipeline);
  return { type: 'job', name: spec.job, action: { JobName: spec.job }, resources: [program, file, job] };
}

/** What stands for each step in the run graph. Handlers too. */
export function factsOf(step: Step, { places }: Pick<Plan, 'places'>, pipeline: Pipeline, site: Site): StepFacts {
  const place = places.get(step.name);
  const bridged = place?.as === 'bridge';
  return {
    node: bridged ? 'bridge' : step.kind === 'crawler' ? 'crawler' : 'job',
    name: bridged ? physical(site, pipeline).helper(step.name, 'bridge') : nativeName(site, pipeline, step),
    retries: glueRetries(step, places),
    after: step.after,
    join: step.join,
    optional: step.optional,
  };
}

const allFacts = new WeakMap<Plan, Readonly<Record<string, StepFacts>>>();

/** Every step that is no handler. Made once for a plan, since many specs hold it. */
export function stepFacts(plan: Plan, pipeline: Pipeline, site: Site): Readonly<Record<string, StepFacts>> {
  const known = allFacts.get(plan) ?? Object.fromEntries(pipeline.steps.map((step) => [step.name, factsOf(step, plan, pipeline, site)]));
  allFacts.set(plan, known);
  return known;
}

/** What the bootstrap of a step's own job is told besides: to end an attempt that Glue is to repeat, and to look at the others under the stop policy. */
export function specMore(step: Step, { pipeline, site }: Context, plan: Plan): SpecMore {
  const handler = step === pipeline.onFailure || step === pipeline.finally;
  const watches = glueRetries(step, plan.places) > 0 && step.retry.on.includes('timedOut');
  return {
    ...(watches ? { watch: { timeoutSeconds: effectiveTimeout(step) } } : {}),
    ...(pipeline.failurePolicy === 'stop' && !handler ? { policy: { steps: stepFacts(plan, pipeline, site) } } : {}),
  };
}

function base({ pipeline, site }: Context, job: string, steps: Readonly<Record<string, StepFacts>>): HelperBase {
  return {
    schemaVersion: 1, pipeline: pipeline.name, graphHash: graphHash(pipeline), job, runsBucket: site.runs, timezone: pipeline.timezone, params: specParams(pipeline),
    environmentParams: site.params, failurePolicy: pipeline.failurePolicy, steps, pollSeconds: HELPER.pollSeconds,
  };
}

const delaySeconds = HELPER.startSeconds + HELPER.pollSeconds;

function gateOf(context: Context, plan: Plan, { label, steps, because }: Gate, bounds: Bounds): Made {
  const { pipeline, site } = context;
  const [step] = steps;
  const name = step?.name ?? '';
  const all = stepFacts(plan, pipeline, site);
  // The stop policy looks at every step.
  const above = ancestors(pipeline.steps).get(name) ?? new Set<string>();
  const known = pipeline.failurePolicy === 'stop' ? all : Object.fromEntries(Object.entries(all).filter(([one]) => one === name || above.has(one)));
  const spec: GateSpec = { ...base(context, helperName(label, pipeline, site), known), kind: 'gate', step: name };
  return { node: label, spec, minutes: bounds.before(name), printed: { kind: 'gate', step: name, because, delaySeconds: HELPER.pollSeconds } };
}

function bridge(context: Context, plan: Plan, name: string, because: string): Made {
  const { pipeline, site } = context;
  const step = [...pipeline.steps, pipeline.onFailure, pipeline.finally].find((one): one is Step => one?.name === name);
  if (step === undefined) throw new Error(`The pipeline '${pipeline.name}' has no step '${name}'.`);
  const handler = step === pipeline.onFailure || step === pipeline.finally;
  const { attempts, on, delaySeconds: pause } = step.retry;
  // The bootstrap of a job of our own checks them itself.
  const checksOutputs = Object.keys(step.outputs).length > 0 && !(definesJob(step) && step.with.type !== 'scala');
  const spec: BridgeSpec = {
    ...base(context, physical(site, pipeline).helper(name, 'bridge'), pipeline.failurePolicy === 'stop' && !handler ? stepFacts(plan, pipeline, site) : {}), kind: 'bridge', step: name, call: callOf(step, pipeline, site),
    retry: { attempts, on, delaySeconds: pause }, timeoutSeconds: effectiveTimeout(step), handler, ...(checksOutputs ? { outputs: step.outputs } : {}),
  };
  return { node: name, spec, minutes: ownMinutes(step), printed: { kind: 'bridge', step: name, because, delaySeconds } };
}

function closerOf(context: Context, plan: Plan, { label, handler, stops, because }: Closer, bounds: Bounds): Made {
  const { pipeline, site } = context;
  const first = handler === 'finally' ? pipeline.onFailure : null;
  const spec: CloserSpec = {
    ...base(context, helperName(label, pipeline, site), stepFacts(plan, pipeline, site)), kind: 'closer', handler, stops,
    before: first === null ? null : { step: first.name, facts: factsOf(first, plan, pipeline, site) },
  };
  return { node: label, spec, minutes: bounds.all, printed: { kind: 'closer', step: handler === null ? null : (pipeline[handler]?.name ?? null), because, delaySeconds: HELPER.pollSeconds } };
}

function opener(context: Context, plan: Plan, because: string): Made {
  const { pipeline, site } = context;
  const names = physical(site, pipeline);
  const spec: OpenerSpec = { ...base(context, names.opener, stepFacts(plan, pipeline, site)), kind: 'opener', overlap: pipeline.overlap, mostQueued: HELPER.mostQueued, workflow: names.workflow };
  // A run may have to wait for many others.
  const minutes = pipeline.overlap === 'queue' ? Number.POSITIVE_INFINITY : SLACK_MINUTES;
  return { node: OPENER, spec, minutes, printed: { kind: 'opener', step: null, because, delaySeconds } };
}

const SLACK_MINUTES = 60;

/** The longest that a step can take, all attempts and pauses. */
function ownMinutes(step: Step): number {
  const tries = step.retry.attempts + 1;
  const each = step.kind === 'wait' ? step.with.seconds : effectiveTimeout(step);
  return (tries * each + step.retry.attempts * step.retry.delaySeconds) / 60 + SLACK_MINUTES;
}

interface Bounds {
  /** Minutes until the join of a step is decided. */
  before(step: string): number;
  readonly all: number;
}

function longest({ steps, onFailure }: Pipeline): Bounds {
  const ends = new Map<string, number>();
  const byName = new Map(steps.map((step) => [step.name, step]));
  const startOf = (step: Step): number => Math.max(0, ...step.after.map(({ step: name }) => ends.get(name) ?? 0));
  for (const step of topologicalOrder(steps)) ends.set(step.name, startOf(step) + ownMinutes(step));
  const all = Math.max(0, ...ends.values()) + (onFailure === null ? 0 : ownMinutes(onFailure)) + SLACK_MINUTES;
  return { all, before: (name) => {
    const step = byName.get(name);
    return (step === undefined ? 0 : startOf(step)) + SLACK_MINUTES;
  } };
}


