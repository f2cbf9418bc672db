import { describe, expect, test } from 'vitest';
import { decideBridge } from './decide-bridge.ts';
import type { BridgeView, CallFacts } from './helper-actions.ts';
import { bridge, idle, look, on, ORDERS, running, step } from './test/stories.ts';

const job = bridge({ type: 'job', job: 'p-load', arguments: { DAY: { run: 'date' } }, timeoutMinutes: 10 });
const view = (call: CallFacts, folder: Readonly<Record<string, unknown>> = {}, now = 1_000_000): BridgeView => ({ ...look({}, folder, { now }), call });
const begun = (more: object = {}) => ({ 'calls/load/0001-1.json': { at: 900_000, id: 'jr_1', ...more } });
const ended = (outcome: string, more: object = {}) => ({ ...begun(), 'calls/load/0001-1.end.json': { at: 1_000_000, outcome, message: '', ...more } });
const RECORD = `${ORDERS}calls/load/0001-1.json`;
const END = `${ORDERS}calls/load/0001-1.end.json`;

describe('a bridge', () => {
  test('records an attempt before it makes it', () => {
    expect(decideBridge(job, view(idle))).toEqual({
      action: 'call', attempt: 1, writes: [], record: { key: RECORD, body: { at: 1_000_000, id: null }, once: false }, endKey: END,
      request: { type: 'job', job: 'p-load', timeoutMinutes: 10, arguments: { '--DAY': '2026-01-31', '--MILLRACE_RUN': '20260131t020000-abcdef', '--MILLRACE_STEP': 'load', '--WORKFLOW_NAME': 'w', '--WORKFLOW_RUN_ID': 'wr_1' } },
    });
  });

  test('makes the same attempt again where its start was held back', () => {
    expect(decideBridge(job, view(idle, begun({ id: null })))).toMatchObject({ action: 'call', attempt: 1 });
  });

  test('waits out the delay, then makes the next attempt, and gives up after the last', () => {
    expect(decideBridge(job, view(idle, ended('failed')))).toEqual({ action: 'wait', until: 1_060_000 });
    expect(decideBridge(job, view(idle, ended('failed'), 1_060_000))).toMatchObject({ action: 'call', attempt: 2 });
    expect(decideBridge(job, view(idle, ended('timedOut')))).toMatchObject({ action: 'end', exitCode: 1, message: "The step 'load' ended timedOut." });
    const second = { 'calls/load/0001-2.json': { at: 1, id: '' }, 'calls/load/0001-2.end.json': { at: 2, outcome: 'failed', message: 'no rows' } };
    expect(decideBridge(job, view(idle, { ...ended('failed'), ...second }))).toMatchObject({ exitCode: 1, message: "The step 'load' ended failed: no rows" });
  });

  test('does not repeat what the service refused, and does not count what it went on with', () => {
    expect(decideBridge(job, view(idle, ended('failed', { refused: true })))).toMatchObject({ action: 'end', exitCode: 1 });
    expect(decideBridge(job, view({ ...idle, other: 'jr_9' }))).toMatchObject({ action: 'record', writes: [{ key: RECORD, body: { id: 'jr_9', attached: true } }] });
    const attached = { 'calls/load/0001-1.json': { at: 1, id: 'jr_9', attached: true }, 'calls/load/0001-1.end.json': { at: 2, outcome: 'failed', message: '' }, 'calls/load/0001-2.json': { at: 3, id: 'jr_1' }, 'calls/load/0001-2.end.json': { at: 4, outcome: 'failed', message: '' } };
    expect(decideBridge(job, view(idle, attached))).toMatchObject({ action: 'call', attempt: 3 });
  });

  test('asks once to stop, when the run stops, and ends as its call ends', () => {
    const stop = { 'stop.json': { at: 1 } };
    expect(decideBridge(job, view(running('running'), { ...begun(), ...stop }))).toMatchObject({ action: 'stop', attempt: 1, record: { body: { at: 900_000, id: 'jr_1', asked: 1_000_000 } } });
    expect(decideBridge(job, view(running('running'), { ...begun({ asked: 1 }), ...stop }))).toEqual({ action: 'wait', until: null });
    expect(decideBridge(job, view(running('succeeded'), { ...begun({ asked: 1 }), ...stop }))).toMatchObject({ action: 'record', writes: [{ body: { outcome: 'succeeded' } }] });
    expect(decideBridge(job, view(idle, { ...ended('failed'), ...stop }))).toMatchObject({ action: 'end', exitCode: 1 });
    expect(decideBridge(job, view(idle, stop))).toMatchObject({ action: 'end', exitCode: 1, writes: [{ key: `${ORDERS}steps/load/jr_own.json`, body: { skipped: 'stop' } }] });
  });

  test('obeys the stop policy, a handler does not', () => {
    const steps = { a: step('a'), load: step('load', [on('a', 'failed')], { node: 'bridge' }) };
    const policy = { ...job, failurePolicy: 'stop', steps } as const;
    const failed: BridgeView = { ...look({ a: 'FAILED', load: 'RUNNING' }), call: idle };
    expect(decideBridge(policy, failed)).toMatchObject({ action: 'end', message: "The run 20260131t020000-abcdef stops, since a went wrong, so the step 'load' does not start." });
    expect(decideBridge({ ...policy, handler: true }, failed)).toMatchObject({ action: 'call' });
  });

  test('stops a crawl at its timeout, and waits for one that is not its own', () => {
    const crawler = bridge({ type: 'crawler', crawler: 'c' });
    expect(decideBridge(crawler, view({ ...idle, other: '' }))).toEqual({ action: 'wait', until: null });
    expect(decideBridge(crawler, view(running('running', ''), begun({ id: '' })))).toEqual({ action: 'wait', until: 1_500_000 });
    expect(decideBridge(crawler, view(running('running', ''), begun({ id: '' }), 1_500_000))).toMatchObject({ action: 'stop' });
    expect(decideBridge(crawler, view(running('running', ''), begun({ id: '', asked: 1 }), 1_500_000))).toMatchObject({ action: 'record', writes: [{ body: { outcome: 'timedOut' } }] });
  });

  test('does not call a function again while a lost call may still run', () => {
    const lambda = bridge({ type: 'lambda', function: 'f', payload: {} });
    expect(decideBridge(lambda, view(idle, begun({ id: '' })))).toEqual({ action: 'wait', until: 1_500_000 });
    expect(decideBridge(lambda, view(idle, begun({ id: '' }), 1_500_000))).toMatchObject({ action: 'record', writes: [{ body: { outcome: 'failed' } }] });
  });

  test('fails an attempt that left other outputs than its step declares', () => {
    const writing = { ...job, outputs: { rows: 'integer' } } as const;
    expect(decideBridge(writing, view({ ...running('succeeded'), outputs: '{"rows": 3}' }, begun()))).toMatchObject({ writes: [{ key: `${ORDERS}outputs/load.json`, body: { rows: 3 } }, { key: END, body: { outcome: 'succeeded' } }] });
    expect(decideBridge(writing, view({ ...running('succeeded'), outputs: null }, begun()))).toMatchObject({ writes: [{ key: END, body: { outcome: 'failed', message: expect.stringContaining('outputs/load/0001-1.json are not right: there is no such object.') } }] });
  });

  test('keeps a kept step, and leaves attempts of an earlier continuation to it', () => {
    expect(decideBridge(job, view(idle, { 'continuations/0001.json': { keep: ['load'] } }))).toMatchObject({ action: 'end', exitCode: 0 });
    const resumed = { ...ended('failed'), 'continuations/0001.native.json': { nativeId: 'wr_0' }, 'continuations/0002.json': { means: 'native', keep: [] } };
    const at = view(idle, resumed);
    expect(decideBridge(job, { ...at, chain: at.chain.map((link) => ({ ...link, resumed: true })) })).toMatchObject({ action: 'call', attempt: 1, record: { key: `${ORDERS}calls/load/0002-1.json` } });
  });

  test('of a workflow run that carries the properties of another run calls nothing', () => {
    const served = { 'continuations/0001.native.json': { nativeId: 'wr_0' } };
    expect(decideBridge(job, view(idle, served))).toMatchObject({ action: 'end', exitCode: 1, message: expect.stringContaining('which is the workflow run wr_0'), writes: [{ key: 'orders/wr-1/refused.json' }] });
  });

  test('says in a message what a reader needs, in a subject that the service takes', () => {
    const sns = bridge({ type: 'sns', topicArn: 'arn:t', subject: '  día 😀\nx', message: null }, { handler: true });
    const told = { 'handlers/0001.json': { outcome: 'failed', failedSteps: ['a', 'b'] } };
    expect(decideBridge(sns, view(idle, told))).toMatchObject({ request: { subject: 'd?a ??x', message: "The run 20260131t020000-abcdef of the pipeline 'orders' failed.\nSteps that went wrong: a, b." } });
  });
});

