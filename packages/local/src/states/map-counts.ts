import type { Json } from '@millrace/core';
import { isRecord } from '../service/input.ts';
import { frames, under, type Ctx } from './rows.ts';

/** How many items of a map run are where. */
export type Counts = { readonly [name in 'pending' | 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'total' | 'resultsWritten']: number };
export const noCounts: Counts = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, total: 0, resultsWritten: 0 };

/** Counts the items of a Map state that an execution is in, or ended badly in. null: it has left the state, and its frames are gone. */
export function counted(ctx: Ctx, execution: string, name: string): Counts | null {
  for (const { row } of frames.list(ctx, under(execution, ''))) {
    const waiting = fieldOf(row, 'waiting');
    if (fieldOf(row, 'state') !== name || fieldOf(waiting, 'for') !== 'branches' || !isRecord(fieldOf(waiting, 'map'))) continue;
    const [join, total] = [fieldOf(waiting, 'join'), fieldOf(waiting, 'count')];
    if (typeof join === 'string' && typeof total === 'number') return itemsOf(ctx, execution, join, total);
  }
  return null;
}

function itemsOf(ctx: Ctx, execution: string, join: string, total: number): Counts {
  const row = frames.get(ctx, under(execution, join));
  const [next, failed] = [fieldOf(row, 'next'), fieldOf(row, 'failed')].map((value) => (typeof value === 'number' ? value : 0));
  const states = Array.from({ length: next ?? 0 }, (_, i) => fieldOf(fieldOf(frames.get(ctx, under(execution, `${join}/${i}`)), 'waiting'), 'for'));
  const count = (kind: string): number => states.filter((state) => state === kind).length;
  const succeeded = count('join');
  // Of those that were stopped one failed, or several, and the others were aborted.
  const stopped = count('redrive') + count('nothing');
  return {
    ...noCounts, total, pending: total - states.length, succeeded, failed: failed ?? 0, aborted: Math.max(stopped - (failed ?? 0), 0), running: states.length - succeeded - stopped,
  };
}

function fieldOf(json: Json, name: string): Json {
  return isRecord(json) ? (json[name] ?? null) : null;
}
