import type { Json } from '@millrace/core';
import { beforeEach, expect, test } from 'vitest';
import type { Operation, Service } from '../host/types.ts';
import { type Bench, benchOf } from '../service/testing.ts';
import { eventsService } from './index.ts';

/** Stands for the services that targets belong to, and for Glue's topics. */
const note: (name: string) => Operation = (name) => (tx, input) => {
  tx.put('told', String(tx.list('told').length).padStart(4, '0'), { name, input });
  return { output: {}, effects: [] };
};
const publish: Operation = (_tx, input) => ({ output: {}, effects: [{ type: 'publish', topic: 'glue.jobRun', data: input }] });
const other = (id: string, ops: readonly string[]): Service => ({
  id,
  operations: {
    ...Object.fromEntries(ops.map((op) => [op, note(op)])),
    Told: (tx) => ({ output: tx.list<Json>('told').map(({ row }) => row), effects: [] }),
    Publish: id === 'glue' ? publish : note('Publish'),
  },
  handlers: {},
  subscriptions: {},
});

let bench: Bench;
let events: (op: string, input?: Json) => Promise<Json>;
const told = (service: string): Promise<Json> => bench.host.call(service, 'Told', {});
beforeEach(() => {
  bench = benchOf([eventsService, other('glue', ['NotifyEvent']), other('sns', []), other('sfn', ['StartExecution'])], { start: Date.UTC(2026, 0, 1) });
  events = (op, input = {}) => bench.host.call('events', op, input);
});
const workflow = 'arn:aws:glue:eu-west-1:111122223333:workflow/w';
const topic = 'arn:aws:sns:eu-west-1:111122223333:alarm';

test('an event goes to the targets of the rules that it fits', async () => {
  await events('PutRule', { Name: 'orders', EventPattern: '{"source":["shop"],"detail":{"kind":["order"]}}' });
  await events('PutTargets', { Rule: 'orders', Targets: [{ Id: 'w', Arn: workflow, RoleArn: 'arn:aws:iam::111122223333:role/r' }] });
  const entry = (kind: string): Json => ({ Source: 'shop', DetailType: 'sale', Detail: JSON.stringify({ kind }) });
  const answer = await events('PutEvents', { Entries: [entry('order'), entry('return'), { Source: 'shop', DetailType: 'sale', Detail: 'x' }] });
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{}, {}, { ErrorCode: 'MalformedDetail' }] });
  await bench.pass(0);
  expect(await told('glue')).toMatchObject([{ name: 'NotifyEvent', input: { Name: 'w', events: [{ source: 'shop', 'detail-type': 'sale', detail: { kind: 'order' }, account: '111122223333' }] } }]);
});

test('a failed job run rings, with text made from the event', async () => {
  await events('PutRule', { Name: 'alarm', EventPattern: '{"source":["aws.glue"],"detail-type":["Glue Job State Change"],"detail":{"state":["FAILED","TIMEOUT"],"jobName":[{"prefix":"acme-"}]}}' });
  const InputTransformer = { InputPathsMap: { job: '$.detail.jobName', why: '$.detail.message' }, InputTemplate: '"Job <job>: <why>"' };
  await events('PutTargets', { Rule: 'alarm', Targets: [{ Id: 't', Arn: topic, InputTransformer }] });
  const ended = (state: string): Json => ({ jobName: 'acme-load', jobRunId: 'jr_1', state, jobRun: { ErrorMessage: 'no "rows"' }, retried: false });
  await bench.host.call('glue', 'Publish', ended('SUCCEEDED'));
  await bench.host.call('glue', 'Publish', ended('FAILED'));
  await bench.pass(0);
  expect(await told('sns')).toEqual([{ name: 'Publish', input: { TopicArn: topic, Message: '"Job acme-load: no \\"rows\\""' } }]);
});

test('a disabled rule is quiet; a rule with targets is not deleted', async () => {
  await events('PutRule', { Name: 'r', ScheduleExpression: 'rate(1 hour)' });
  await events('PutTargets', { Rule: 'r', Targets: [{ Id: 'm', Arn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:m', Input: '{"a":1}' }] });
  await bench.pass(2 * 3_600_000);
  expect(await told('sfn')).toMatchObject([{ input: { input: '{"a":1}' } }, { input: { input: '{"a":1}' } }]);
  await events('DisableRule', { Name: 'r' });
  await bench.pass(2 * 3_600_000);
  expect(await told('sfn')).toHaveLength(2);
  await expect(events('DeleteRule', { Name: 'r' })).rejects.toMatchObject({ name: 'ValidationException' });
  await events('RemoveTargets', { Rule: 'r', Ids: ['m'] });
  await events('DeleteRule', { Name: 'r' });
  await expect(events('DescribeRule', { Name: 'r' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await events('DeleteRule', { Name: 'r' });
});

test('a rule keeps its targets and tags when it is put again', async () => {
  await events('PutRule', { Name: 'r', EventPattern: '{"source":["a"]}', Tags: [{ Key: 'owner', Value: 'me' }] });
  await events('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: topic }] });
  await events('PutRule', { Name: 'r', EventPattern: '{"source":["b"]}' });
  expect(await events('DescribeRule', { Name: 'r' })).toMatchObject({ EventPattern: '{"source":["b"]}', State: 'ENABLED' });
  expect(await events('ListTargetsByRule', { Rule: 'r' })).toEqual({ Targets: [{ Id: 't', Arn: topic }] });
  expect(await events('ListTagsForResource', { ResourceARN: 'arn:aws:events:eu-west-1:111122223333:rule/r' })).toEqual({ Tags: [{ Key: 'owner', Value: 'me' }] });
  await expect(events('PutRule', { Name: 'r', EventPattern: '{"source":"b"}' })).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
});

test('an object in a bucket that notifies EventBridge starts what waits for its key', async () => {
  const put = (Bucket: string, Key: string): Promise<Json> => bench.host.call('s3', 'PutObject', { Bucket, Key, Body: 'x' });
  await events('PutRule', { Name: 'in', EventPattern: '{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["data"]},"object":{"key":[{"prefix":"in/"}]}}}' });
  await events('PutTargets', { Rule: 'in', Targets: [{ Id: 'w', Arn: workflow }] });
  await bench.host.call('s3', 'CreateBucket', { Bucket: 'data' });
  await put('data', 'in/before.csv');
  await bench.host.call('s3', 'PutBucketNotificationConfiguration', { Bucket: 'data', NotificationConfiguration: { EventBridgeConfiguration: {} } });
  await put('data', 'in/after.csv');
  await put('data', 'out/after.csv');
  await bench.pass(0);
  const detail = { bucket: { name: 'data' }, object: { key: 'in/after.csv', size: 1 } };
  expect(await told('glue')).toMatchObject([{ input: { Name: 'w', events: [{ source: 'aws.s3', detail }] } }]);
});
