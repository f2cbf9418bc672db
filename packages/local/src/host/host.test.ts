import type { Json } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import { virtualClock } from './clock.ts';
import { createHost, type HostOptions } from './host.ts';
import { memoryPersistence } from './memory.ts';
import { type Play, scriptedExecutor } from './scripted.ts';
import { AwsError, type Effect, type Operation, type Service } from './types.ts';

const reaction = (output: Json, ...effects: Effect[]) => ({ output, effects });

/** Writes down what happens and when. */
const diary = (id: string, more: Partial<Pick<Service, 'operations' | 'handlers' | 'subscriptions'>> = {}): Service => ({
  id,
  operations: {
    Read: (tx) => reaction(tx.list('entry').map(({ row }) => row)),
    ...more.operations,
  },
  handlers: { note, ...more.handlers },
  subscriptions: more.subscriptions ?? {},
});
const note: Operation = (tx, data, world) => {
  const count = tx.list('entry').length;
  tx.put('entry', String(count).padStart(4, '0'), { at: world.now(), data });
  return reaction(null);
};

function hostOf(services: readonly Service[], play: Play = { ms: 0, outcome: 'succeeded' }, more: Partial<HostOptions> = {}) {
  const clock = virtualClock(1000);
  return createHost({
    services,
    blobs: memoryBlobs(),
    executor: scriptedExecutor(clock, () => play),
    clock,
    persistence: memoryPersistence(),
    ...more,
  });
}
const timer = (id: string, at: number, order: 0 | 1, data: Json): Effect => ({ type: 'timer', id, at, order, handler: 'note', data });

describe('a transaction', () => {
  test('is kept whole, or not at all', async () => {
    const faulty = diary('a', {
      operations: {
        Spoil: (tx) => {
          tx.put('entry', '0', 'half');
          throw new AwsError('ConflictException', 'no');
        },
      },
    });
    const host = hostOf([faulty]);
    await expect(host.call('a', 'Spoil', {})).rejects.toMatchObject({ name: 'ConflictException', message: 'no' });
    expect(await host.call('a', 'Read', {})).toEqual([]);
  });

  test('sees its own writes, in key order, and only keys with the prefix', async () => {
    const seen = diary('a', {
      operations: {
        Write: (tx) => {
          for (const key of ['b/2', 'a/1', 'b/10']) tx.put('thing', key, key);
          tx.remove('thing', 'b/10');
          return reaction(tx.list('thing', 'b/').map(({ key }) => key));
        },
        Keys: (tx) => reaction(tx.list('thing').map(({ key }) => key)),
      },
    });
    const host = hostOf([seen]);
    expect(await host.call('a', 'Write', {})).toEqual(['b/2']);
    expect(await host.call('a', 'Keys', {})).toEqual(['a/1', 'b/2']);
  });

  test('runs alone, though operations may wait', async () => {
    const slow = diary('a', {
      operations: {
        Add: async (tx) => {
          const before = tx.get<number>('n', 'n') ?? 0;
          await Promise.resolve();
          tx.put('n', 'n', before + 1);
          return reaction(before + 1);
        },
      },
    });
    const host = hostOf([slow]);
    const all = await Promise.all([1, 2, 3].map(() => host.call('a', 'Add', {})));
    expect(all).toEqual([1, 2, 3]);
  });
});

describe('timers', () => {
  test('run by instant, then order, then as they were set', async () => {
    const setter = diary('a', {
      operations: { Set: () => reaction(null, timer('1', 3000, 1, 'late'), timer('2', 3000, 0, 'x'), timer('3', 2000, 1, 'first'), timer('4', 3000, 0, 'y')) },
    });
    const host = hostOf([setter]);
    await host.call('a', 'Set', {});
    await host.run(null);
    expect(await host.call('a', 'Read', {})).toEqual([
      { at: 2000, data: 'first' },
      { at: 3000, data: 'x' },
      { at: 3000, data: 'y' },
      { at: 3000, data: 'late' },
    ]);
  });

  test('are replaced by id, and cancelled', async () => {
    const setter = diary('a', {
      operations: {
        Set: () => reaction(null, timer('1', 2000, 0, 'old'), timer('1', 4000, 0, 'new'), timer('2', 2000, 0, 'gone'), { type: 'cancelTimer', id: '2' }),
      },
    });
    const host = hostOf([setter]);
    await host.call('a', 'Set', {});
    await host.run(3000);
    expect(host.now()).toBe(3000);
    expect(await host.call('a', 'Read', {})).toEqual([]);
    await host.run(null);
    expect(await host.call('a', 'Read', {})).toEqual([{ at: 4000, data: 'new' }]);
  });
});

