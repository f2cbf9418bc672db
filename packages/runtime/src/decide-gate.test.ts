import { describe, expect, test } from 'vitest';
import { decideGate } from './decide-gate.ts';
import type { CloserSpec, GateSpec } from './helper-spec.ts';
import { outcomesOf } from './outcomes.ts';
import { base, look, on, ORDERS, step } from './test/stories.ts';

const steps = { a: step('a', [], { retries: 1 }), b: step('b'), c: step('c', [on('a', 'failed'), on('b', 'finished')]) };
const gate: GateSpec = { ...base, kind: 'gate', step: 'c', steps };

describe('a gate', () => {
  test('waits while Glue still has an attempt to make, and opens when the last one has failed', () => {
    expect(decideGate(gate, look({ a: 'FAILED', b: 'SUCCEEDED' }))).toEqual({ action: 'wait', until: null });
    expect(decideGate(gate, look({ a: 'FAILED FAILED', b: 'SUCCEEDED' }))).toMatchObject({ action: 'end', exitCode: 0 });
  });

  test('fails as soon as its join can no longer be', () => {
    expect(decideGate(gate, look({ a: 'SUCCEEDED', b: 'RUNNING' }))).toMatchObject({ action: 'end', exitCode: 1, message: "The step 'c' is skipped: what it waits for can no longer be." });
  });

  test('counts a kept step as succeeded, though its job has not run again', () => {
    const kept = look({}, { 'continuations/0001.json': { keep: ['b'] } });
    expect(outcomesOf(steps, kept).steps).toMatchObject({ a: { state: 'pending' }, b: { state: 'succeeded' } });
  });

  test('lets nothing start in a run that stops, by command or by policy', () => {
    expect(decideGate(gate, look({}, { 'stop.json': { at: 1 } }))).toMatchObject({ action: 'end', exitCode: 1 });
    const policy: GateSpec = { ...gate, failurePolicy: 'stop', steps: { ...steps, d: step('d') } };
    expect(decideGate(policy, look({ d: 'TIMEOUT', a: 'FAILED FAILED', b: 'SUCCEEDED' }))).toMatchObject({ exitCode: 1, message: "The step 'c' is skipped: the run stops, since a, d went wrong." });
  });
});

test('nothing follows a run that was refused, and nothing goes on with the properties of another run', () => {
  const refused = look({ a: 'FAILED FAILED', b: 'SUCCEEDED' }, { 'refused.json': { message: 'no', at: 1 } });
  const closer: CloserSpec = { ...base, kind: 'closer', handler: 'onFailure', before: null, stops: false, steps };
  expect(decideGate(gate, refused)).toMatchObject({ exitCode: 1, message: "The run 20260131t020000-abcdef was refused, so the step 'c' does not start." });
  expect(decideGate(closer, refused)).toMatchObject({ exitCode: 1, writes: [], message: expect.stringContaining('nothing follows it') });
  expect(decideGate({ ...closer, handler: null }, refused)).toMatchObject({ exitCode: 0 });
  expect(decideGate(closer, look({}, { 'continuations/0001.native.json': { nativeId: 'wr_0' } }))).toMatchObject({ exitCode: 1, message: expect.stringContaining('which is the workflow run wr_0') });
});

describe('what has become of a step', () => {
  const stateOf = (words: string, folder = {}, policy: 'continue' | 'stop' = 'continue') => outcomesOf(steps, look({ a: words }, folder), policy).steps['a']?.state;

  test('is told by the marker of an attempt that the bootstrap ended at its timeout', () => {
    expect(stateOf('FAILED FAILED', { 'steps/a/jr_a_1.json': { script: true, ended: 'timedOut', at: 1 } })).toBe('timedOut');
  });

  test('is skipped where the bootstrap ended before the script, else as the attempt before that', () => {
    expect(stateOf('FAILED', { 'steps/a/jr_a_0.json': { skipped: 'stop', at: 1 } })).toBe('skipped');
    expect(stateOf('FAILED FAILED', { 'steps/a/jr_a_1.json': { skipped: 'stop', at: 1 } })).toBe('failed');
  });

  test('is no more open to another attempt once the run stops', () => {
    expect(stateOf('FAILED')).toBe('running');
    expect(stateOf('FAILED', { 'stop.json': { at: 1 } })).toBe('failed');
  });

  test('of a bridge is in the records of its calls', () => {
    const bridged = { a: step('a', [], { node: 'bridge' }) };
    const folder = { 'calls/a/0001-1.json': { at: 1, id: '' }, 'calls/a/0001-1.end.json': { at: 2, outcome: 'timedOut', message: '' } };
    expect(outcomesOf(bridged, look({ a: 'FAILED' }, folder)).steps['a']?.state).toBe('timedOut');
    expect(outcomesOf(bridged, look({ a: 'STOPPED' }, { 'calls/a/0001-1.json': { at: 1, id: '' } })).steps['a']?.state).toBe('stopped');
  });
});

