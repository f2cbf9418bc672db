import type { Json } from '@millrace/core';
import { type Fields, isList } from '../../service/input.ts';
import { play, type Played, type Scene, type TaskAction } from './play.ts';
import type { Answer } from './request.ts';

/** How the tested state ended. Source: TestState, `status`. */
export interface Outcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly next: string | null;
  readonly assigned: Fields;
  readonly task: TaskAction | null;
  /** Which retrier or catcher took the failure. */
  readonly details: Fields | null;
  /** Until when the state waited. */
  readonly at: number;
}

const silent = { output: null, error: null, cause: null, next: null, assigned: {}, details: null };

/** A state without its recovery tells how it fails; with its retriers, and then with its catchers, what becomes of that. */
export async function outcomeOf(scene: Scene, state: Fields, answer: Answer | null, retries: number): Promise<Outcome> {
  const { Retry: retriers = [], Catch: catchers = [], ...bare } = state;
  const first = await play(scene, bare, answer, 0);
  if (first.is === 'left') return { ...silent, status: 'SUCCEEDED', output: first.output, next: first.next, assigned: first.assigned, task: first.task, at: first.at };
  const failed = failureIn(first);
  const base = { ...silent, ...failed, at: scene.now };
  const retried = await play(scene, { ...bare, Retry: retriers }, answer, retries);
  if (retried.is === 'retried') {
    const retryIndex = await indexOf(retriers, async (rule) => (await play(scene, { ...bare, Retry: [rule] }, answer, 0)).is === 'retried');
    return { ...base, status: 'RETRIABLE', details: { retryIndex, retryBackoffIntervalSeconds: retried.seconds } };
  }
  const caught = await play(scene, { ...bare, Catch: catchers }, answer, 0);
  if (caught.is !== 'left') return { ...base, ...failureIn(caught), status: 'FAILED' };
  const catchIndex = await indexOf(catchers, async (rule) => (await play(scene, { ...bare, Catch: [rule] }, answer, 0)).is === 'left');
  return { ...base, status: 'CAUGHT_ERROR', output: caught.output, next: caught.next, assigned: caught.assigned, details: { catchIndex } };
}

function failureIn(played: Played): Pick<Outcome, 'error' | 'cause' | 'task'> {
  return played.is === 'failed' ? { error: played.error, cause: played.cause, task: played.task } : { error: '', cause: '', task: played.is === 'asks' ? played.task : null };
}

async function indexOf(rules: Json, takes: (rule: Json) => Promise<boolean>): Promise<number> {
  for (const [index, rule] of (isList(rules) ? rules : []).entries()) if (await takes(rule)) return index;
  return 0;
}
