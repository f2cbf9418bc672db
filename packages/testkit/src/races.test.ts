import { expect, test } from 'vitest';
import { FIRST_RUN } from './generate.ts';
import { plainPipeline, plainScript, plainStep, type PlainStep } from './plain.ts';
import { stopRace } from './races.ts';

const raceOf = (steps: Readonly<Record<string, PlainStep>>, told: Parameters<typeof plainScript>[0], stopAt: number | null = null, failurePolicy: 'stop' | 'continue' = 'stop'): string | null =>
  stopRace(plainPipeline('race', steps, { failurePolicy, finally: plainStep('finally') }), plainScript(told), { ...FIRST_RUN, stopAt }, ({ kind }) => kind === 'crawler');
const CRAWLER = { crawler: true } as const;

test('a crawl that ends the run when a job ends is a race, under the stop policy alone', () => {
  const told = { catalog: ['failed 3'], a: ['succeeded 3'] } as const;
  expect(raceOf({ catalog: CRAWLER, a: {} }, told)).toBe("Step 'catalog' ends the run at 180000 ms, when 'a' starts or ends.");
  expect(raceOf({ catalog: CRAWLER, a: {} }, told, null, 'continue')).toBeNull();
});

test('so is one when the delay of a retry is over', () => {
  const a = { retry: { attempts: 1, delaySeconds: 60 } };
  expect(raceOf({ catalog: CRAWLER, a }, { catalog: ['failed 3'], a: ['failed 2'] })).toContain("when 'a' starts or ends");
});

test('what only follows from the end is none: siblings that stop at once, the handler, dependants that may not start', () => {
  expect(raceOf({ catalog: CRAWLER, a: {}, b: { after: ['catalog failed'] } }, { catalog: ['failed 3'], a: ['succeeded 9'] })).toBeNull();
});

test('nor is one that ends after the run was stopped, or after another ended it', () => {
  const steps = { catalog: CRAWLER, a: {} };
  expect(raceOf(steps, { catalog: ['failed 3'], a: ['succeeded 3'] }, 15_000)).toBeNull();
  expect(raceOf({ ...steps, first: {} }, { first: ['failed 1'], catalog: ['failed 3'], a: ['succeeded 3'] })).toBeNull();
});

test('nor is an end that costs nothing', () => {
  expect(raceOf({ catalog: { ...CRAWLER, optional: true }, a: {} }, { catalog: ['failed 3'], a: ['succeeded 3'] })).toBeNull();
  expect(raceOf({ catalog: CRAWLER, a: {} }, { catalog: ['succeeded 3'], a: ['succeeded 3'] })).toBeNull();
});

test('the answer to a call that comes at the instant at which another step ends the run is lost, or is not', () => {
  const plain = plainPipeline('race', { tell: {}, a: {} }, { failurePolicy: 'stop' });
  const calling = { ...plain, steps: plain.steps.map((step) => (step.name === 'tell' ? { ...step, kind: 'sns' as const, with: { topic: 'alerts' } } : step)) };
  const raced = (tell: 'succeeded 3' | 'failed 3', a: 'failed 3' | 'failed 4' | 'succeeded 3'): string | null => stopRace(calling, plainScript({ tell: [tell], a: [a] }), FIRST_RUN, () => false);
  expect(raced('succeeded 3', 'failed 3')).toBe("The run ends at 180000 ms, when the call of step 'tell' is answered.");
  expect(raced('failed 3', 'failed 3')).not.toBeNull();
  expect([raced('succeeded 3', 'failed 4'), raced('failed 3', 'succeeded 3'), raced('succeeded 3', 'succeeded 3')]).toEqual([null, null, null]);
});
