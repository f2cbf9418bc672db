import { heap } from '../graph/heap.ts';
import type { Ended, Outcome, Pipeline, Step } from '../model.ts';
import type { AttemptScript, Event, InterpretOptions, Interpret, Script } from '../trace.ts';
import { effectiveTimeout } from '../util/index.ts';
import { boardOf, isBad, type Board } from './board.ts';
import { runOutcome } from './outcome.ts';

/**
 * The reference: what one continuation of a run does, as a trace on a virtual clock. It defines the execution semantics; targets
 * are held to it. Pure: the same arguments give the same events. Throws when steps, with the delays, wait for each other in a circle.
 *
 * At each instant, in this order: every attempt that ends is recorded; then `millrace stop` or the stop policy acts; then steps
 * that can no longer start are skipped; then steps, retries and, at last, handlers start.
 *
 * @param script how each attempt goes; one that lasts longer than its step's timeout ends timedOut at the timeout
 */
export const interpret: Interpret = (pipeline, script, options) => new Machine(pipeline, script, options).run();

/** A step between its first start and its end. */
interface Live {
  readonly step: Step;
  /** Position for ties: declaration order, handlers last. */
  readonly place: number;
  attempt: number;
  /** Attempts of this continuation. */
  made: number;
  /** The running attempt, or null in a retry delay. */
  running: { readonly script: AttemptScript; endsAt: number; outcome: Ended; asked: boolean } | null;
  last: Ended | null;
}

interface Due {
  readonly at: number;
  readonly live: Live;
  readonly attempt: number;
  readonly type: 'end' | 'retry';
}

class Machine {
  readonly #pipeline: Pipeline;
  readonly #script: Script;
  readonly #options: InterpretOptions;
  readonly #board: Board;
  readonly #events: Event[] = [];
  readonly #queue = heap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.live.place < b.live.place));
  readonly #live = new Map<string, Live>();
  readonly #outcomes = new Map<string, Outcome>();
  /** Steps to judge, first those that others may follow from. */
  readonly #touched = heap<number>((a, b) => (this.#board.rank[a] ?? 0) < (this.#board.rank[b] ?? 0));
  #now = 0;
  /** Set once no attempt may start any more; the handlers of a run that its policy stopped still may. */
  #stopped: 'no' | 'policy' | 'asked' = 'no';
  #stoppers: string[] = [];

  constructor(pipeline: Pipeline, script: Script, options: InterpretOptions) {
    this.#pipeline = pipeline;
    this.#script = script;
    this.#options = options;
    this.#board = boardOf(pipeline, options.delays);
  }

  run(): readonly Event[] {
    this.#board.steps.forEach((step, index) => {
      if (this.#options.kept.has(step.name)) this.#endStep(step, 'succeeded', []);
      else this.#touched.push(index);
    });
    for (;;) {
      const due = this.#recordEnds();
      if (this.#isOver()) break;
      if (this.#stopIfDue()) this.#skipRest();
      this.#startAll([...(this.#stopped === 'no' ? this.#readySteps() : []), ...due]);
      if (this.#outcomes.size >= this.#board.steps.length && this.#live.size === 0) this.#nextHandler();
      if (this.#isOver()) break;
      this.#now = this.#nextInstant();
    }
    this.#emit({ type: 'run.ended', outcome: runOutcome(this.#pipeline, this.#outcomes, this.#stopped === 'asked') });
    return this.#events;
  }

  /** All steps and handlers have ended. */
  #isOver(): boolean {
    const { steps, onFailure, finally: last } = this.#pipeline;
    return this.#outcomes.size === steps.length + (onFailure === null ? 0 : 1) + (last === null ? 0 : 1);
  }

  #nextInstant(): number {
    const due = this.#queue.peek()?.at ?? Infinity;
    const { stopAt } = this.#options;
    const next = stopAt !== null && this.#stopped !== 'asked' ? Math.min(due, stopAt) : due;
    if (next === Infinity) throw new Error('Some steps never end: the delays make steps wait for each other in a circle. Leave out the delay that closes it.');
    return next;
  }

  /** Rule 3: all ends of the instant, before anything starts. Returns the steps whose retry is due now. */
  #recordEnds(): Live[] {
    const retries: Live[] = [];
    for (let due = this.#queue.peek(); due !== undefined && due.at === this.#now; due = this.#queue.peek()) {
      this.#queue.pop();
      const { live, attempt, type } = due;
      if (type === 'retry') retries.push(live);
      else if (live.running !== null && live.attempt === attempt && live.running.endsAt === this.#now) this.#endAttempt(live, live.running.outcome, retries);
    }
    return retries;
  }

  /** Rule 7. */
  #endAttempt(live: Live, outcome: Ended, retries: Live[]): void {
    const { step } = live;
    live.running = null;
    live.last = outcome;
    this.#emit({ type: 'attempt.ended', step: step.name, attempt: live.attempt, outcome });
    const again = isRetried(step, outcome) && live.made <= step.retry.attempts && this.#mayStart(step);
    if (!again) this.#endStep(step, outcome, []);
    else if (step.retry.delaySeconds === 0) retries.push(live);
    else this.#queue.push({ at: this.#now + step.retry.delaySeconds * 1000, live, attempt: live.attempt, type: 'retry' });
  }

