import type { TaskAnswer, TaskCall } from '@millrace/asl';
import type { Step } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { job, pipelineOf, site, sourcesOf } from './test/pipelines.ts';
import { play } from './test/simulated.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 31, 2);
const RUN = '20260131t020000-abcdef-1';
const good = () => ({ state: 'SUCCEEDED', minutes: 1 }) as const;
const follow = (over: Partial<Pick<Step, 'retry' | 'optional'>> = {}): Step => ({ ...job('follow'), timeoutSeconds: null, ...over, kind: 'glueJob', with: { type: 'streaming', script: './jobs/follow.py', args: { DAY: { run: 'date' } }, waitFor: 'started' } });

interface Copy { readonly id: string; readonly run: string; readonly began?: number; state: string; until: number; then: string }

/** Glue with one job, whose copies come up after `up` minutes, or end then as told. `before` lives already. */
function glue(o: { readonly up: number; readonly ends?: readonly string[]; readonly before?: Copy; readonly busy?: number }) {
  const copies: Copy[] = o.before === undefined ? [] : [o.before];
  const starts: number[] = [];
  const stopped: string[] = [];
  let busy = o.busy ?? 0;
  const shown = (now: number) => copies.toReversed().map((copy) => ({ Id: copy.id, JobRunState: now >= copy.until ? copy.then : copy.state, StartedOn: new Date(copy.began ?? START).toISOString(), Arguments: { '--MILLRACE_RUN': copy.run, '--MILLRACE_STEP': 'follow' } }));
  const calls = ({ resource, arguments: given, now }: TaskCall): TaskAnswer | null => {
    if (resource.endsWith(':getJobRuns')) return { output: { JobRuns: shown(now) } };
    if (resource.endsWith(':getJobRun')) return { output: { JobRun: shown(now).find(({ Id }) => Id === (given as { readonly RunId: string }).RunId) ?? null } };
    if (resource.endsWith(':batchStopJobRun')) {
      for (const copy of copies.filter(({ until }) => now < until)) [copy.until, copy.then] = [now + MINUTE, 'STOPPED'];
      stopped.push(...(given as { readonly JobRunIds: readonly string[] }).JobRunIds);
      return { output: {} };
    }
    if (!resource.endsWith(':glue:startJobRun')) return null;
    if ((busy -= 1) >= 0) return { error: 'Glue.ConcurrentRunsExceededException', cause: 'one runs' };
    starts.push((now - START) / MINUTE);
    copies.push({ id: `jr-${starts.length}`, run: RUN, began: now, state: 'STARTING', until: now + o.up * MINUTE, then: o.ends?.[starts.length - 1] ?? 'RUNNING' });
    return { output: { JobRunId: `jr-${starts.length}` } };
  };
  return { calls, starts, stopped };
}

describe('a stream', () => {
  const steps = (over = {}) => [follow(over), job('next', { after: ['follow'] })];

  test('has succeeded once it runs', async () => {
    const { calls, starts } = glue({ up: 3 });
    expect(await play(pipelineOf(steps()), good, { calls })).toMatchObject({ status: 'SUCCEEDED', starts: { next: [3] }, outcomes: { follow: 'succeeded' } });
    expect(starts).toEqual([0]);
  });

  test('that runs already, whoever started it, is left as it is', async () => {
    const { calls, starts } = glue({ up: 3, before: { id: 'theirs', run: 'another', state: 'RUNNING', until: Infinity, then: '' } });
    expect(await play(pipelineOf(steps()), good, { calls })).toMatchObject({ status: 'SUCCEEDED', starts: { next: [0] } });
    expect(starts).toEqual([]);
  });

  test('that is being stopped is waited for, then started anew', async () => {
    const { calls, starts } = glue({ up: 1, before: { id: 'theirs', run: 'another', state: 'STOPPING', until: START + 2 * MINUTE, then: 'STOPPED' } });
    expect(await play(pipelineOf(steps()), good, { calls })).toMatchObject({ starts: { next: [3] } });
    expect(starts).toEqual([2]);
  });

  test('that another run has just started is found', async () => {
    const { calls, starts } = glue({ up: 1, busy: 1 });
    expect((await play(pipelineOf(steps()), good, { calls })).status).toBe('SUCCEEDED');
    expect(starts).toEqual([0.5]);
  });

  test('that ends before it runs has failed, and may be started again', async () => {
    const { calls, starts } = glue({ up: 1, ends: ['FAILED', 'RUNNING'] });
    expect(await play(pipelineOf(steps({ retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } })), good, { calls })).toMatchObject({ status: 'SUCCEEDED', starts: { next: [2] } });
    expect(starts).toEqual([0, 1]);
    const once = glue({ up: 1, ends: ['STOPPED'] });
    expect((await play(pipelineOf(steps()), good, { calls: once.calls })).cause).toBe('The run failed: follow stopped.');
  });

  test.each([[5, ['jr-1'], 'bad failed, follow stopped', 3], [1, [], 'bad failed', 2]] as const)('after an early stop: one that comes up after %i minutes', async (up, stopped, wrong, handled) => {
    const aws = glue({ up });
    const pipeline = pipelineOf([follow(), job('bad')], { failurePolicy: 'stop', finally: job('finally') });
    const run = await play(pipeline, (step) => ({ state: step === 'bad' ? 'FAILED' : 'SUCCEEDED', minutes: 2 }), { calls: (call) => (call.state === 'bad at the stop' ? { output: { JobRuns: [] } } : aws.calls(call)) });
    expect(aws.stopped).toEqual(stopped);
    expect(run).toMatchObject({ cause: `The run failed: ${wrong}.`, starts: { finally: [handled] } });
  });
});

test('a stream is told to outlive its execution, at its place; other jobs are not', () => {
  const pipeline = pipelineOf([job('first'), follow()]);
  const { problems, resources } = compile(pipeline, site, sourcesOf(pipeline));
  expect(problems.map(({ code, severity, pointer }) => `${severity} ${code} ${pointer}`)).toEqual(['info MR5016 /steps/1/with']);
  expect(resources).not.toEqual([]);
});
