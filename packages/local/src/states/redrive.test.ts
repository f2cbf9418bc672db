import { expect, test } from 'vitest';
import { memoryPersistence } from '../host/memory.ts';
import { job, lab, machineArn, one, type Fields, type Lab } from './testing.ts';

const two: Fields = { StartAt: 'A', States: { A: job('a', { Next: 'B' }), B: job('b') } };
/** Job b fails until the third of all runs is over. */
const mending = (name: string, run: number) => ({ ms: 60_000, state: name === 'b' && run < 3 ? 'FAILED' : 'SUCCEEDED' });
const redrive = (l: Lab, executionArn: string, more: Fields = {}): Promise<Fields> => l.call('RedriveExecution', { executionArn, ...more });

async function failed(options: Parameters<typeof lab>[0] = {}): Promise<{ readonly l: Lab; readonly arn: string }> {
  const l = lab({ play: mending, ...options });
  await l.create('m', two);
  const arn = await l.start('m', 'x');
  await l.host.run(null);
  return { l, arn };
}

test('a redrive goes on from the state that failed, in the same execution and history', async () => {
  const { l, arn } = await failed();
  expect(await l.describe(arn)).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
  await l.host.run(1_500_000);
  expect(await redrive(l, arn)).toEqual({ redriveDate: 1500 });
  const running = await l.describe(arn);
  expect(running).toMatchObject({ status: 'RUNNING', redriveCount: 1, redriveDate: 1500, redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution is RUNNING and cannot be redriven' });
  for (const gone of ['stopDate', 'error', 'cause']) expect(running).not.toHaveProperty(gone);
  await l.host.run(null);
  expect(await l.describe(arn)).toMatchObject({ status: 'SUCCEEDED', stopDate: 1560, redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' });
  expect((await l.runs()).map((run) => run.job)).toEqual(['a', 'b', 'b']);
  const events = (await l.call('GetExecutionHistory', { executionArn: arn })).events as readonly Fields[];
  expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
  expect(events.find(({ type }) => type === 'ExecutionRedriven')).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } });
});

test('the same client token redrives once', async () => {
  const { l, arn } = await failed();
  const first = await redrive(l, arn, { clientToken: 'once' });
  await l.host.run(l.host.now() + 1000);
  expect(await redrive(l, arn, { clientToken: 'once' })).toEqual(first);
  await expect(redrive(l, arn, { clientToken: 'twice' })).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  expect((await l.describe(arn)).redriveCount).toBe(1);
});

test('what was stopped, or took too long, goes on, too', async () => {
  const l = lab();
  await l.create('m', { ...one(job('a')), TimeoutSeconds: 30 });
  const timedOut = await l.start('m', 'x');
  await l.host.run(1_010_000);
  const stopped = await l.start('m', 'y');
  await l.call('StopExecution', { executionArn: stopped });
  await l.host.run(null);
  expect(await l.describe(timedOut)).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
  expect(await l.describe(stopped)).toMatchObject({ status: 'ABORTED', redriveStatus: 'REDRIVABLE' });
  await redrive(l, stopped);
  await l.host.run(l.host.now() + 10_000);
  expect((await l.describe(stopped)).status).toBe('RUNNING');
  await l.host.run(null);
  // The timeout of the whole counts anew, and the job takes a minute again.
  expect((await l.describe(stopped)).status).toBe('TIMED_OUT');
});

test('an execution is redriven within fourteen days of its end', async () => {
  const { l, arn } = await failed();
  await l.host.run(l.host.now() + 14 * 86_400_000);
  expect((await l.describe(arn)).redriveStatus).toBe('REDRIVABLE');
  await l.host.run(l.host.now() + 1);
  expect(await l.describe(arn)).toMatchObject({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution redrivable period exceeded' });
  await expect(redrive(l, arn)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable', message: expect.stringContaining('period exceeded') as unknown });
});

test('an execution whose machine is gone, and one that succeeded, are not', async () => {
  const { l, arn } = await failed();
  await l.call('DeleteStateMachine', { stateMachineArn: machineArn('m') });
  expect(await l.describe(arn)).toMatchObject({ redriveStatusReason: 'State machine is in DELETING status' });
  await expect(redrive(l, 'arn:aws:states:us-east-1:123456789012:execution:m:none')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});

test('redriven executions are listed apart', async () => {
  const { l, arn } = await failed();
  await l.start('m', 'y');
  await redrive(l, arn);
  const names = async (redriveFilter: string): Promise<readonly unknown[]> =>
    ((await l.call('ListExecutions', { stateMachineArn: machineArn('m'), redriveFilter })).executions as readonly Fields[]).map(({ name }) => name);
  expect(await names('REDRIVEN')).toEqual(['x']);
  expect(await names('NOT_REDRIVEN')).toEqual(['y']);
});

test('a host that is opened again on the same rows redrives as the one before it would', async () => {
  const persistence = memoryPersistence();
  const { l, arn } = await failed({ persistence });
  const again = lab({ persistence, now: l.host.now(), play: mending });
  await redrive(again, arn);
  await again.host.run(null);
  expect(await again.describe(arn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
});
