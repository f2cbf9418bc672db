import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import { virtualClock } from './clock.ts';
import { createHost } from './host.ts';
import { memoryPersistence } from './memory.ts';
import type { Change, Persistence } from './persistence.ts';
import { sqlitePersistence } from './sqlite.ts';
import type { Executor, Operation, Service, Work, WorkResult } from './types.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-state-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});
const file = (): string => join(dir, 'state.db');

test('keeps what memory keeps', () => {
  const name = fc.constantFrom('a', 'a/b', 'a/c', 'b', 'é', '\u{1F600}', '\uFFFD');
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ type: fc.constant('row' as const), service: fc.constantFrom('s', 't'), kind: fc.constant('k'), key: name, row: fc.oneof(fc.constant(null), fc.integer()) }),
    fc.record({
      type: fc.constant('timer' as const),
      timer: fc.record({
        service: fc.constant('s'), id: name, at: fc.nat(3), order: fc.integer({ min: -1, max: 1 }), seq: fc.nat(99),
        task: fc.constant({ type: 'handler' as const, handler: 'h', data: null }),
      }),
    }),
    fc.record({ type: fc.constant('cancel' as const), service: fc.constant('s'), id: name }),
  );
  // Two timers never have one number, as the host counts.
  const numbered = fc.array(change, { maxLength: 30 }).map((all) => all.map((one, seq) => (one.type === 'timer' ? { ...one, timer: { ...one.timer, seq: seq + 1 } } : one)));
  let n = 0;
  fc.assert(
    fc.property(numbered, fc.constantFrom('', 'a', 'a/', 'é'), (changes, prefix) => {
      const both = [memoryPersistence(), sqlitePersistence(join(dir, `${n++}.db`))];
      for (const one of both) one.commit(changes);
      const [memory, sqlite] = both.map((one) => ({ rows: one.list('s', 'k', prefix), a: one.get('s', 'k', 'a'), timers: drained(one), seq: one.lastSeq() }));
      expect(sqlite).toEqual(memory);
      both[1]?.close();
    }),
    { numRuns: 40 },
  );
});

function drained(persistence: Persistence): unknown[] {
  const timers = [];
  for (let next = persistence.nextTimer(); next !== null; next = persistence.nextTimer()) {
    timers.push(next);
    persistence.commit([{ type: 'cancel', service: next.service, id: next.id }]);
  }
  return timers;
}

test('a commit that fails keeps nothing', () => {
  const state = sqlitePersistence(file());
  const row = { type: 'row', service: 's', kind: 'k', key: 'a', row: 1 } as const;
  // A number that is not one cannot be stored.
  const bad = { type: 'timer', timer: { service: 's', id: 'x', at: Number.NaN, order: 0, seq: null as unknown as number, task: undefined as never } } as const;
  expect(() => state.commit([row, bad])).toThrow('could not write');
  expect(state.get('s', 'k', 'a')).toBeNull();
  state.close();
});

test('a second process is refused while the first holds the file', () => {
  const first = sqlitePersistence(file());
  expect(() => sqlitePersistence(file())).toThrow('Another embedded AWS uses this folder');
  first.close();
  sqlitePersistence(file()).close();
});

describe('a host opened again', () => {
  const work = (id: string): Work => ({ kind: 'crawl', id, crawlerName: 'c', database: 'd', tablePrefix: '', s3: [] });
  const note: Operation = (tx, data) => {
    tx.put('note', String(tx.list('note').length).padStart(3, '0'), data);
    return { output: null, effects: [] };
  };
  const service: Service = {
    id: 'a',
    operations: {
      Begin: () => ({
        output: null,
        effects: [
          { type: 'timer', id: 't', at: 5000, order: 0, handler: 'note', data: 'timer' },
          { type: 'call', service: 'a', op: 'Note', input: 'called', replyTo: { handler: 'note', data: 'reply' } },
          { type: 'work', work: work('w1'), replyTo: { handler: 'note', data: 'w1' } },
          { type: 'work', work: work('w2'), replyTo: { handler: 'note', data: 'w2' } },
          { type: 'stopWork', id: 'w2' },
        ],
      }),
      Note: note,
      Read: (tx) => ({ output: tx.list('note').map(({ row }) => row), effects: [] }),
    },
    handlers: { note },
    subscriptions: {},
  };
  const hostWith = (executor: Executor) =>
    createHost({ services: [service], blobs: memoryBlobs(), executor, clock: virtualClock(1000), persistence: sqlitePersistence(file()) });
  const deaf: Executor = { start: () => undefined, stop: () => undefined, recover: () => undefined };

  test('makes pending calls, recovers work with its stops, and runs each timer once', async () => {
    const first = hostWith(deaf);
    await first.call('a', 'Begin', {});
    await first.close();

    const did: string[] = [];
    const reports = new Map<string, (result: WorkResult) => void>();
    const second = hostWith({
      start: () => did.push('start'),
      recover: (one, done) => {
        did.push(`recover ${one.id}`);
        reports.set(one.id, done);
      },
      stop: (id) => did.push(`stop ${id}`),
    });
    await second.run(1000);
    expect(did).toEqual(['recover w1', 'recover w2', 'stop w2']);
    reports.get('w1')?.({ outcome: 'succeeded', message: null, tables: [] });
    reports.get('w1')?.({ outcome: 'failed', message: 'a second report counts for nothing', tables: [] });
    await second.run(6000);
    await second.close();

    const third = hostWith(deaf);
    await third.run(null);
    expect(await third.call('a', 'Read', {})).toMatchObject(['called', { data: 'reply', ok: true }, { data: 'w1', output: { outcome: 'succeeded' } }, 'timer']);
    await third.close();
  });
});
