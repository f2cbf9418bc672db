import { effectiveTimeout, interpret, type Event } from '@millrace/core';
import { expect, test } from 'vitest';
import { outcomesOf, resumeOf } from './compare.ts';
import { failuresOf, type Failure, type Failures } from './failures.ts';
import { FIRST_RUN, randomPipeline, type RandomCase } from './generate.ts';
import { unrestricted } from './options.ts';
import { plainPipeline, plainStep } from './plain.ts';

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);
const run = ({ pipeline, script, stopAt }: RandomCase): readonly Event[] => interpret(pipeline, script, { ...FIRST_RUN, stopAt });
const drawnAs = (seed: number, failurePolicy: 'continue' | 'stop'): RandomCase => {
  const drawn = randomPipeline(seed, unrestricted);
  return { ...drawn, pipeline: { ...drawn.pipeline, failurePolicy } };
};
const all = (seed: number, drawn: RandomCase): Failures => failuresOf(seed, drawn, unrestricted, { mishaps: 'all', delays: [] });
const told = ({ list }: Failures): readonly string[] => list.map(({ step, how }) => `${step} ${how}`);
const plain = (...args: Parameters<typeof plainPipeline>): RandomCase => ({ ...randomPipeline(1), pipeline: plainPipeline(...args), given: {} });

test('in each case its step starts and goes wrong in that way, whatever the policy', () => {
  for (const seed of SEEDS) {
    for (const policy of ['continue', 'stop'] as const) {
      for (const { step, how, drawn } of all(seed, drawnAs(seed, policy)).list) {
        const events = run(drawn);
        if (how !== 'runStopped') expect(outcomesOf(events).get(step), `seed ${seed}: ${step} ${how}`).toBe(how);
        else expect(runningAt(events, step, drawn.stopAt ?? -1), `seed ${seed}: ${step} ${how}`).toBe(true);
      }
    }
  }
});

const runningAt = (events: readonly Event[], step: string, at: number): boolean =>
  events.some((event) => event.type === 'attempt.started' && event.step === step && event.at < at) && events.some((event) => event.type === 'attempt.ended' && event.step === step && event.at >= at);

test('a resumed run succeeds, for then nothing goes wrong any more', () => {
  let resumed = 0;
  for (const seed of SEEDS) {
    for (const { step, drawn } of all(seed, drawnAs(seed, 'continue')).list) {
      const events = run(drawn);
      if (events.at(-1)?.type === 'run.ended' && outcomeOf(events) === 'succeeded') continue;
      resumed += 1;
      expect(outcomeOf(interpret(drawn.pipeline, drawn.script, { ...FIRST_RUN, ...resumeOf(drawn.pipeline, events) })), `seed ${seed}: ${step}`).toBe('succeeded');
    }
  }
  expect(resumed).toBeGreaterThan(1000);
});

const outcomeOf = (events: readonly Event[]): string => events.flatMap((event) => (event.type === 'run.ended' ? [event.outcome] : []))[0] ?? 'none';

test('what waits for a failure gets it, and what can never start is told', () => {
  const drawn = plain('paths', { a: {}, b: { after: ['a failed'] }, c: { after: ['b'] }, d: { after: ['a', 'b'] } });
  const { list, unreachable } = all(1, drawn);
  expect(unreachable).toEqual(['d']);
  const outcomes = (of: string): unknown => list.filter(({ step, how }) => step === of && how === 'failed').map((one: Failure) => Object.fromEntries(outcomesOf(run(one.drawn))));
  expect(outcomes('c')).toEqual([{ a: 'failed', b: 'succeeded', c: 'failed', d: 'skipped' }]);
  expect(outcomes('a')).toMatchObject([{ a: 'failed' }]);
});

test('the stop policy lets nothing start behind a failure that counts', () => {
  const steps = { a: {}, b: { after: ['a failed'] }, c: { optional: true }, d: { after: ['c failed'] } };
  expect(all(1, plain('stops', steps, { failurePolicy: 'stop' })).unreachable).toEqual(['b']);
});

test('a handler on failure fails after a step that did', () => {
  const drawn = plain('handled', { a: { optional: true }, b: {} }, { onFailure: plainStep('on-failure') });
  const of = all(1, drawn).list.filter(({ step }) => step === 'on-failure');
  expect(of.map(({ how }) => how)).toEqual(['failed', 'timedOut', 'stopped', 'runStopped']);
  expect(Object.fromEntries(outcomesOf(run(of[1]?.drawn ?? drawn)))).toEqual({ a: 'succeeded', b: 'failed', 'on-failure': 'timedOut' });
});

test('with one mishap for each step, seeds take turns until all have been seen', () => {
  const drawn = plain('turns', { a: {}, b: {} });
  const one = (seed: number): readonly string[] => told(failuresOf(seed, drawn, unrestricted, { mishaps: 'one', delays: [] }));
  expect(one(1)).toHaveLength(2);
  expect([...new Set([1, 2, 3, 4].flatMap(one))].sort()).toEqual([...told(all(1, drawn))].sort());
});

test('bad ends of first attempts fall between whole minutes, but for timeouts', () => {
  const { list, unreachable } = all(3, plain('times', { a: {}, b: { after: ['a'], timeoutSeconds: 240 } }));
  expect(unreachable).toEqual([]);
  const lengths = list.filter(({ step }) => step === 'b').map(({ how, drawn }) => [how, drawn.script('b', 1).ms % 60_000]);
  expect(lengths).toEqual([['failed', 30_000], ['timedOut', 0], ['stopped', 30_000], ['runStopped', 0]]);
  for (const { drawn } of list) for (const step of drawn.pipeline.steps) expect(drawn.script(step.name, 1).ms).toBeLessThanOrEqual(effectiveTimeout(step) * 1000);
});
