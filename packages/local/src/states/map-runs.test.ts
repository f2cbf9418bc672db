import { expect, test } from 'vitest';
import { asText } from './input.ts';
import { job, lab, machineArn, one, type Fields } from './testing.ts';

const wide = (state: Fields, more: Fields = {}): Fields => one({
  Type: 'Map', Items: [1, 2, 3], ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'I', States: { I: state } }, ...more,
});
const runsOf = async (l: ReturnType<typeof lab>, executionArn: string): Promise<readonly Fields[]> => (await l.call('ListMapRuns', { executionArn })).mapRuns as readonly Fields[]; // what the operation gives
const described = async (l: ReturnType<typeof lab>, executionArn: string): Promise<Fields> => l.call('DescribeMapRun', { mapRunArn: asText((await runsOf(l, executionArn))[0]?.mapRunArn) });

test('a bug: map runs were unknown, though their starts stood in the history', async () => {
  const l = lab();
  await l.create('m', wide({ Type: 'Pass', End: true }, { ToleratedFailureCount: 1, MaxConcurrency: 2 }));
  await l.finish('m', 'first');
  const executionArn = asText((await l.finish('m', 'second')).executionArn);
  const [run, ...others] = await runsOf(l, executionArn);
  expect(others).toEqual([]);
  expect(run).toEqual({ executionArn, stateMachineArn: machineArn('m'), mapRunArn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:mapRun:m\/A:[0-9a-f-]{36}$/u) as unknown, startDate: 1000, stopDate: 1000 });
  const history = (await l.call('GetExecutionHistory', { executionArn })).events as readonly Fields[]; // what the operation gives
  expect(history.find(({ type }) => type === 'MapRunStarted')?.mapRunStartedEventDetails).toEqual({ mapRunArn: run?.mapRunArn });
  const counts = { pending: 0, running: 0, succeeded: 3, failed: 0, timedOut: 0, aborted: 0, total: 3, resultsWritten: 0 };
  expect(await l.call('DescribeMapRun', { mapRunArn: asText(run?.mapRunArn) })).toEqual({
    executionArn, mapRunArn: run?.mapRunArn, status: 'SUCCEEDED', startDate: 1000, stopDate: 1000, maxConcurrency: 2, toleratedFailureCount: 1, toleratedFailurePercentage: 0, itemCounts: counts, executionCounts: counts, redriveCount: 0,
  });
});

test('a map run that runs, was stopped, failed or was redriven tells its items', async () => {
  const l = lab({ play: (_job, run) => ({ ms: run * 60_000, state: run === 2 ? 'FAILED' : 'SUCCEEDED' }) });
  await l.create('m', wide(job('j'), { MaxConcurrency: 2 }));
  const stopped = await l.start('m', 'stopped');
  await l.host.run(1_000_000);
  expect(await described(l, stopped)).toMatchObject({ status: 'RUNNING', itemCounts: { pending: 1, running: 2, total: 3 } });
  await l.call('StopExecution', { executionArn: stopped });
  expect(await described(l, stopped)).toMatchObject({ status: 'ABORTED', stopDate: 1000, itemCounts: { pending: 1, aborted: 2, total: 3 } });
  const again = lab({ play: (_job, run) => ({ ms: run * 60_000, state: run === 2 ? 'FAILED' : 'SUCCEEDED' }) });
  await again.create('m', wide(job('j'), { MaxConcurrency: 2 }));
  const executionArn = asText((await again.finish('m', 'x')).executionArn);
  expect(await described(again, executionArn)).toMatchObject({ status: 'FAILED', itemCounts: { succeeded: 1, failed: 1, aborted: 1, total: 3 } });
  await again.call('RedriveExecution', { executionArn });
  expect(await described(again, executionArn)).toMatchObject({ status: 'RUNNING', redriveCount: 1, itemCounts: { succeeded: 1, running: 2 } });
  await again.host.run(null);
  expect(await described(again, executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, itemCounts: { succeeded: 3 } });
});

test('what is no map run is told', async () => {
  const l = lab();
  await expect(l.call('DescribeMapRun', { mapRunArn: 'arn:aws:states:us-east-1:123456789012:mapRun:m/A:x' })).rejects.toMatchObject({ name: 'ResourceNotFound' });
  await expect(l.call('DescribeMapRun', { mapRunArn: machineArn('m') })).rejects.toMatchObject({ name: 'InvalidArn' });
  await expect(l.call('ListMapRuns', { executionArn: 'arn:aws:states:us-east-1:123456789012:execution:m:x' })).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});