describe('a closer', () => {
  test.each(['ERROR', 'EXPIRED'])('does not wait for what triggers cannot start any more: nothing fires on %s', (word) => {
    const steps = { a: step('a'), b: { ...step('b'), after: [{ step: 'a', on: 'failed' as const }] }, c: { ...step('c'), after: [{ step: 'b', on: 'succeeded' as const }] } };
    const waits: CloserSpec = { ...base, kind: 'closer', handler: 'onFailure', before: null, stops: false, steps };
    expect(decideGate(waits, look({ a: word }))).toMatchObject({ action: 'end', exitCode: 0, writes: [{ body: { outcome: 'failed', failedSteps: ['a'] } }] });
    expect(decideGate({ ...waits, steps: { ...steps, b: { ...steps.b, gated: true } } }, look({ a: word }))).toMatchObject({ action: 'wait' });
  });

  test('an optional step that ended as ERROR left a dependant behind in a run that was told as succeeded', () => {
    const steps = { a: step('a', [], { optional: true }), b: step('b', [on('a', 'failed')]), c: step('c', [], { optional: true }) };
    const closes: CloserSpec = { ...base, kind: 'closer', handler: 'onFailure', before: null, stops: false, steps };
    expect(outcomesOf(steps, look({ a: 'ERROR', c: 'SUCCEEDED' })).lost).toEqual(['b']);
    expect(decideGate(closes, look({ a: 'ERROR', c: 'SUCCEEDED' }))).toMatchObject({ exitCode: 0, writes: [{ body: { outcome: 'failed', failedSteps: ['a'] } }] });
    // What would not have started in any case is not lost.
    const two = { ...steps, b: step('b', [on('a', 'failed'), on('c', 'succeeded')]) };
    expect(decideGate({ ...closes, steps: two }, look({ a: 'ERROR', c: 'FAILED' }))).toMatchObject({ exitCode: 1 });
    expect(decideGate(closes, look({ a: 'SUCCEEDED', c: 'SUCCEEDED' }))).toMatchObject({ exitCode: 1 });
  });

  const closer: CloserSpec = { ...base, kind: 'closer', handler: 'onFailure', before: null, stops: true, failurePolicy: 'stop', steps: { a: step('a'), b: step('b'), c: step('c') } };

  test('asks what has begun to stop, leaves a bootstrap to itself, and does not ask twice', () => {
    const folder = { 'steps/b/jr_b_0.json': { script: true, at: 1 } };
    expect(decideGate(closer, look({ a: 'FAILED', b: 'RUNNING', c: 'RUNNING' }, folder))).toEqual({ action: 'stop', jobRuns: [{ job: 'p-b', id: 'jr_b_0' }], crawlers: [] });
    expect(decideGate(closer, look({ a: 'FAILED', b: 'STOPPING', c: 'RUNNING' }, folder))).toEqual({ action: 'wait', until: null });
  });

  test('tells the handler how the run went, once nothing lives', () => {
    expect(decideGate(closer, look({ a: 'FAILED', b: 'STOPPED' }))).toMatchObject({ exitCode: 0, writes: [{ key: `${ORDERS}handlers/0001.json`, body: { outcome: 'failed', failedSteps: ['a', 'b'] }, once: true }] });
    expect(decideGate(closer, look({ a: 'SUCCEEDED', b: 'SUCCEEDED', c: 'SUCCEEDED' }))).toMatchObject({ exitCode: 1 });
  });

  test('lets the last step wait for the failure handler', () => {
    const last: CloserSpec = { ...closer, handler: 'finally', stops: false, before: { step: 'on-failure', facts: step('on-failure') } };
    expect(decideGate(last, look({ a: 'FAILED' }))).toEqual({ action: 'wait', until: null });
    expect(decideGate(last, look({ a: 'FAILED', 'on-failure': 'FAILED' }))).toMatchObject({ exitCode: 0 });
    expect(decideGate(last, look({ a: 'SUCCEEDED', b: 'SUCCEEDED', c: 'SUCCEEDED' }))).toMatchObject({ exitCode: 0, writes: [{ body: { outcome: 'succeeded', failedSteps: [] } }] });
  });
});