describe('effects', () => {
  test('a call brings its output back to the caller, or its error', async () => {
    const ask = (op: string): Effect => ({ type: 'call', service: 'b', op, input: { x: 1 }, replyTo: { handler: 'note', data: op } });
    const caller = diary('a', { operations: { Go: () => reaction(null, ask('Echo'), ask('Refuse'), ask('Unknown')) } });
    const called = diary('b', {
      operations: {
        Echo: (_tx, input) => reaction(input),
        Refuse: () => {
          throw new AwsError('EntityNotFoundException', 'not here');
        },
      },
    });
    const host = hostOf([caller, called]);
    await host.call('a', 'Go', {});
    await host.run(null);
    expect(await host.call('a', 'Read', {})).toMatchObject([
      { data: { data: 'Echo', ok: true, output: { x: 1 } } },
      { data: { data: 'Refuse', ok: false, error: { name: 'EntityNotFoundException', message: 'not here' } } },
      { data: { data: 'Unknown', ok: false, error: { name: 'UnknownOperationException' } } },
    ]);
  });

  test('subscribers hear of a topic after all ends of the instant', async () => {
    const ends = (id: string): Effect => ({ type: 'timer', id, at: 2000, order: 0, handler: 'end', data: id });
    const sender = diary('a', {
      operations: { Go: () => reaction(null, ends('1'), ends('2')) },
      handlers: {
        end: (tx, data, world) => {
          void note(tx, data, world);
          return reaction(null, { type: 'call', service: 'b', op: 'Note', input: `end ${typeof data === 'string' ? data : '?'}`, replyTo: null }, { type: 'publish', topic: 'ended', data });
        },
      },
    });
    const hearer = diary('b', { operations: { Note: note }, subscriptions: { ended: 'note' } });
    const host = hostOf([sender, hearer]);
    await host.call('a', 'Go', {});
    await host.run(null);
    expect(await host.call('b', 'Read', {})).toEqual(['end 1', '1', 'end 2', '2'].map((data) => ({ at: 2000, data })));
    expect(await host.call('a', 'Read', {})).toEqual(['1', '2'].map((data) => ({ at: 2000, data })));
  });

  test('state machines reach S3, with text in and out', async () => {
    const s3 = (op: string, more: object): Effect => ({
      type: 'call', service: 's3', op, input: { Bucket: 'runs', Key: 'a/b.json', ...more }, replyTo: { handler: 'note', data: op },
    });
    const caller = diary('a', { operations: { Go: () => reaction(null, s3('PutObject', { Body: { n: 1 } }), s3('GetObject', {}), s3('GetObject', { Key: 'no' })) } });
    const host = hostOf([caller]);
    host.blobs.createBucket('runs');
    await host.call('a', 'Go', {});
    await host.run(null);
    expect(await host.call('a', 'Read', {})).toMatchObject([
      { data: { ok: true } },
      { data: { ok: true, output: { Body: '{"n":1}' } } },
      { data: { ok: false, error: { name: 'NoSuchKey' } } },
    ]);
  });
});

describe('work', () => {
  const work = { kind: 'crawl', id: 'w1', crawlerName: 'c', database: 'd', tablePrefix: '', s3: [] } as const;
  const worker = diary('a', {
    operations: {
      Go: () => reaction(null, { type: 'work', work, replyTo: { handler: 'note', data: 'w' } }, timer('t', 61_000, 0, 'timeout')),
      Stop: () => reaction(null, { type: 'stopWork', id: 'w1' }),
    },
  });
  const ended = (outcome: string) => ({ data: 'w', ok: true, output: { outcome, message: null, tables: [] } });

  test('reports before any timer of the same instant', async () => {
    const host = hostOf([worker], { ms: 60_000, outcome: 'succeeded' });
    await host.call('a', 'Go', {});
    await host.run(null);
    expect(await host.call('a', 'Read', {})).toEqual([
      { at: 61_000, data: ended('succeeded') },
      { at: 61_000, data: 'timeout' },
    ]);
  });

  test('that is stopped ends as it ends, and its own end wins a tie', async () => {
    const outcomeAfterStopAt = async (at: number): Promise<Json> => {
      const host = hostOf([worker], { ms: 60_000, outcome: 'failed', onStop: { ms: 30_000, outcome: 'stopped' } });
      await host.call('a', 'Go', {});
      await host.run(at);
      await host.call('a', 'Stop', {});
      await host.run(null);
      return host.call('a', 'Read', {});
    };
    expect(await outcomeAfterStopAt(11_000)).toMatchObject([{ at: 41_000, data: ended('stopped') }, { data: 'timeout' }]);
    expect(await outcomeAfterStopAt(31_000)).toMatchObject([{ at: 61_000, data: ended('failed') }, { data: 'timeout' }]);
  });
});

test('open questions are answered from the options, and noted', async () => {
  const asker = diary('a', { operations: { Ask: (_tx, _input, world) => reaction(world.ask({ id: 'q', choices: ['usual', 'odd'] })) } });
  expect(await hostOf([asker]).call('a', 'Ask', {})).toBe('usual');
  const host = hostOf([asker], undefined, { answers: { q: 'odd' } });
  expect(await host.call('a', 'Ask', {})).toBe('odd');
  expect([...host.asked]).toEqual(['q']);
});

test('a handler that throws makes run() reject, once', async () => {
  const broken = diary('a', {
    operations: { Go: () => reaction(null, { ...timer('t', 2000, 0, null), handler: 'boom' } as Effect) },
    handlers: {
      boom: () => {
        throw new Error('boom');
      },
    },
  });
  const host = hostOf([broken]);
  await host.call('a', 'Go', {});
  await expect(host.run(null)).rejects.toThrow('boom');
  await host.run(null);
});
