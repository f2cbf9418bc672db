import type { Pipeline, Script } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, NO_ERRORS, outcomesOf, plainPipeline, plainScript, plainStep, randomPipeline, unrestricted, type GeneratorOptions } from '@millrace/testkit';
import { describe, expect, it } from 'vitest';
import { answersFor } from './answers.ts';
import { runCase, type Verdict } from './run-case.ts';

/** The generator as it was when the cases were found. */
const usual: GeneratorOptions = { ...everything, errors: false };
const whole: GeneratorOptions = { ...unrestricted, errors: false, spark: false, secrets: false, prerequisites: false };
const outputsOfJobs: GeneratorOptions = {
  ...usual, existingRunTimeArgs: false, existingRetry: false, joinAny: false, policyStop: false, handlers: false, maxTriggers: 16, retryWatched: false, retryTimedOut: false,
  retryDelay: false, crawlerRetry: false, crawlerTimeout: false, crawlerTimedOut: false, existingOutputs: false,
};

/** Counter-examples of the equivalence test, each named after what was wrong. */
describe('once wrong', () => {
  it.each([
    ['a stop counts while job runs of a run that its failure policy ended are still ending', 20_260_582],
    ['a stop counts there too when crawlers take part', 20_260_844],
  ])('%s (seed %i)', async (_what, seed) => {
    const drawn = randomPipeline(seed, usual);
    const { differences } = await runCase(sfnTarget, drawn, { resume: true, answers: answersFor(seed) });
    expect(differences, describeCase(drawn)).toEqual([]);
  });

  it.each([
    ['a wait that is over at the instant at which a job ends the run has succeeded', 20_260_988],
    ['a job run that still stops when its time is up has timed out, at the instant at which its work ends', 20_263_027],
  ])('%s (seed %i)', async (_what, seed) => {
    const drawn = randomPipeline(seed, everything);
    const { differences } = await runCase(sfnTarget, drawn, { resume: true, answers: answersFor(seed) });
    expect(differences, describeCase(drawn)).toEqual([]);
  });

  it.each([
    ['a crawl that its bridge ended at the timeout has timed out', usual, 9],
    ['an argument tells what is there when its step starts, not what comes later', usual, 28],
    ['outputs of an earlier continuation are not read by a step that need not wait for the new ones', usual, 1174],
    ['steps behind an any-join run beside what the join did not wait for, so the stop policy needs its closer', whole, 105],
    ['an automation that was stopped at its timeout has timed out, however it then ends', whole, 254],
    ['the same after a resume', whole, 3264],
  ] as const)('on Glue: %s', async (_what, rules, seed) => {
    const drawn = randomPipeline(seed, rules);
    const { differences } = await runCase(glueTarget, drawn, { resume: true, answers: answersFor(seed) });
    expect(differences, describeCase(drawn)).toEqual([]);
  });

  it.each([
    ['outputs of an attempt that a resume has made again are not read when the new one fails', glueTarget, outputsOfJobs, 1032],
    ['outputs of a step in an aborted branch reach the handlers', sfnTarget, usual, 230],
  ] as const)('%s', async (_what, target, rules, seed) => {
    const drawn = randomPipeline(seed, rules);
    const { differences } = await runCase(target, drawn, { resume: true, answers: answersFor(seed) });
    expect(differences, describeCase(drawn)).toEqual([]);
  });
});

