import { effectiveTimeout, type AttemptScript, type Ended, type Pipeline, type Retry, type Script, type Step, type Word } from '@millrace/core';
import { drawFrom, seedOf, type Draw } from './draw.ts';
import type { GeneratorOptions } from './options.ts';
import { randomArgs, randomMessage } from './values.ts';

const NAMES = ['extract', 'clean', 'load', 'load-orders', 'a', 'a-1', 'a-1-1', 'b', 'catalog', 'join-2', 'x--y', 'report', 'z9', 'publish-the-daily-report-of-all-shops-x', 'rank', 'split', 'merge', 'audit'];
const SERVICES = ['lambda', 'sns', 'ssm', 'wait'] as const satisfies readonly Step['kind'][];
const MINUTE = 60_000;
/** Longer than any attempt: what cannot be stopped ends by itself first. */
export const NEVER = 8 * 86_400_000;

/** Steps without handlers, in an order of declaration that need not be that of the edges. */
export function randomSteps(params: Pipeline['params'], options: GeneratorOptions, draw: Draw): Step[] {
  const count = draw.int(1, options.maxSteps);
  const names = [...draw.shuffle(NAMES), ...Array.from({ length: count }, (_, index) => `step-${index}`)].slice(0, count);
  const kinds = names.map((): Step['kind'] => (options.crawlers && draw.chance(0.2) ? 'crawler' : options.services && draw.chance(0.4) ? draw.pick(SERVICES) : 'glueJob'));
  const edges = randomEdges(count, draw);
  const steps: Step[] = [];
  const watched = new Set<string>();
  const afters = names.map((_, index) => {
    let triggers = 1;
    return (edges[index] ?? []).map((from) => {
      const wanted = draw.pick<Word>(['succeeded', 'succeeded', 'succeeded', 'failed', 'finished']);
      const needed = triggers * statesOf(kinds[from] === 'crawler', wanted);
      const on: Word = options.maxTriggers === null || needed <= options.maxTriggers ? wanted : 'succeeded';
      triggers *= statesOf(kinds[from] === 'crawler', on);
      const step = names[from] ?? '';
      if (on !== 'succeeded') watched.add(step);
      return { step, on };
    });
  });
  names.forEach((name, index) => {
    const after = afters[index] ?? [];
    const join = options.joinAny && after.length > 1 && draw.chance(0.3) ? 'any' : 'all';
    const base = { name, after, join, optional: draw.chance(0.15), outputs: {} } as const;
    const mayRetry = options.retryWatched || !watched.has(name);
    const kind = kinds[index] ?? 'glueJob';
    if (kind === 'crawler') steps.push(crawler(base, mayRetry, options, draw));
    else steps.push(kind === 'glueJob' ? job(base, params, mayRetry, options, draw) : service(kind, base, params, mayRetry, options, draw));
  });
  return draw.chance(0.5) ? steps : draw.shuffle(steps);
}

type Base = Pick<Step, 'name' | 'after' | 'join' | 'optional' | 'outputs'>;
const ONCE: Retry = { attempts: 0, on: ['failed'], delaySeconds: 0 };

function job(base: Base, params: Pipeline['params'], mayRetry: boolean, options: GeneratorOptions, draw: Draw): Step {
  const existing = options.existing && draw.chance(0.15);
  const retry = mayRetry && (!existing || options.existingRetry) ? randomRetry(options, draw) : ONCE;
  const args = randomArgs(params, !existing || options.existingRunTimeArgs, draw);
  const timeoutSeconds = draw.chance(0.4) ? draw.int(4, 30) * 60 : null;
  return { ...base, kind: 'glueJob', retry, timeoutSeconds, with: existing ? { use: `live-${base.name}`, args } : { type: 'pythonshell', script: `./jobs/${base.name}.py`, args } };
}

function crawler(base: Base, mayRetry: boolean, options: GeneratorOptions, draw: Draw): Step {
  const retry = mayRetry && options.crawlerRetry ? randomRetry(options, draw) : ONCE;
  const timeoutSeconds = options.crawlerTimeout && draw.chance(0.4) ? draw.int(4, 30) * 60 : null;
  const existing = options.existing && draw.chance(0.2);
  return { ...base, kind: 'crawler', retry, timeoutSeconds, with: existing ? { use: `live-${base.name}` } : { database: 'sales', s3: [`s3://acme-curated/${base.name}/`] } };
}

type Service = (typeof SERVICES)[number];

function service(kind: Service, base: Base, params: Pipeline['params'], mayRetry: boolean, options: GeneratorOptions, draw: Draw): Step {
  const retry = mayRetry ? randomRetry(options, draw) : ONCE;
  const timeoutSeconds = draw.chance(0.4) ? draw.int(4, 30) * 60 : null;
  const whole = { ...base, retry, timeoutSeconds };
  switch (kind) {
    case 'lambda':
      return { ...whole, kind, with: { use: `notify-${base.name}`, ...(draw.chance(0.7) ? { payload: randomArgs(params, true, draw) } : {}) } };
    case 'sns':
      return { ...whole, kind, with: { topic: `alerts-${base.name}`, ...(draw.chance(0.5) ? { subject: 'Orders' } : {}), ...(draw.chance(0.7) ? { message: randomMessage(params, draw) } : {}) } };
    case 'ssm':
      return { ...whole, kind, with: { document: `Scale-${base.name}`, ...(draw.chance(0.7) ? { parameters: randomArgs(params, true, draw) } : {}) } };
    case 'wait':
      return { ...whole, kind, retry: ONCE, timeoutSeconds: null, with: { seconds: draw.int(1, 5) * 60 } };
  }
}

