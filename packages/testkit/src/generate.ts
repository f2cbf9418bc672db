import { interpret, type Event, type Pipeline, type Scalar, type Script, type Step } from '@millrace/core';
import { withoutRunValues, withPlainRoot } from './bare.ts';
import { drawFrom, seedOf, type Draw } from './draw.ts';
import { randomErrorsOf, type ErrorsOf } from './errors.ts';
import { withExtras } from './extras.ts';
import { everything, type GeneratorOptions } from './options.ts';
import { randomOutputsOf, withOutputs, type OutputsOf } from './outputs.ts';
import { randomHandler, randomScript, randomSteps, withStreams } from './steps.ts';
import { randomGiven, randomParams } from './values.ts';

/** A pipeline and all that a run of it meets. */
export interface Case {
  readonly pipeline: Pipeline;
  readonly script: Script;
  /** When `millrace stop` is called: virtual ms, 15 s past a whole minute, so that it falls on no end; or null. */
  readonly stopAt: number | null;
  /** Values that whoever starts the run gives; the rest have defaults. */
  readonly given?: Readonly<Record<string, Scalar>>;
  /** Which failed attempts end as ERROR; none where it is left out. */
  readonly errorsOf?: ErrorsOf;
}
export interface RandomCase extends Case {
  readonly given: Readonly<Record<string, Scalar>>;
  /** What each attempt of a step with outputs leaves. */
  readonly outputsOf: OutputsOf;
  readonly errorsOf: ErrorsOf;
  /** How many draws were thrown away because no poller could put their ends in order: see `pollRace`. */
  readonly redraws: number;
}

const ZONES = ['UTC', 'UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'] as const;
const MINUTE = 60_000;

/**
 * A random pipeline with random outcomes. The same seed and options give the same case.
 *
 * Durations, delays and stop latencies are whole minutes. An attempt that ends timedOut lasts as long as its step's timeout;
 * others end at least two minutes before it.
 *
 * @example
 * const { pipeline, script, stopAt } = randomPipeline(42, everything);
 * const trace = interpret(pipeline, script, { ...FIRST_RUN, stopAt });
 */
export function randomPipeline(seed: number, options: GeneratorOptions = everything): RandomCase {
  for (let redraws = 0; ; redraws++) {
    const drawn = drawCase(redraws === 0 ? seed : seedOf(seed, 'again', redraws), options);
    const race = pollRace(drawn.pipeline, interpret(drawn.pipeline, drawn.script, { ...FIRST_RUN, stopAt: drawn.stopAt }));
    if (race === null) return { ...drawn, redraws };
  }
}

/** The options of a run's first continuation, nobody stopping it. */
export const FIRST_RUN = { delays: [], kept: new Set<string>(), attemptsBefore: new Map<string, number>(), stopAt: null } as const;

function drawCase(seed: number, options: GeneratorOptions): Omit<RandomCase, 'redraws'> {
  const draw = drawFrom(seedOf(seed, 'pipeline'));
  const params = randomParams(draw);
  const handler = (name: 'on-failure' | 'finally') => (options.handlers && draw.chance(0.3) ? randomHandler(name, params, options, draw) : null);
  const drawn: Pipeline = {
    schemaVersion: 1,
    name: `p-${(seed >>> 0).toString(36)}`,
    timezone: draw.pick(ZONES),
    params,
    steps: randomSteps(params, options, draw),
    starts: [],
    overlap: 'allow',
    failurePolicy: options.policyStop && draw.chance(0.3) ? 'stop' : 'continue',
    onFailure: handler('on-failure'),
    finally: handler('finally'),
    prerequisites: [],
  };
  const isBare = options.bare && drawFrom(seedOf(seed, 'bare')).chance(0.35);
  const isPlain = isBare && options.existing && drawFrom(seedOf(seed, 'plain')).chance(0.15);
  const bare = isBare ? withoutRunValues(drawn) : drawn;
  const whole = withOutputs(seed, isPlain ? withPlainRoot(bare) : bare, options);
  const pipeline = withExtras(seed, options.streams ? withStreams(seed, whole) : whole, options);
  const script = randomScript(seed, pipeline, options);
  return {
    pipeline, script,
    stopAt: options.stops && draw.chance(0.15) ? randomStop(pipeline, script, draw) : null,
    given: randomGiven(pipeline.params, draw),
    outputsOf: randomOutputsOf(seed, pipeline, script),
    errorsOf: randomErrorsOf(seed, pipeline, script, options),
  };
}

function randomStop(pipeline: Pipeline, script: Script, draw: Draw): number {
  const end = interpret(pipeline, script, FIRST_RUN).at(-1)?.at ?? 0;
  return draw.int(0, Math.max(0, Math.floor(end / MINUTE) - 1)) * MINUTE + 15_000;
}

/**
 * Why the order of this trace cannot be told by an orchestrator that polls crawlers, or steps of other kinds, or null. Under the stop policy, what has
 * started and ended when a crawl ends badly decides what runs; at one and the same instant a poller may see either first.
 */
export function pollRace(pipeline: Pipeline, events: readonly Event[], polled: (step: Step) => boolean = ({ kind }) => kind === 'crawler'): string | null {
  if (pipeline.failurePolicy !== 'stop') return null;
  const kinds = new Map(pipeline.steps.filter((step) => polled(step) && !step.optional).map((step) => [step.name, step.kind]));
  const busy = new Map<number, Set<string>>();
  for (const event of events) {
    if (event.type !== 'attempt.started' && event.type !== 'attempt.ended') continue;
    busy.set(event.at, (busy.get(event.at) ?? new Set()).add(event.step));
  }
  for (const event of events) {
    if (event.type !== 'step.ended' || !kinds.has(event.step) || event.outcome === 'succeeded' || event.outcome === 'skipped') continue;
    const other = [...(busy.get(event.at) ?? [])].find((step) => step !== event.step);
    if (other !== undefined) return `${kinds.get(event.step) === 'crawler' ? 'Crawler' : 'Step'} '${event.step}' ends ${event.outcome} at ${event.at} ms, when '${other}' starts or ends.`;
  }
  return null;
}
