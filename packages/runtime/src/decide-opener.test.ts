import { expect, test } from 'vitest';
import { decideOpener } from './decide-opener.ts';
import type { OpenerView, Ticket } from './helper-actions.ts';
import type { OpenerSpec } from './helper-spec.ts';
import { base, look } from './test/stories.ts';

const spec: OpenerSpec = { ...base, kind: 'opener', overlap: 'queue', mostQueued: 2, workflow: 'w' };
const ticket = (at: number, run: string, live = true): Ticket => ({ key: `orders/_queue/${String(at).padStart(13, '0')}-${run}.json`, run, nativeId: `wr_${run}`, live });
const own: Ticket = { ...ticket(50, '20260131t020000-abcdef'), nativeId: 'wr_1' };
const view = (tickets: readonly Ticket[], holder: OpenerView['holder'] = null): OpenerView => {
  const state = look({});
  return { ...state, chain: state.chain.map((one) => ({ ...one, startedOn: 50 })), tickets, holder };
};
const held = (live: boolean, nativeId = 'wr_0'): OpenerView['holder'] => ({ run: 'r0', nativeId, live, etag: '"e"' });

test('draws a ticket, waits behind those before it, and takes the turn of a run that is over', () => {
  expect(decideOpener(spec, view([]))).toMatchObject({ action: 'write', writes: [{ key: own.key, body: { nativeId: 'wr_1' } }] });
  expect(decideOpener(spec, view([ticket(1, 'r1'), own]))).toEqual({ action: 'wait', until: null });
  expect(decideOpener(spec, view([own], held(true)))).toEqual({ action: 'wait', until: null });
  expect(decideOpener(spec, view([ticket(1, 'r1', false), ticket(99, 'r9'), own], held(false)))).toMatchObject({ action: 'take', key: 'orders/_live.json', ifMatch: '"e"' });
  expect(decideOpener(spec, view([own]))).toMatchObject({ action: 'take', ifMatch: null });
});

test('starts once it has the turn, and removes its ticket and those of runs that are gone', () => {
  expect(decideOpener(spec, view([ticket(1, 'r1', false), own, ticket(99, 'r9')], held(true, 'wr_1')))).toMatchObject({ action: 'end', exitCode: 0, removes: [ticket(1, 'r1').key, own.key] });
});

test('refuses the run for which there is no place in the queue', () => {
  expect(decideOpener(spec, view([ticket(1, 'r1'), ticket(2, 'r2'), own], held(true)))).toMatchObject({ exitCode: 1, removes: [own.key], message: 'The run 20260131t020000-abcdef does not start: 2 runs wait for their turn already. Start it again later.' });
});

test('refuses a run whose parameter is given without its prefix, and says the right form', () => {
  const params = { sec: { type: 'integer', description: '', default: 5, values: [] } } as const;
  const outside = { ...view([]), folder: {}, chain: [{ runId: 'wr_1', startedOn: 50, properties: { sec: '2', what: 'else' } }] };
  expect(decideOpener({ ...spec, params }, outside)).toMatchObject({ exitCode: 1, message: "The run wr-1 cannot start: the run property 'sec' names a parameter without its prefix (write 'param:sec')." });
});

test('refuses the properties of another run, and records what it refuses', () => {
  const state = view([]);
  const served = { ...state.folder, 'continuations/0001.native.json': { nativeId: 'wr_0' } };
  expect(decideOpener(spec, { ...state, folder: served })).toMatchObject({ action: 'end', exitCode: 1, message: expect.stringContaining('which is the workflow run wr_0'), writes: [{ key: 'orders/wr-1/refused.json' }] });
  expect(decideOpener(spec, { ...state, chain: [{ runId: 'wr_1', startedOn: 50, properties: { 'millrace:run': '../../../pwn5' } }] })).toMatchObject({ exitCode: 1, message: expect.stringContaining('is not the id of a run') });
});

test('gives up its place when the run is stopped, and needs none without a queue', () => {
  expect(decideOpener(spec, { ...view([own]), ...{ folder: { 'stop.json': { at: 1 } } } })).toMatchObject({ exitCode: 1, removes: [own.key] });
  expect(decideOpener({ ...spec, overlap: 'allow' }, view([]))).toMatchObject({ action: 'end', exitCode: 0 });
});