/** A handler: nothing before it, one step. */
export function randomHandler(name: 'on-failure' | 'finally', params: Pipeline['params'], options: GeneratorOptions, draw: Draw): Step {
  if (options.services && draw.chance(0.5)) return service(draw.pick(SERVICES), { name, after: [], join: 'all', optional: false, outputs: {} }, params, true, options, draw);
  return job({ name, after: [], join: 'all', optional: false, outputs: {} }, params, true, { ...options, existing: false }, draw);
}

function randomRetry(options: GeneratorOptions, draw: Draw): Retry {
  if (draw.chance(0.6)) return ONCE;
  const on = options.retryTimedOut ? draw.pick<Retry['on']>([['failed'], ['failed', 'timedOut'], ['timedOut']]) : (['failed'] as const);
  return { attempts: draw.int(1, 2), on, delaySeconds: options.retryDelay && draw.chance(0.4) ? draw.int(1, 4) * 60 : 0 };
}

/** How many states of a node satisfy the word on Glue: one trigger is needed for each combination. */
export function statesOf(isCrawler: boolean, word: Word): number {
  if (word === 'succeeded') return 1;
  const bad = isCrawler ? 2 : 3;
  return word === 'failed' ? bad : bad + 1;
}

/** For each vertex the earlier ones it waits for: chains, fans, layers or anything. */
function randomEdges(count: number, draw: Draw): number[][] {
  const shape = draw.pick(['chain', 'near', 'any', 'any', 'layers']);
  const width = draw.int(2, 4);
  return Array.from({ length: count }, (_, v) => {
    if (v === 0) return [];
    const layer = v - (v % width);
    const earlier = Array.from({ length: shape === 'layers' ? layer : v }, (_, u) => u);
    const near = shape === 'any' ? earlier : earlier.slice(shape === 'layers' ? -width : -3);
    if (shape === 'chain') return draw.chance(0.9) ? [v - 1] : [];
    return draw.chance(0.15) ? [] : draw.some(near, draw.pick([1, 1, 2, 2, 3, 4]));
  });
}

/** How each attempt goes. It depends on seed, step and number only, so that a continuation, or a shrunk pipeline, meets the same. */
export function randomScript(seed: number, pipeline: Pipeline, options: GeneratorOptions): Script {
  const steps = new Map([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step === null ? [] : [[step.name, step] as const])));
  return (name, attempt) => {
    const step = steps.get(name);
    const draw = drawFrom(seedOf(seed, 'attempt', name, attempt));
    if (step?.kind === 'wait') return { outcome: 'succeeded', ms: step.with.seconds * 1000, onStop: { outcome: 'stopped', ms: 0 } };
    const minutes = step === undefined ? 120 : effectiveTimeout(step) / 60;
    const isCrawler = step?.kind === 'crawler';
    const ms = draw.int(1, Math.min(8, Math.floor(minutes) - 2)) * MINUTE;
    const outcome = randomOutcome(isCrawler ? options.crawlerTimedOut : !isStream(step), draw);
    const timedOut = outcome === 'timedOut';
    // Nothing takes a call of a function or a message back: it ends as it ends, and never as stopped.
    if (step?.kind === 'lambda' || step?.kind === 'sns') {
      const own = outcome === 'stopped' ? 'failed' : outcome;
      return { outcome: own, ms: timedOut ? minutes * MINUTE : ms, onStop: { outcome: own, ms: NEVER } };
    }
    const onStop: AttemptScript['onStop'] = {
      // A crawl is timed out by being stopped: one that ended well just then has not timed out.
      outcome: timedOut && isCrawler ? 'stopped' : draw.pick<Ended>(['stopped', 'stopped', 'stopped', 'stopped', 'succeeded', 'failed']),
      ms: timedOut && isCrawler ? 0 : draw.int(0, 2) * MINUTE,
    };
    return { outcome, ms: timedOut ? minutes * MINUTE : ms, onStop };
  };
}

const isStream = (step: Step | undefined): boolean => step?.kind === 'glueJob' && 'script' in step.with && step.with.type === 'streaming';

/** The pipeline with some of its jobs as streams: those have no timeout and no outputs. */
export function withStreams(seed: number, pipeline: Pipeline): Pipeline {
  const draw = drawFrom(seedOf(seed, 'streams'));
  return { ...pipeline, steps: pipeline.steps.map((step): Step => {
    const drawn = draw.chance(0.12);
    if (!drawn || step.kind !== 'glueJob' || 'use' in step.with || Object.keys(step.outputs).length > 0) return step;
    return { ...step, timeoutSeconds: null, with: { ...step.with, type: 'streaming', waitFor: 'started' } };
  }) };
}

function randomOutcome(mayTimeOut: boolean, draw: Draw): Ended {
  const at = draw.real();
  if (at < 0.66) return 'succeeded';
  if (at < 0.84) return 'failed';
  if (at < 0.9) return 'stopped';
  return mayTimeOut ? 'timedOut' : 'failed';
}
