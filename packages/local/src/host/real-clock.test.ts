import { expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import type { RealClock } from './clock.ts';
import { createHost } from './host.ts';
import { memoryPersistence } from './memory.ts';
import { type Persistence, PersistenceError } from './persistence.ts';
import type { Executor, Service } from './types.ts';

/** A real clock whose hands a test moves. */
function handMoved() {
  let now = 0;
  let wake: { readonly at: number; readonly callback: () => void } | null = null;
  const clock: RealClock = {
    kind: 'real',
    now: () => now,
    at: () => undefined,
    wakeAt: (at, callback) => {
      wake = { at, callback };
    },
    sleep: () => {
      wake = null;
    },
  };
  return {
    clock,
    wakesAt: () => wake?.at ?? null,
    moveTo: (instant: number) => {
      now = instant;
      if (wake !== null && wake.at <= now) wake.callback();
    },
  };
}

const idle: Executor = { start: () => undefined, stop: () => undefined, recover: () => undefined };
const counter: Service = {
  id: 'a',
  operations: {
    Set: () => ({
      output: null,
      effects: [
        { type: 'timer', id: 'bad', at: 100, order: 0, handler: 'throws', data: null },
        { type: 'timer', id: 'good', at: 100, order: 1, handler: 'count', data: null },
      ],
    }),
    Read: (tx) => ({ output: tx.get('n', 'n'), effects: [] }),
  },
  handlers: {
    count: (tx) => {
      tx.put('n', 'n', (tx.get<number>('n', 'n') ?? 0) + 1);
      return { output: null, effects: [] };
    },
    throws: () => {
      throw new Error('a fault of the service');
    },
  },
  subscriptions: {},
};

test('a fault is told and the next timer runs; a full disk only delays one', async () => {
  const memory = memoryPersistence();
  let full = false;
  const persistence: Persistence = {
    ...memory,
    commit: (changes) => {
      if (full) throw new PersistenceError('the disk is full');
      memory.commit(changes);
    },
  };
  const hands = handMoved();
  const faults: string[] = [];
  const onError = (error: unknown, where: string): void => void faults.push(`${where}: ${String(error)}`);
  const host = createHost({ services: [counter], blobs: memoryBlobs(), executor: idle, clock: hands.clock, persistence, onError });
  await host.call('a', 'Set', {});
  expect(hands.wakesAt()).toBe(100);

  hands.moveTo(100);
  await host.call('a', 'Read', {});
  expect(faults).toEqual(['a throws: Error: a fault of the service']);

  full = true;
  hands.moveTo(100);
  await host.call('a', 'Read', {}).catch(() => undefined);
  expect(faults.at(-1)).toContain('the disk is full');
  full = false;
  hands.moveTo(2000);
  expect(await host.call('a', 'Read', {})).toBe(1);
  await host.close();
});
