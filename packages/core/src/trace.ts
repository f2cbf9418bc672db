import type { Ended, Outcome, Pipeline } from './model.ts';

/** An order-only edge that a target adds: `step` also waits until `until` has ended in any way, skipped included. */
export interface Delay {
  readonly step: string;
  readonly until: string;
  readonly because: string;
}

/** The one trace that the reference and every engine yield. `at` is virtual milliseconds from the start of the continuation. */
export type Event = { readonly at: number; readonly seq: number } & (
  | { readonly type: 'attempt.started' | 'attempt.attached'; readonly step: string; readonly attempt: number }
  | { readonly type: 'attempt.ended'; readonly step: string; readonly attempt: number; readonly outcome: Ended }
  | { readonly type: 'step.ended'; readonly step: string; readonly outcome: Outcome; readonly because: readonly string[] }
  | { readonly type: 'run.ended'; readonly outcome: RunOutcome }
);
export type RunOutcome = 'succeeded' | 'failed' | 'stopped';

/** What one attempt does: how it ends after `ms`, and how and how long after being asked to stop (the earlier end counts; at a tie its own end). */
export interface AttemptScript {
  readonly outcome: Ended;
  readonly ms: number;
  readonly onStop: { readonly outcome: Ended; readonly ms: number };
}
/** Attempts count from 1 and go on over continuations of one run. */
export type Script = (step: string, attempt: number) => AttemptScript;

export interface InterpretOptions {
  /** A target's printed delays, as order-only edges. */
  readonly delays: readonly Delay[];
  /** Steps that count as succeeded from the start (a resume). */
  readonly kept: ReadonlySet<string>;
  /** Attempts that earlier continuations made, by step. */
  readonly attemptsBefore: ReadonlyMap<string, number>;
  /** When `millrace stop` is called, or null. An end at that instant ended first. */
  readonly stopAt: number | null;
}
export type Interpret = (pipeline: Pipeline, script: Script, options: InterpretOptions) => readonly Event[];