describe('the bridge of a stream', () => {
  const stream = bridge({ type: 'job', job: 'p-load', arguments: {}, timeoutMinutes: null, until: 'started' });
  const stop = { 'stop.json': { at: 1 } };

  test('goes on with one that lives, whoever started it, and waits while one is being stopped', () => {
    expect(decideBridge(stream, view({ ...idle, other: 'jr_9' }))).toMatchObject({ action: 'record', writes: [{ key: RECORD, body: { id: 'jr_9', attached: true } }] });
    expect(decideBridge(stream, view({ ...idle, other: '' }))).toEqual({ action: 'wait', until: null });
    expect(decideBridge(stream, view(idle))).toMatchObject({ action: 'call', request: { timeoutMinutes: null } });
  });

  test('stops what it has started itself before it runs, and nothing else', () => {
    expect(decideBridge(stream, view(running('running'), { ...begun(), ...stop }))).toMatchObject({ action: 'stop' });
    expect(decideBridge(stream, view(running('running'), { ...begun({ attached: true }), ...stop }))).toEqual({ action: 'wait', until: null });
    expect(decideBridge(stream, view(running('succeeded'), { ...begun(), ...stop }))).toMatchObject({ action: 'record', writes: [{ body: { outcome: 'succeeded' } }] });
  });
});