  #endStep(step: Step, outcome: Outcome, because: readonly string[]): void {
    this.#live.delete(step.name);
    this.#outcomes.set(step.name, outcome);
    this.#emit({ type: 'step.ended', step: step.name, outcome, because });
    const index = this.#board.indexOf(step.name);
    if (index === undefined) return;
    for (const dependant of this.#board.record(index, outcome)) this.#touched.push(dependant);
    if (this.#pipeline.failurePolicy === 'stop' && !step.optional && isBad(outcome)) this.#stoppers.push(step.name);
  }

  /** Rules 6 and 15: from now on no attempt starts, and each running one is asked to stop, once. Tells whether that is news. */
  #stopIfDue(): boolean {
    const before = this.#stopped;
    if (this.#options.stopAt !== null && this.#options.stopAt <= this.#now) this.#stopped = 'asked';
    else if (this.#stoppers.length > 0 && before === 'no') this.#stopped = 'policy';
    if (this.#stopped === before) return false;
    for (const live of this.#live.values()) {
      const { running } = live;
      if (running === null || running.asked) continue;
      running.asked = true;
      const { outcome, ms } = running.script.onStop;
      if (this.#now + ms >= running.endsAt) continue;
      running.endsAt = this.#now + ms;
      running.outcome = outcome;
      this.#queue.push({ at: running.endsAt, live, attempt: live.attempt, type: 'end' });
    }
    return true;
  }

  /** When the run stops, a step between two attempts ends as its last one did, and what has not started is skipped. */
  #skipRest(): void {
    for (const live of [...this.#live.values()].sort(byPlace)) {
      if (live.running === null && live.last !== null) this.#endStep(live.step, live.last, []);
    }
    for (const index of this.#board.sorted) {
      const step = this.#board.steps[index];
      if (step === undefined || this.#outcomes.has(step.name) || this.#live.has(step.name)) continue;
      const because = this.#board.verdict(index) === 'skip' ? this.#board.blockers(index) : this.#stoppers;
      this.#endStep(step, 'skipped', [...because]);
    }
  }

  /** Rules 3 and 5: skips what can no longer start, with all that follows from it, and returns what can start now. */
  #readySteps(): Live[] {
    const ready = new Map<number, Live>();
    for (let index = this.#touched.pop(); index !== undefined; index = this.#touched.pop()) {
      const step = this.#board.steps[index];
      if (step === undefined || this.#outcomes.has(step.name) || this.#live.has(step.name)) continue;
      const verdict = this.#board.verdict(index);
      if (verdict === 'skip') this.#endStep(step, 'skipped', this.#board.blockers(index));
      else if (verdict === 'ready') ready.set(index, liveOf(step, index));
    }
    return [...ready.values()];
  }

  /** Rule 9: `onFailure` when the run failed, then `finally`; neither when `millrace stop` ended the run. */
  #nextHandler(): void {
    const { onFailure, finally: last, steps } = this.#pipeline;
    const failed = runOutcome(this.#pipeline, this.#outcomes, false) === 'failed';
    for (const handler of [onFailure, last]) {
      if (handler === null || this.#outcomes.has(handler.name)) continue;
      const runs = this.#stopped !== 'asked' && (handler === last || failed);
      if (runs) return this.#startAll([liveOf(handler, steps.length)]);
      this.#endStep(handler, 'skipped', []);
    }
  }

  #mayStart(step: Step): boolean {
    return this.#stopped === 'no' || (this.#stopped === 'policy' && this.#board.indexOf(step.name) === undefined);
  }

  #startAll(starting: readonly Live[]): void {
    for (const live of starting.toSorted(byPlace)) {
      const { step } = live;
      if (!this.#mayStart(step)) continue;
      this.#live.set(step.name, live);
      live.made++;
      live.attempt = (this.#options.attemptsBefore.get(step.name) ?? 0) + live.made;
      const script = bounded(step, this.#script(step.name, live.attempt));
      live.running = { script, endsAt: this.#now + script.ms, outcome: script.outcome, asked: false };
      this.#queue.push({ at: live.running.endsAt, live, attempt: live.attempt, type: 'end' });
      this.#emit({ type: 'attempt.started', step: step.name, attempt: live.attempt });
    }
  }

  #emit(event: EventBody): void {
    this.#events.push({ at: this.#now, seq: this.#events.length, ...event });
  }
}

type EventBody = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seq'> : never) : never;

const byPlace = (a: Live, b: Live): number => a.place - b.place;

const liveOf = (step: Step, place: number): Live => ({ step, place, attempt: 0, made: 0, running: null, last: null });

const isRetried = (step: Step, outcome: Ended): boolean => (outcome === 'failed' || outcome === 'timedOut') && step.retry.on.includes(outcome);

/** Rule 7: the timeout bounds an attempt. A wait is its own duration. */
function bounded(step: Step, attempt: AttemptScript): AttemptScript {
  const limit = effectiveTimeout(step) * 1000;
  return step.kind === 'wait' || attempt.ms <= limit ? attempt : { ...attempt, outcome: 'timedOut', ms: limit };
}
