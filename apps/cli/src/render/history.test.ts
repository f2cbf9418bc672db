import { parsePipeline, type Pipeline, type StepSnapshot } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { failures, history } from './history.ts';
import { run, step } from './render.fixture.ts';

const job = { kind: 'glueJob', script: './a.py', timeout: '10m' };
const pipeline = parsePipeline({ name: 'orders', steps: { clean: job, load: { ...job, after: 'clean' }, mend: { ...job, after: { step: 'load', on: 'failed' } }, report: { ...job, after: ['load', 'mend'] } }, onFailure: job }).pipeline as Pipeline;
const failed = run('failed', { clean: step('succeeded', 0, 20_000), load: step('failed', 20_000, 81_500), mend: step('succeeded', 81_500, 90_000), report: step('skipped'), 'on-failure': step('succeeded', 90_000, 95_000) });
const texts = (snapshot: typeof failed): string[] => history(pipeline, snapshot).map(({ text }) => text);

describe('the history of a run', () => {
  it('tells starts, ends and skips in order, with the reason', () => {
    expect(texts(failed)).toEqual([
      'run started for 2026-01-31',
      'clean started',
      'clean succeeded after 20.0s',
      'load started',
      'load failed after 1m 02s: SystemExit: the records are bad',
      'report skipped because load failed',
      'mend started',
      'mend succeeded after 8.5s',
      'on-failure started',
      'on-failure succeeded after 5.0s',
      'run failed',
    ]);
  });

  it('a word that is not satisfied, a handler that was not needed', () => {
    const good = run('succeeded', { clean: step('succeeded', 0, 20_000), load: step('succeeded', 20_000, 30_000), mend: step('skipped'), report: step('skipped'), 'on-failure': step('skipped') });
    expect(texts(good)).toEqual(expect.arrayContaining(['mend skipped because load succeeded and it waits for failed', 'report skipped because mend skipped', 'on-failure skipped because the run did not fail']));
  });

  it('a continuation tells what was kept, attempts count on', () => {
    const again: StepSnapshot = { ...step('succeeded', 20_000, 30_000), attempts: [...step('failed', 20_000, 30_000).attempts, ...step('succeeded', 100_000, 110_000).attempts.map((one) => ({ ...one, continuation: 2 }))] };
    const continued = { ...run('succeeded', { clean: { ...step('succeeded', 0, 20_000), kept: true }, load: again }), continuations: [{ nativeId: 'wr_1', start: 0, end: 40_000 }, { nativeId: 'wr_2', start: 99_000, end: 110_000 }] };
    expect(texts(continued)).toEqual(expect.arrayContaining(['load failed, attempt 1 after 10.0s: SystemExit: the records are bad', 'run continued (2), kept clean', 'load started, attempt 2', 'run succeeded']));
  });

  it('a run that was refused before anything started: why, and no step is said to have been stopped', () => {
    const refused = { ...run('failed', { clean: step('skipped'), load: step('skipped') }), message: 'The run wr-1 cannot start: there is no parameter x.', continuations: [{ nativeId: 'wr_1', start: 0, end: 5000 }] };
    expect(texts(refused)).toEqual(['run started for 2026-01-31', 'clean skipped because the run did not start', 'load skipped because clean skipped', 'run failed: The run wr-1 cannot start: there is no parameter x.']);
  });

  it('a step whose call was refused is named, at its time and with its reason', () => {
    const refused = run('failed', { clean: step('succeeded', 0, 20_000), load: { state: 'failed', kept: false, attempts: [], message: 'NotFound: no such topic.', endedAt: 25_000 } });
    expect(history(pipeline, refused).find(({ type }) => type === 'step.ended')).toEqual({ at: 25_000, type: 'step.ended', step: 'load', attempt: null, text: 'load failed: NotFound: no such topic.' });
    expect(failures(refused, pipeline)).toEqual([{ step: 'load', attempt: null, text: 'Step load failed: NotFound: no such topic.' }]);
  });

  it('a step that was due and did not start is not said to have been stopped: once, with its reason', () => {
    const lost = run('failed', { clean: step('succeeded', 0, 20_000), load: step('failed', 20_000, 30_000), mend: { ...step('skipped'), message: 'load ended as ERROR, so the step did not start.' }, report: step('skipped') });
    expect(texts(lost).filter((text) => text.startsWith('mend'))).toEqual(['mend skipped although it was due: load ended as ERROR, so the step did not start.']);
  });

  it('a handler that was not needed is dated when the steps have ended, while the run still goes on', () => {
    const late = run('running', { clean: step('succeeded', 0, 20_000), load: step('succeeded', 20_000, 30_000), mend: step('skipped'), report: step('skipped'), 'on-failure': step('skipped') });
    expect(history(pipeline, late).find(({ step: name }) => name === 'on-failure')?.at).toBe(30_000);
  });

  it('each step that failed is a sentence', () => {
    expect(failures(failed, pipeline)).toEqual([{ step: 'load', attempt: 1, text: 'Step load failed after 1m 02s: SystemExit: the records are bad' }]);
  });

  it('a step that the policy stopped names the one it was stopped for; one that a person stopped does not', () => {
    const stopping = { ...pipeline, failurePolicy: 'stop' } as const;
    const beside = step('stopped', 20_000, 82_000);
    const steps = { ...failed.steps, mend: { ...beside, attempts: beside.attempts.map((one) => ({ ...one, message: 'The job run was stopped.' })) } };
    const told = (snapshot: typeof failed, by: typeof pipeline): string | undefined => failures(snapshot, by).find(({ step: name }) => name === 'mend')?.text;
    expect(told({ ...failed, steps }, stopping)).toBe('Step mend stopped after 1m 02s: load failed, and the pipeline stops at a failure.');
    expect(told({ ...failed, steps, state: 'stopped' }, stopping)).toBe('Step mend stopped after 1m 02s: The job run was stopped.');
    expect(told({ ...failed, steps }, pipeline)).toBe('Step mend stopped after 1m 02s: The job run was stopped.');
    // Before the failure somebody else must have done it.
    expect(told({ ...failed, steps: { ...steps, mend: step('stopped', 20_000, 30_000) } }, stopping)).toBe('Step mend stopped after 10.0s.');
  });
});
