import { branchFrame, itemsKey, type Frame, type Join } from './frames.ts';
import { dropVariables } from './leave.ts';
import { disarm } from './task.ts';
import type { Turn } from './turn.ts';

/** Ends what a frame waits for. */
export function cancel(turn: Turn, { waiting }: Readonly<Frame>): void {
  if (waiting?.for === 'wait' || waiting?.for === 'retry') turn.actions.push({ type: 'cancelTimer', id: waiting.id });
  if (waiting?.for !== 'task') return;
  // A task that has not begun needs no end.
  if (turn.starts.delete(waiting.id)) return;
  turn.actions.push({ type: 'cancelTask', id: waiting.id });
  disarm(turn, waiting);
}

/**
 * Stops all branches under a frame, each in its state, and tells of each what was aborted. Their frames stay, for a redrive, until the
 * state is left or starts again.
 */
export function stopBranches(turn: Turn, of: string, tell: boolean): void {
  const around = turn.peek(of);
  if (around === undefined || hasEnded(around)) return;
  const open = [...startedUnder(turn, around)];
  markStopped(turn, of);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const seen = turn.peek(id);
    const frame = seen === undefined || hasEnded(seen) ? undefined : turn.frame(id);
    if (frame === undefined) continue;
    cancel(turn, frame);
    open.push(...startedUnder(turn, frame));
    if (tell && frame.entered > 0) tellAborted(turn, frame);
    if (frame.waiting?.for === 'branches') markStopped(turn, id);
    else frame.waiting = { for: 'redrive' };
  }
}

function markStopped(turn: Turn, id: string): void {
  const frame = turn.frame(id);
  if (frame?.waiting?.for === 'branches') frame.waiting = { ...frame.waiting, stopped: true };
}

/** Failed ones have told their end; those that ended well or count as nothing stay as they are. */
export function hasEnded({ waiting }: Readonly<Frame>): boolean {
  if (waiting?.for === 'branches') return waiting.stopped === true;
  return waiting?.for === 'join' || waiting?.for === 'nothing' || waiting?.for === 'redrive';
}

function tellAborted(turn: Turn, frame: Frame): void {
  const type = turn.stateOf(frame)?.type ?? '';
  turn.aside(frame, `${type}StateAborted`, null);
  if (turn.regionOf(frame).of !== 'item' || frame.parent === null) return;
  const map = turn.peek(frame.parent);
  if (map !== undefined) turn.aside(frame, 'MapIterationAborted', { name: map.state, index: frame.index });
}

/** Removes all branches under a frame, which are stopped or have ended. */
export function dropBranches(turn: Turn, of: string): void {
  const open = [of];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const frame = turn.peek(id);
    if (frame === undefined) continue;
    for (const child of startedUnder(turn, frame)) open.push(child);
    if (frame.waiting?.for === 'branches') {
      turn.remove(frame.waiting.join);
      turn.remove(itemsKey(frame.waiting.join));
    }
    if (id === of) continue;
    dropVariables({ turn }, id, turn.regionOf(frame).assigned);
    turn.remove(id);
  }
}

function* startedUnder(turn: Turn, frame: Readonly<Frame> | undefined): Generator<string> {
  if (frame?.waiting?.for !== 'branches') return;
  const { join } = frame.waiting;
  const { next }: Join = turn.join(join);
  for (let i = 0; i < next; i++) yield branchFrame(join, i);
}
