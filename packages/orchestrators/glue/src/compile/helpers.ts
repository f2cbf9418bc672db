import { effectiveTimeout, type Helper, type Resource, type Pipeline, type Site, type Step } from '@millrace/core';
import type { BridgeSpec, CloserSpec, GateSpec, HelperBase, HelperSpec, OpenerSpec, StepFacts, StoredHelperSpec } from '@millrace/runtime';
import { allSteps, definesJob, graphObject, hashOf, helperJobResources, nativeName, objectUri, physical, specParams, type SpecMore } from '@millrace/workload';
import { callOf } from '../kinds/calls.ts';
import { longest, ownMinutes, SLACK_MINUTES, type Bounds } from './bounds.ts';
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
  readonly spec: WithoutSteps<HelperSpec>;
  /** Whether it looks at the steps of the pipeline. */
  readonly looks: boolean;
  readonly minutes: number;
  readonly printed: Omit<Helper, 'name' | 'dpu'>;
}

export function helpersOf(context: Context, plan: Plan): Helpers {
  const bounds = longest(context.pipeline);
  const made: readonly Made[] = [
    ...(plan.opener === null ? [] : [opener(context, plan.opener.because)]),
    ...plan.gates.map((gate) => gateOf(context, gate, bounds)),
    ...allSteps(context.pipeline).flatMap((step) => {
      const place = plan.places.get(step.name);
      return place?.as === 'bridge' ? [bridge(context, step, place.because)] : [];
    }),
    ...plan.closers.map((closer) => closerOf(context, plan, closer, bounds)),
  ];
  return {
    nodes: new Map(made.map((one) => [one.node, nodeOf(one, context, plan)])),
    printed: made.map(({ spec, printed: { kind, step, because, delaySeconds } }) => ({ name: spec.job, kind, step, because, dpu: HELPER.dpu, delaySeconds })),
  };
}

type WithoutSteps<T> = T extends HelperSpec ? Omit<T, 'steps'> : never;

function nodeOf({ spec, looks, minutes }: Made, { pipeline, site }: Context, plan: Plan): Node {
  const graph = looks ? stepsObject(plan, pipeline, site) : null;
  const stored: StoredHelperSpec = graph === null ? { ...spec, steps: {} } : { ...spec, graph: objectUri(graph) };
  const { job, spec: file, program } = helperJobResources(stored, minutes, site, pipeline, graph);
  return { type: 'job', name: spec.job, action: { JobName: spec.job }, resources: [program, ...(graph === null ? [] : [graph]), file, job] };
}

/** What stands for each step in the run graph. Handlers too. */
export function factsOf(step: Step, { places, gates }: Pick<Plan, 'places' | 'gates'>, pipeline: Pipeline, site: Site): StepFacts {
  const place = places.get(step.name);
  const bridged = place?.as === 'bridge';
  return {
    node: bridged ? 'bridge' : step.kind === 'crawler' ? 'crawler' : 'job',
    name: bridged ? physical(site, pipeline).helper(step.name, 'bridge') : nativeName(site, pipeline, step),
    retries: glueRetries(step, places),
    after: step.after,
    join: step.join,
    optional: step.optional,
    ...(gates.some(({ steps }) => steps.includes(step)) ? { gated: true as const } : {}),
  };
}

const graphs = new WeakMap<Plan, Resource>();

/** Every step that is no handler. Made once for a plan, since many descriptions name it. */
function stepsObject(plan: Plan, pipeline: Pipeline, site: Site): Resource {
  const known = graphs.get(plan) ?? graphObject(Object.fromEntries(pipeline.steps.map((step) => [step.name, factsOf(step, plan, pipeline, site)])), site, pipeline);
  graphs.set(plan, known);
  return known;
}

