import type { Dependency, Ended, Outcome, Pipeline, Step } from '../model.ts';
import type { AttemptScript, Event, InterpretOptions } from '../trace.ts';
import { interpret } from './interpret.ts';

/** A step in a few words: `{ after: ['clean', 'load failed'], retry: 2 }`. */
export interface Words {
  readonly after?: readonly string[];
  readonly join?: 'any';
  readonly optional?: true;
  readonly retry?: number;
  readonly on?: Step['retry']['on'];
  readonly delayMinutes?: number;
  readonly timeoutMinutes?: number;
}

export function step(name: string, words: Words = {}): Step {
  const after = (words.after ?? []).map((each): Dependency => {
    const [from = '', on] = each.split(' ');
    return { step: from, on: on === 'failed' || on === 'finished' ? on : 'succeeded' };
  });
  return {
    name, kind: 'glueJob', after, join: words.join ?? 'all', optional: words.optional ?? false, outputs: {},
    retry: { attempts: words.retry ?? 0, on: words.on ?? ['failed'], delaySeconds: (words.delayMinutes ?? 0) * 60 },
    timeoutSeconds: words.timeoutMinutes === undefined ? null : words.timeoutMinutes * 60,
    with: { type: 'pythonshell', script: `./${name}.py`, args: {} },
  };
}

export function pipelineOf(steps: Readonly<Record<string, Words>>, more: Partial<Pipeline> = {}): Pipeline {
  return {
    schemaVersion: 1, name: 'story', timezone: 'UTC', params: {}, starts: [], overlap: 'allow', failurePolicy: 'continue', onFailure: null, finally: null, prerequisites: [],
    steps: Object.entries(steps).map(([name, words]) => step(name, words)),
    ...more,
  };
}

/** How attempts go, by step, in minutes: `{ clean: ['failed 2', 'succeeded 5'] }`. What is not told succeeds in one minute. */
export type Telling = Readonly<Record<string, readonly `${Ended} ${number}`[]>>;
export interface Circumstances extends Partial<Omit<InterpretOptions, 'stopAt'>> {
  readonly stopAtMinute?: number;
  /** Minutes that an attempt goes on after it was asked to stop, and how it ends then. */
  readonly onStop?: Readonly<Record<string, `${Ended} ${number}`>>;
}

export function play(pipeline: Pipeline, telling: Telling, { stopAtMinute, onStop = {}, ...rest }: Circumstances = {}): readonly Event[] {
  const script = (name: string, attempt: number): AttemptScript => ({ ...spoken(telling[name]?.[attempt - 1] ?? 'succeeded 1'), onStop: spoken(onStop[name] ?? 'stopped 0') });
  return interpret(pipeline, script, { delays: [], kept: new Set(), attemptsBefore: new Map(), ...rest, stopAt: stopAtMinute === undefined ? null : stopAtMinute * 60_000 });
}

const ENDS: readonly Ended[] = ['succeeded', 'failed', 'timedOut', 'stopped'];

function spoken(text: string): { outcome: Ended; ms: number } {
  const [word, minutes] = text.split(' ');
  return { outcome: ENDS.find((each) => each === word) ?? 'succeeded', ms: Number(minutes) * 60_000 };
}

/** The trace as lines that a person reads, in minutes. */
export function lines(events: readonly Event[]): string[] {
  return events.map((event) => {
    const at = `${event.at / 60_000}m`;
    if (event.type === 'run.ended') return `${at} run ${event.outcome}`;
    if (event.type === 'step.ended') return `${at} ${event.step} ends ${event.outcome}${event.because.length > 0 ? ` because of ${event.because.join(', ')}` : ''}`;
    return `${at} ${event.step}#${event.attempt} ${event.type === 'attempt.ended' ? event.outcome : 'starts'}`;
  });
}

export function outcomes(events: readonly Event[]): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(events.flatMap((event) => (event.type === 'step.ended' ? [[event.step, event.outcome]] : [])));
}

/** Minutes at which the attempts of each step start. */
export function starts(events: readonly Event[]): Readonly<Record<string, readonly number[]>> {
  const found: Record<string, number[]> = {};
  for (const event of events) if (event.type === 'attempt.started') (found[event.step] ??= []).push(event.at / 60_000);
  return found;
}

export function runEnd(events: readonly Event[]): string {
  const last = events.at(-1);
  return last?.type === 'run.ended' ? `${last.outcome} at ${last.at / 60_000}m` : 'not ended';
}
