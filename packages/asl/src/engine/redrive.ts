import { isObject } from '../json.ts';
import { blankFrame, branchFrame, contextKey, rootFrame, type Frame } from './frames.ts';
import type { Turn } from './turn.ts';

/** The execution cannot be redriven; the message says why. */
export class NotRedrivable extends Error {
  override readonly name = 'NotRedrivable';
}

/** Why an execution cannot be redriven; null: it can. */
export function whyNotRedrivable(turn: Turn, maxEvents: number): string | null {
  const { ended, failed, events } = turn.root;
  if (!ended) return 'The execution is RUNNING: only one that failed, timed out or was aborted can be redriven.';
  if (!failed) return 'The execution has SUCCEEDED: only one that failed, timed out or was aborted can be redriven.';
  // Source: RedriveExecution in the Step Functions API reference: fewer than 24,999 events.
  return events < maxEvents - 1 ? null : `The execution has ${events} history events, and no room for those of a redrive.`;
}

/**
 * Plans that every state which did not succeed starts again, with all its retries: the one that failed, those that were aborted beside it,
 * and items that were never reached. A state that was entered is not entered again.
 */
export function planRedrive(turn: Turn): void {
  const redrives = turn.root.redrives + 1;
  Object.assign(turn.root, { ended: false, failed: false, redrives });
  const told = turn.event(turn.root.events, 'ExecutionRedriven', { redriveCount: redrives });
  noteInContext(turn, redrives);
  const open = [rootFrame];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const frame = turn.frame(id);
    if (frame === undefined) continue;
    frame.last = told;
    if (frame.waiting?.for === 'branches') reopen(turn, id, frame, open);
    else if (frame.waiting?.for === 'redrive') restart(turn, id, frame);
  }
}

function noteInContext(turn: Turn, redrives: number): void {
  const context = turn.context();
  const execution = context['Execution'];
  const told = { RedriveCount: redrives, RedriveTime: new Date(turn.now).toISOString() };
  turn.write(contextKey, { ...context, Execution: isObject(execution) ? { ...execution, ...told } : told });
}

function restart(turn: Turn, id: string, frame: Frame): void {
  frame.waiting = null;
  frame.retries = [];
  if (frame.entered > 0) return turn.plan({ do: 'again', frame: id });
  turn.put(id, blankFrame(frame));
  return turn.plan({ do: 'enter', frame: id, state: frame.state, input: frame.input, text: null });
}

/** Counts again what is left of a Parallel or Map: a failure within what is tolerated stays one. */
function reopen(turn: Turn, id: string, frame: Frame, open: string[]): void {
  if (frame.waiting?.for !== 'branches') return;
  const { join, count, map } = frame.waiting;
  frame.waiting = { for: 'branches', join, count, map };
  frame.retries = [];
  let { next } = turn.join(join);
  const states = Array.from({ length: next }, (_, i) => turn.peek(branchFrame(join, i))?.waiting?.for);
  const running: number[] = [];
  for (const [i, waiting] of states.entries()) {
    if (waiting === 'join' || waiting === 'nothing') continue;
    running.push(i);
    if (waiting === undefined) turn.plan({ do: 'item', frame: id, join, index: i, after: frame.last });
    else open.push(branchFrame(join, i));
  }
  const ended = next - running.length;
  const free = map === null ? 0 : Math.max(map.width - running.length, 0);
  for (const most = Math.min(next + free, count); next < most; next++) turn.plan({ do: 'item', frame: id, join, index: next, after: frame.last });
  turn.putJoin(join, { left: count - ended, next, failed: states.filter((waiting) => waiting === 'nothing').length });
}