/** What the bootstrap of a step's own job is told besides: to end an attempt that Glue is to repeat, and to look at the others under the stop policy. */
export function specMore(step: Step, { pipeline, site }: Context, plan: Plan): SpecMore {
  const handler = step === pipeline.onFailure || step === pipeline.finally;
  const watches = glueRetries(step, plan.places) > 0 && step.retry.on.includes('timedOut');
  return {
    ...(watches ? { watch: { timeoutSeconds: effectiveTimeout(step) } } : {}),
    ...(pipeline.failurePolicy === 'stop' && !handler ? { graph: stepsObject(plan, pipeline, site) } : {}),
  };
}

function base({ pipeline, site }: Context, job: string): Omit<HelperBase, 'steps'> {
  return {
    schemaVersion: 1, pipeline: pipeline.name, graphHash: hashOf(pipeline), job, runsBucket: site.runs, timezone: pipeline.timezone, params: specParams(pipeline),
    environmentParams: site.params, failurePolicy: pipeline.failurePolicy, pollSeconds: HELPER.pollSeconds,
  };
}

const delaySeconds = HELPER.startSeconds + HELPER.pollSeconds;

function gateOf(context: Context, { label, steps, because }: Gate, bounds: Bounds): Made {
  const { pipeline, site } = context;
  const [step] = steps;
  const name = step?.name ?? '';
  const spec: Omit<GateSpec, 'steps'> = { ...base(context, helperName(label, pipeline, site)), kind: 'gate', step: name };
  return { node: label, spec, looks: true, minutes: bounds.before(name), printed: { kind: 'gate', step: name, because, delaySeconds: HELPER.pollSeconds } };
}

function bridge(context: Context, step: Step, because: string): Made {
  const { pipeline, site } = context;
  const { name } = step;
  const handler = step === pipeline.onFailure || step === pipeline.finally;
  const { attempts, on, delaySeconds: pause } = step.retry;
  // The bootstrap of a job of our own checks them itself.
  const checksOutputs = Object.keys(step.outputs).length > 0 && !(definesJob(step) && step.with.type !== 'scala');
  const spec: Omit<BridgeSpec, 'steps'> = {
    ...base(context, physical(site, pipeline).helper(name, 'bridge')), kind: 'bridge', step: name, call: callOf(step, pipeline, site),
    retry: { attempts, on, delaySeconds: pause }, timeoutSeconds: effectiveTimeout(step), handler, ...(checksOutputs ? { outputs: step.outputs } : {}),
  };
  const looks = pipeline.failurePolicy === 'stop' && !handler;
  return { node: name, spec, looks, minutes: ownMinutes(step), printed: { kind: 'bridge', step: name, because, delaySeconds } };
}

function closerOf(context: Context, plan: Plan, { label, handler, stops, because }: Closer, bounds: Bounds): Made {
  const { pipeline, site } = context;
  const first = handler === 'finally' ? pipeline.onFailure : null;
  const spec: Omit<CloserSpec, 'steps'> = {
    ...base(context, helperName(label, pipeline, site)), kind: 'closer', handler, stops,
    before: first === null ? null : { step: first.name, facts: factsOf(first, plan, pipeline, site) },
  };
  return { node: label, spec, looks: true, minutes: bounds.all, printed: { kind: 'closer', step: handler === null ? null : (pipeline[handler]?.name ?? null), because, delaySeconds: HELPER.pollSeconds } };
}

function opener(context: Context, because: string): Made {
  const { pipeline, site } = context;
  const names = physical(site, pipeline);
  const spec: Omit<OpenerSpec, 'steps'> = { ...base(context, names.opener), kind: 'opener', overlap: pipeline.overlap, mostQueued: HELPER.mostQueued, workflow: names.workflow };
  // A run may have to wait for many others.
  const minutes = pipeline.overlap === 'queue' ? Number.POSITIVE_INFINITY : SLACK_MINUTES;
  return { node: OPENER, spec, looks: false, minutes, printed: { kind: 'opener', step: null, because, delaySeconds } };
}
