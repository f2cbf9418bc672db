import type { Json } from '@millrace/core';
import { beforeEach, expect, test } from 'vitest';
import { AwsError, type Operation, type Service } from '../host/types.ts';
import { iamService } from '../iam/index.ts';
import { type Bench, benchOf } from '../service/testing.ts';
import { schedulerService } from './index.ts';

/** A Glue that notes what starts, and throttles the first calls of the workflow `busy`. */
const start: Operation = (tx, input, world) => {
  const calls = tx.list('call').length;
  tx.put('call', String(calls).padStart(4, '0'), { at: new Date(world.now()).toISOString(), input });
  return { output: {}, effects: [] };
};
const glue: Service = {
  id: 'glue',
  operations: {
    StartWorkflowRun: start,
    GetJobs: () => {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    },
    Told: (tx) => ({ output: tx.list<Json>('call').map(({ row }) => row), effects: [] }),
  },
  handlers: {},
  subscriptions: {},
};
const role = 'arn:aws:iam::111122223333:role/events';
const target = (Input: Json): Json => ({ Arn: 'arn:aws:scheduler:::aws-sdk:glue:startWorkflowRun', RoleArn: role, Input: JSON.stringify(Input) });
const FlexibleTimeWindow = { Mode: 'OFF' };
const day = 86_400_000;

let bench: Bench;
let scheduler: (op: string, input?: Json) => Promise<Json>;
const told = (): Promise<Json> => bench.host.call('glue', 'Told', {});
beforeEach(() => {
  bench = benchOf([schedulerService, glue, iamService], { start: Date.parse('2026-10-23T12:00:00Z') });
  scheduler = (op, input = {}) => bench.host.call('scheduler', op, input);
});

test('a workflow starts each day at six by the wall, summer time or not, with the scheduled time in its properties', async () => {
  const input = { Name: 'w', RunProperties: { 'param:at': '<aws.scheduler.scheduled-time>', other: '<aws.scheduler.nothing>' } };
  await scheduler('CreateSchedule', { Name: 'daily', ScheduleExpression: 'cron(0 6 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin', FlexibleTimeWindow, Target: target(input) });
  await bench.pass(2 * day);
  const started = (at: string): Json => ({ at: `${at}.000Z`, input: { Name: 'w', RunProperties: { 'param:at': `${at}Z`, other: '<aws.scheduler.nothing>' } } });
  expect(await told()).toEqual([started('2026-10-24T04:00:00'), started('2026-10-25T05:00:00')]);
});

test('a schedule is read as it was put, changed whole, and removed', async () => {
  const put = { Name: 's', ScheduleExpression: 'rate(2 hours)', FlexibleTimeWindow, Target: target({ Name: 'w' }) };
  expect(await scheduler('CreateSchedule', { ...put, Description: 'Often' })).toEqual({ ScheduleArn: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/s' });
  await expect(scheduler('CreateSchedule', put)).rejects.toMatchObject({ name: 'ConflictException', status: 409 });
  expect(await scheduler('GetSchedule', { Name: 's' })).toMatchObject({ Description: 'Often', ScheduleExpressionTimezone: 'UTC', State: 'ENABLED', Target: { RetryPolicy: { MaximumRetryAttempts: 185 } } });
  await scheduler('UpdateSchedule', { ...put, State: 'DISABLED' });
  expect(await scheduler('GetSchedule', { Name: 's' })).not.toHaveProperty('Description');
  await bench.pass(day);
  expect(await told()).toEqual([]);
  await scheduler('DeleteSchedule', { Name: 's' });
  await expect(scheduler('GetSchedule', { Name: 's' })).rejects.toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
});

test('a one-time schedule goes off once, and may remove itself', async () => {
  await scheduler('CreateSchedule', { Name: 'once', ScheduleExpression: 'at(2026-10-23T13:00:00)', FlexibleTimeWindow, Target: target({ Name: 'w' }), ActionAfterCompletion: 'DELETE' });
  await bench.pass(day);
  expect(await told()).toHaveLength(1);
  expect(await scheduler('ListSchedules')).toEqual({ Schedules: [] });
});

test('a call that is throttled is tried again as often as its policy says', async () => {
  const Target = { Arn: 'arn:aws:scheduler:::aws-sdk:glue:getJobs', RoleArn: role, RetryPolicy: { MaximumRetryAttempts: 2 } };
  await scheduler('CreateSchedule', { Name: 'busy', ScheduleExpression: 'at(2026-10-23T13:00:00)', FlexibleTimeWindow, Target });
  await bench.pass(3_600_000);
  await bench.host.run(null);
  expect(bench.host.now()).toBe(Date.parse('2026-10-23T13:00:06Z'));
});

test.each<[Json, string]>([
  [{ ScheduleExpression: 'cron(0 6 * * *)' }, 'Invalid Schedule Expression cron(0 6 * * *).'],
  [{ ScheduleExpressionTimezone: 'Mars/Base' }, 'Invalid Schedule Expression Timezone Mars/Base.'],
  [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'MaximumWindowInMinutes must be provided'],
  [{ Target: { Arn: 'arn:aws:scheduler:::aws-sdk:glue:startWorkflowRun', RoleArn: 'me' } }, "Value 'me' at 'target.roleArn'"],
  [{ GroupName: 'none' }, 'Schedule group none does not exist.'],
])('%j is refused', async (wrong, message) => {
  const right = { Name: 's', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow, Target: target({ Name: 'w' }) };
  // Objects on both sides.
  await expect(scheduler('CreateSchedule', { ...right, ...(wrong as object) })).rejects.toThrow(message);
});

test('a group takes its schedules with it', async () => {
  await scheduler('CreateScheduleGroup', { Name: 'acme', Tags: [{ Key: 'owner', Value: 'me' }] });
  await scheduler('CreateSchedule', { Name: 's', GroupName: 'acme', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow, Target: target({ Name: 'w' }) });
  expect(await scheduler('ListSchedules', { GroupName: 'acme' })).toMatchObject({ Schedules: [{ Name: 's' }] });
  expect(await scheduler('ListTagsForResource', { ResourceArn: 'arn:aws:scheduler:eu-west-1:111122223333:schedule-group/acme' })).toEqual({ Tags: [{ Key: 'owner', Value: 'me' }] });
  await scheduler('DeleteScheduleGroup', { Name: 'acme' });
  await bench.pass(day);
  expect(await told()).toEqual([]);
});

test('a role that was just made is refused where roles take time', async () => {
  bench = benchOf([schedulerService, iamService], { answers: { 'iam.newRoles': 'later' } });
  const trust = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' } });
  await bench.host.call('iam', 'CreateRole', { RoleName: 'events', AssumeRolePolicyDocument: trust });
  await bench.pass(0);
  const put = { Name: 's', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow, Target: target({ Name: 'w' }) };
  await expect(scheduler('CreateSchedule', put)).rejects.toThrow('must allow AWS EventBridge Scheduler to assume the role');
  await bench.pass(10_000);
  await scheduler('CreateSchedule', put);
});
