import { interpret, type InterpretOptions, type Pipeline } from '@millrace/core';
import { expect, test } from 'vitest';
import { outcomesOf } from './compare.ts';
import { interpretErrors, NO_ERRORS, type ErrorRules } from './errors.ts';
import { FIRST_RUN, randomPipeline } from './generate.ts';
import { unrestricted } from './options.ts';
import { plainPipeline, plainScript, plainStep } from './plain.ts';

const nothing: ErrorRules = { loses: () => false, ends: () => false };
const all: ErrorRules = { loses: () => true, ends: () => true };
const ofA = (step: string): boolean => step === 'a';

test('without ends as ERROR, or where a target tells nothing of them, the reference is as it was', () => {
  for (let seed = 0; seed < 200; seed++) {
    const { pipeline, script, errorsOf, stopAt } = randomPipeline(seed, unrestricted);
    const plain = interpret(pipeline, script, { ...FIRST_RUN, stopAt });
    expect(interpretErrors(pipeline, script, NO_ERRORS, { ...FIRST_RUN, stopAt }, all).events).toEqual(plain);
    expect(interpretErrors(pipeline, script, errorsOf, { ...FIRST_RUN, stopAt }, nothing)).toMatchObject({ events: plain, lost: [], unrepeated: [], failedByLoss: false });
  }
});

test('a dependant that is lost is skipped, the run has failed, and handlers see it so', () => {
  const pipeline = plainPipeline('p', { a: { optional: true }, b: { after: ['a failed'] }, c: { after: ['b finished'] } }, { onFailure: plainStep('on-failure') });
  const { events, lost, failedByLoss } = interpretErrors(pipeline, plainScript({ a: ['failed 2'] }), ofA, FIRST_RUN, all);
  expect([lost, failedByLoss]).toEqual([['b'], true]);
  expect([...outcomesOf(events)]).toEqual([['a', 'failed'], ['b', 'skipped'], ['c', 'skipped'], ['on-failure', 'succeeded']]);
  expect(events.at(-1)).toMatchObject({ type: 'run.ended', outcome: 'failed' });
});

test('what the rules skip as well is not lost, nor what is left of a run that stops', () => {
  const steps = { a: { optional: true }, x: { optional: true }, b: { after: ['a failed', 'x'] } };
  const lostIn = (pipeline: Pipeline, options: Partial<InterpretOptions> = {}): readonly string[] =>
    interpretErrors(pipeline, plainScript({ a: ['failed 2'], x: ['failed 3'] }), ofA, { ...FIRST_RUN, ...options }, all).lost;
  expect(lostIn(plainPipeline('p', steps))).toEqual([]);
  expect(lostIn(plainPipeline('p', { ...steps, b: { after: ['a failed', 'x failed'] } }))).toEqual(['b']);
  expect(lostIn(plainPipeline('p', { ...steps, b: { after: ['a failed', 'x failed'] } }), { stopAt: 135_000 })).toEqual([]);
  expect(lostIn(plainPipeline('p', { ...steps, x: {} }, { failurePolicy: 'stop' }))).toEqual([]);
});

test('attempts that are left are not made, and an attempt that a stop ends is no ERROR', () => {
  const pipeline = plainPipeline('p', { a: { retry: { attempts: 2 } }, b: { after: ['a'] } });
  const script = plainScript({ a: ['failed 2', 'succeeded 1'] });
  const { events, unrepeated, errors } = interpretErrors(pipeline, script, ofA, FIRST_RUN, all);
  expect([errors, unrepeated, [...outcomesOf(events)]]).toEqual([1, ['a'], [['a', 'failed'], ['b', 'skipped']]]);
  const stopped = interpretErrors(pipeline, (step, attempt) => ({ ...script(step, attempt), onStop: { outcome: 'failed', ms: 0 } }), ofA, { ...FIRST_RUN, stopAt: 75_000 }, all);
  expect([stopped.errors, stopped.unrepeated]).toEqual([0, []]);
});
