import type { Json } from '@millrace/core';
import { beforeEach, expect, test } from 'vitest';
import { type Bench, benchOf } from '../service/testing.ts';
import { logsService } from './index.ts';
import { type JobLog, type JobLogs, usualPlaces } from './job-logs.ts';

const jr = { jobRunId: 'jr_1', places: usualPlaces('jr_1', 'pythonshell'), from: 5000, to: 9000 };
const texts: Readonly<Record<string, string>> = { jr_1: 'one\ntwo\nthree\n', jr_2: 'later\n', jr_3: 'first\n' };
let runs: readonly JobLog[];
const files: JobLogs = { list: () => runs, find: (id) => runs.find(({ jobRunId }) => jobRunId === id) ?? null, read: (id) => texts[id] ?? '' };
let bench: Bench;
let logs: (op: string, input?: Json) => Promise<Json>;
beforeEach(() => {
  runs = [jr];
  bench = benchOf([logsService(files)], { start: 1000 });
  logs = (op, input = {}) => bench.host.call('logs', op, input);
});
const messages = (answer: Json): unknown => (JSON.parse(JSON.stringify(answer)) as { events: { message: string }[] }).events.map(({ message }) => message);
const text = (answer: Json, name: string): string => (answer as { readonly [key: string]: string })[name] ?? '';

test('a stream is read forward and backward by tokens', async () => {
  const at = { logGroupName: '/a/b', logStreamName: 's' };
  await logs('CreateLogGroup', at);
  await logs('CreateLogStream', at);
  const logEvents = ['a', 'b', 'c', 'd'].map((message, index) => ({ message, timestamp: 100 + index }));
  await logs('PutLogEvents', { ...at, logEvents });
  const newest = await logs('GetLogEvents', { ...at, limit: 2 });
  expect(messages(newest)).toEqual(['c', 'd']);
  const older = await logs('GetLogEvents', { ...at, limit: 2, nextToken: text(newest, 'nextBackwardToken') });
  expect(messages(older)).toEqual(['a', 'b']);
  const end = await logs('GetLogEvents', { ...at, nextToken: text(newest, 'nextForwardToken') });
  expect(messages(end)).toEqual([]);
  expect(text(end, 'nextForwardToken')).toBe(text(newest, 'nextForwardToken'));
  expect(messages(await logs('GetLogEvents', { ...at, startFromHead: true, limit: 1, startTime: 101 }))).toEqual(['b']);
  await expect(logs('PutLogEvents', { ...at, logEvents: [...logEvents].reverse() })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(logs('PutLogEvents', { ...at, logStreamName: 'none', logEvents })).rejects.toThrow('The specified log stream does not exist.');
});

test("a job run's log is read from its file, in the groups that Glue writes", async () => {
  const logGroupName = '/aws-glue/python-jobs/output';
  expect(await logs('DescribeLogGroups')).toMatchObject({ logGroups: [{ logGroupName: '/aws-glue/python-jobs/error' }, { logGroupName }] });
  expect(await logs('DescribeLogStreams', { logGroupName })).toMatchObject({ logStreams: [{ logStreamName: 'jr_1', lastEventTimestamp: 9000 }] });
  expect(messages(await logs('GetLogEvents', { logGroupName, logStreamName: 'jr_1' }))).toEqual(['one', 'two', 'three']);
  await expect(logs('GetLogEvents', { logGroupName: '/aws-glue/jobs/output', logStreamName: 'jr_1' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('logs of job runs lie where their arguments name it, and runs that share a stream follow each other', async () => {
  const places = ['/own/output', '/own/error'].map((group) => ({ group, stream: 'mine-driver' }));
  runs = [jr, { jobRunId: 'jr_2', places, from: 7000, to: 7500 }, { jobRunId: 'jr_3', places, from: 6000, to: 6500 }];
  expect(await logs('DescribeLogGroups', { logGroupNamePrefix: '/own' })).toMatchObject({ logGroups: [{ logGroupName: '/own/error', creationTime: 6000 }, { logGroupName: '/own/output' }] });
  expect(await logs('DescribeLogStreams', { logGroupName: '/own/output' })).toMatchObject({ logStreams: [{ logStreamName: 'mine-driver', firstEventTimestamp: 6000, lastEventTimestamp: 7500 }] });
  const at = { logGroupName: '/own/error', logStreamName: 'mine-driver' };
  expect(messages(await logs('GetLogEvents', at))).toEqual(['first', 'later']);
  expect(messages(await logs('GetLogEvents', { ...at, startTime: 6900 }))).toEqual(['later']);
  expect(messages(await logs('FilterLogEvents', { logGroupName: '/own/output', filterPattern: 'i' }))).toEqual(['first']);
  await expect(logs('GetLogEvents', { logGroupName: '/aws-glue/jobs/output', logStreamName: 'jr_2' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.each<[pattern: string, found: readonly string[]]>([
  ['', ['one', 'two', 'three']],
  ['o', ['one', 'two']],
  ['?one ?three', ['one', 'three']],
  ['o -w', ['one']],
  ['"three"', ['three']],
])('the filter %s finds %j', async (filterPattern, found) => {
  expect(messages(await logs('FilterLogEvents', { logGroupName: '/aws-glue/python-jobs/error', filterPattern }))).toEqual(found);
});

test('a group is kept for some days, tagged and removed', async () => {
  await logs('CreateLogGroup', { logGroupName: 'g', tags: { owner: 'me' } });
  await expect(logs('CreateLogGroup', { logGroupName: 'g' })).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await logs('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 30 });
  await expect(logs('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 31 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await logs('DescribeLogGroups', { logGroupNamePrefix: 'g' })).toMatchObject({ logGroups: [{ retentionInDays: 30, logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:g' }] });
  expect(await logs('ListTagsForResource', { resourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:g' })).toEqual({ tags: { owner: 'me' } });
  await logs('DeleteLogGroup', { logGroupName: 'g' });
  await expect(logs('DeleteLogGroup', { logGroupName: 'g' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
