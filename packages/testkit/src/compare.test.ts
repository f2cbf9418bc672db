import { interpret, type RunSnapshot } from '@millrace/core';
import { expect, test } from 'vitest';
import { compareRun, observe, referenceRun, resumeOf, type ObservedRun } from './compare.ts';
import { FIRST_RUN } from './generate.ts';
import { plainPipeline, plainScript } from './plain.ts';

const pipeline = plainPipeline('p', { a: { retry: { attempts: 1 } }, b: { after: ['a'] }, c: { after: ['a failed'] } });
const events = interpret(pipeline, plainScript({ a: ['failed 2', 'succeeded 1'] }), FIRST_RUN);
const seen = referenceRun(events);

test('the reference equals itself', () => {
  expect(seen).toEqual({
    outcome: 'succeeded',
    steps: {
      a: { outcome: 'succeeded', attempts: [{ start: 0, outcome: 'failed' }, { start: 120_000, outcome: 'succeeded' }] },
      b: { outcome: 'succeeded', attempts: [{ start: 180_000, outcome: 'succeeded' }] },
      c: { outcome: 'skipped', attempts: [] },
    },
  });
  expect(compareRun(events, seen)).toEqual([]);
});

const { a, b, c } = { a: { outcome: 'succeeded', attempts: [] }, b: { outcome: 'succeeded', attempts: [{ start: 180_000, outcome: 'succeeded' }] }, c: { outcome: 'skipped', attempts: [] } } as const;

test('each difference is one sentence', () => {
  const observed: ObservedRun = { outcome: 'failed', steps: { a: { outcome: 'failed', attempts: [{ start: 60_000, outcome: 'stopped' }] }, c, stray: b } };
  expect(compareRun(events, observed)).toEqual([
    'The run ended failed; by the reference it ends succeeded.',
    "Step 'a' ended failed; by the reference it ends succeeded.",
    "Step 'a' made 1 attempt; by the reference it makes 2.",
    "Attempt 1 of step 'a' started at 60000 ms; by the reference it starts at 0 ms.",
    "Attempt 1 of step 'a' ended stopped; by the reference it ends failed.",
    "Step 'b' was not seen; by the reference it ends succeeded.",
    "Step 'stray' ended succeeded; the reference knows no such step.",
  ]);
});

test('a step that never ran need not be seen', () => {
  const { c: _, ...steps } = seen.steps;
  expect(compareRun(events, { ...seen, steps })).toEqual([]);
  expect(compareRun(events, { ...seen, steps: { ...seen.steps, a } })).toEqual(["Step 'a' made 0 attempts; by the reference it makes 2."]);
});

const snapshot: RunSnapshot = {
  schemaVersion: 1, run: 'r', pipeline: 'p', target: 'glue', graphHash: '', asOf: 0, date: '2026-01-31', params: {}, state: 'failed', message: null, continuations: [],
  steps: {
    a: { state: 'succeeded', kept: true, attempts: [{ nativeId: 'j1', start: 1000, end: 2000, outcome: 'succeeded', continuation: 1, message: null }] },
    b: { state: 'failed', kept: false, attempts: [{ nativeId: 'j2', start: 1000, end: 2000, outcome: 'failed', continuation: 1, message: null }, { nativeId: 'j3', start: 9000, end: 9500, outcome: 'failed', continuation: 2, message: null }] },
    c: { state: 'pending', kept: false, attempts: [] },
  },
};

test('an observation is one continuation, in time from its start', () => {
  expect(observe(snapshot, 8000, 2)).toEqual({
    outcome: 'failed',
    steps: { a: { outcome: 'succeeded', attempts: [] }, b: { outcome: 'failed', attempts: [{ start: 1000, outcome: 'failed' }] }, c: { outcome: 'skipped', attempts: [] } },
  });
});

test('what has not ended cannot be observed', () => {
  expect(() => observe({ ...snapshot, state: 'running' }, 0, 1)).toThrow('Run r is still running');
  expect(() => observe({ ...snapshot, steps: { a: { state: 'running', kept: false, attempts: [] } } }, 0, 1)).toThrow("Step 'a' is still running");
});

test('a resume goes on from the reference', () => {
  const graph = plainPipeline('p', { a: {}, catalog: { crawler: true }, b: { after: ['a'], retry: { attempts: 1 } } });
  const first = interpret(graph, plainScript({ b: ['failed 1', 'failed 1'] }), FIRST_RUN);
  const { kept, attemptsBefore } = resumeOf(graph, first);
  expect([[...kept], [...attemptsBefore]]).toEqual([['a', 'catalog'], [['a', 1], ['catalog', 1], ['b', 2]]]);
  const second = interpret(graph, plainScript({ b: ['failed 1', 'failed 1', 'failed 1', 'failed 1'] }), { ...FIRST_RUN, kept, attemptsBefore });
  expect(resumeOf(graph, second, attemptsBefore).attemptsBefore.get('b')).toBe(4);
  expect(resumeOf(graph, second, attemptsBefore).attemptsBefore.get('a')).toBe(1);
});
