import type { Json } from '../engine-types.ts';
import type { Failure } from './errors.ts';
import { contextKey, rootFrame, type Frame } from './frames.ts';
import { reason, withText } from './history.ts';
import { dropVariables } from './leave.ts';
import { cancel, stopBranches } from './stopping.ts';
import type { Turn } from './turn.ts';

export function endWell(turn: Turn, frame: Readonly<Frame>, output: Json, text: string): void {
  turn.lastEvent(frame.last, 'ExecutionSucceeded', withText('output', text));
  dropVariables({ turn }, rootFrame, turn.regionOf(frame).assigned);
  turn.remove(rootFrame);
  turn.remove(contextKey);
  close(turn, false);
  turn.actions.push({ type: 'ended', status: 'SUCCEEDED', output });
}

const endEvents = { FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut', ABORTED: 'ExecutionAborted' } as const;

/** Frames and variables stay, so that the execution can be redriven. */
export function endBadly(turn: Turn, status: 'FAILED' | 'TIMED_OUT' | 'ABORTED', failure: Failure): void {
  stopBranches(turn, rootFrame, false);
  const root = turn.frame(rootFrame);
  // An end from outside points to nothing.
  turn.lastEvent(status === 'ABORTED' || root === undefined ? 0 : root.last, endEvents[status], reason(failure));
  if (root !== undefined) {
    cancel(turn, root);
    if (root.waiting?.for !== 'branches') root.waiting = { for: 'redrive' };
  }
  close(turn, true);
  turn.actions.push({ type: 'ended', status, error: failure.error ?? '', cause: failure.cause ?? '' });
}

function close(turn: Turn, failed: boolean): void {
  if (turn.root.timer !== null) turn.actions.push({ type: 'cancelTimer', id: turn.root.timer });
  Object.assign(turn.root, { timer: null, ended: true, failed });
}
