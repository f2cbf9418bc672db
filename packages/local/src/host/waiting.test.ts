import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import { virtualClock } from './clock.ts';
import { createHost } from './host.ts';
import { memoryPersistence } from './memory.ts';
import { scriptedExecutor } from './scripted.ts';
import type { Host, Operation, Service } from './types.ts';

const soon: Operation = (_tx, input, world) => ({
  output: null,
  effects: [{ type: 'timer', id: 'done', at: world.now() + 60_000, order: 0, handler: 'done', data: input }],
  waits: 'one',
});
const done: Operation = (_tx, input) => {
  const result = input === 'bad' ? ({ ok: false, error: { name: 'Broken', message: 'It broke.' } } as const) : ({ ok: true, output: input } as const);
  return { output: null, effects: [{ type: 'answer', id: 'one', result }] };
};
const slow: Service = { id: 'slow', operations: { Soon: soon }, handlers: { done }, subscriptions: {} };
const asker: Service = {
  id: 'asker',
  operations: {
    Ask: () => ({ output: null, effects: [{ type: 'call', service: 'slow', op: 'Soon', input: 'hello', replyTo: { handler: 'told', data: 'who' } }] }),
    Read: (tx) => ({ output: tx.get<Json>('said', 'it'), effects: [] }),
  },
  handlers: {
    told: (tx, input) => {
      tx.put('said', 'it', input);
      return { output: null, effects: [] };
    },
  },
  subscriptions: {},
};

function hostOf(persistence = memoryPersistence(), start = 0): Host {
  const clock = virtualClock(start);
  return createHost({ services: [slow, asker], blobs: memoryBlobs(), executor: scriptedExecutor(clock, () => ({ ms: 0, outcome: 'succeeded' })), clock, persistence });
}

test('an operation that waits is answered later, and others run meanwhile', async () => {
  const host = hostOf();
  const answer = host.call('slow', 'Soon', 'hello');
  expect(await host.call('asker', 'Read', {})).toBeNull();
  await host.run(null);
  expect(await answer).toBe('hello');
  expect(host.now()).toBe(60_000);
});

test('a late answer may be an error', async () => {
  const host = hostOf();
  const answer = host.call('slow', 'Soon', 'bad');
  const refused = expect(answer).rejects.toMatchObject({ name: 'Broken', message: 'It broke.' });
  await host.run(null);
  await refused;
});

test('a service that asked is told by its reply, after a restart too', async () => {
  const persistence = memoryPersistence();
  const first = hostOf(persistence);
  await first.call('asker', 'Ask', {});
  await first.run(30_000);
  const second = hostOf(persistence, 30_000);
  await second.run(null);
  expect(await second.call('asker', 'Read', {})).toEqual({ data: 'who', ok: true, output: 'hello' });
});