/** Small cases of what Glue makes hard, in which a plain mistake shows at once. */
describe('on Glue', () => {
  const differences = async (pipeline: Pipeline, script: Script, answers: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    (await runCase(glueTarget, { pipeline, script, stopAt: null, given: {}, redraws: 0, outputsOf: () => ({ right: '{}', wrong: null }), errorsOf: NO_ERRORS }, { resume: true, answers })).differences;

  it('nothing starts at the instant at which the stop policy stops the run', async () => {
    const pipeline = plainPipeline('policy', { bad: {}, good: {}, next: { after: ['good'] } }, { failurePolicy: 'stop' });
    expect(await differences(pipeline, plainScript({ bad: ['failed 2'], good: ['succeeded 2'] }), {})).toEqual([]);
  });

  it.each(['perAttempt', 'afterLastAttempt'])('a step that waits for a failure does not start between two attempts, where FAILED fires %s', async (timing) => {
    const pipeline = plainPipeline('watched', { a: { retry: { attempts: 1 } }, b: { after: ['a failed'] } });
    expect(await differences(pipeline, plainScript({ a: ['failed 2', 'succeeded 1'] }), { 'glue.failedTriggerTiming': timing })).toEqual([]);
  });

  /** `a` ends as ERROR, as far as Glue tells. */
  const asError = async (pipeline: Pipeline, script: Script, answers: Readonly<Record<string, string>> = {}): Promise<Verdict> =>
    await runCase(glueTarget, { pipeline, script, stopAt: null, given: {}, redraws: 0, outputsOf: () => ({ right: '{}', wrong: null }), errorsOf: (step) => step === 'a' }, { resume: true, answers });
  const outcomes = ({ traces: [first] }: Verdict): unknown => Object.fromEntries(outcomesOf(first?.events ?? []));

  it.each(['failed', 'finished'])('a run was told as succeeded though what waits for an optional step to have %s was lost to ERROR', async (word) => {
    const handlers = { onFailure: plainStep('on-failure'), finally: plainStep('finally') };
    for (const more of [{}, handlers, { ...handlers, failurePolicy: 'stop' as const }]) {
      const pipeline = plainPipeline('lost', { a: { optional: true }, b: { after: [`a ${word}`] }, c: { after: ['b finished'] }, d: {} }, more);
      const verdict = await asError(pipeline, plainScript({ a: ['failed 2', 'succeeded 1'], d: ['succeeded 5'] }));
      expect(verdict.differences).toEqual([]);
      expect(verdict.traces[0]).toMatchObject({ errors: 1, lost: ['b'], failedByLoss: true });
      expect(verdict.continuations[0]?.at(-1)).toMatchObject({ outcome: 'failed' });
      expect(verdict.resume).not.toBe('none');
    }
  });

  it('what waits for success, behind a gate or behind a bridge loses nothing to ERROR', async () => {
    const gated = plainPipeline('gated', { a: {}, x: {}, b: { after: ['a failed', 'x'], join: 'any' }, c: { after: ['a'] } });
    expect(await asError(gated, plainScript({ a: ['failed 2'], x: ['succeeded 4'] }))).toMatchObject({ differences: [], traces: [{ errors: 1, lost: [] }, {}] });
    // Its gate still waits when the closers look.
    const waiting = plainPipeline('gated', { a: { optional: true }, y: { optional: true, retry: { attempts: 1 } }, b: { after: ['a failed', 'y failed'] } }, { onFailure: plainStep('on-failure'), finally: plainStep('finally') });
    expect(await asError(waiting, plainScript({ a: ['failed 2'], y: ['failed 2', 'failed 3'] }))).toMatchObject({ differences: [], traces: [{ errors: 1, lost: [], reached: ['b'] }] });
    const [, ...others] = plainPipeline('bridged', { a: {}, b: { after: ['a failed'] } }).steps;
    const bridged = plainPipeline('bridged', {}, { steps: [{ ...plainStep('a', { retry: { attempts: 1, delaySeconds: 60 } }) }, ...others] });
    const verdict = await asError(bridged, plainScript({ a: ['failed 2', 'failed 1'] }));
    expect(verdict).toMatchObject({ differences: [], traces: [{ errors: 2, lost: [], unrepeated: [] }, {}] });
    expect(outcomes(verdict)).toEqual({ a: 'failed', b: 'succeeded' });
  });

  it.each(['no', 'yes'])('an attempt that ended as ERROR is followed by those that are left, where Glue repeats it: %s', async (repeats) => {
    const pipeline = plainPipeline('repeated', { a: { retry: { attempts: 1 } }, b: { after: ['a failed'] }, c: { after: ['a'] } });
    const verdict = await asError(pipeline, plainScript({ a: ['failed 2', 'succeeded 1', 'succeeded 1'] }), { 'glue.errorRepeated': repeats });
    expect(verdict.differences).toEqual([]);
    expect(verdict.traces[0]).toMatchObject({ errors: 1, lost: [], unrepeated: repeats === 'no' ? ['a'] : [] });
    expect(outcomes(verdict)).toEqual(repeats === 'no' ? { a: 'failed', b: 'succeeded', c: 'skipped' } : { a: 'succeeded', b: 'skipped', c: 'succeeded' });
  });
});
