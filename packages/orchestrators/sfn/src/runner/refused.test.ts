import type { Step } from '@millrace/core';
import { memoryStore } from '@millrace/deploy';
import { describe, expect, test, vi } from 'vitest';
import type { HistoryEvent } from '../port.ts';
import { connectWith } from '../target.ts';
import { Double } from '../test/double.ts';
import { crawl, job, pipelineOf, site } from '../test/pipelines.ts';
import { reasonOf } from './reasons.ts';

const ID = '20260131t020000-abcdef';
const steps: readonly Step[] = [job('a'), job('a-2', { after: ['a'] }), job('b', { after: [{ step: 'a', on: 'failed' }] }), crawl('cat')];

async function bench(events: readonly Omit<HistoryEvent, 'id' | 'timestamp' | 'previousEventId'>[], status: string | null = 'FAILED', of = steps) {
  const aws = new Double();
  const runner = connectWith(aws, memoryStore(), { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline: pipelineOf(of), site });
  await runner.start({ id: ID, date: '2026-01-31', params: {} });
  const start = aws.now / 1000;
  aws.events.push(...events.map((event, at) => ({ ...event, id: at + 1, previousEventId: at, timestamp: start + at + 1 })));
  aws.now += 60_000;
  if (status !== null) aws.end(`${ID}-1`, status, { error: 'Millrace.RunFailed' });
  return { aws, look: async () => (await runner.describe(ID)).steps };
}

const entered = (name: string) => ({ type: 'TaskStateEntered', stateEnteredEventDetails: { name } });
const exited = (name: string, output: Readonly<Record<string, string>>) => ({ type: 'TaskStateExited', stateExitedEventDetails: { name, output: JSON.stringify(output) } });
const failed = (error: string, cause: string) => ({ type: 'TaskFailed', taskFailedEventDetails: { error, cause } });
const gone = failed('Glue.EntityNotFoundException', 'There is no job a. (Service: Glue, Status Code: 400, Request ID: 1)');

describe('a start that the service refuses for good', () => {
  test('of a job is a failed step with the reason and its time, and no attempt', async () => {
    const { aws, look } = await bench([entered('a'), gone, exited('a', { a: 'failed' })]);
    aws.ran('dev-orders-b', 'b', ID, 'SUCCEEDED', 1);
    expect(await look()).toMatchObject({ a: { state: 'failed', attempts: [], message: 'Glue.EntityNotFoundException: There is no job a.', endedAt: Date.UTC(2026, 0, 31, 2) + 3000 }, 'a-2': { state: 'skipped' }, b: { state: 'succeeded' } });
  });

  test('that nothing catches is one, too', async () => {
    expect((await (await bench([entered('a'), gone, { type: 'ExecutionFailed' }])).look())['a']).toMatchObject({ state: 'failed', attempts: [] });
  });

  test('of a crawl is one, whichever of its states failed', async () => {
    for (const state of ['cat mark', 'cat']) {
      const { look } = await bench([entered('cat mark'), ...(state === 'cat' ? [{ type: 'TaskSucceeded' }, exited('cat mark', {}), entered('cat')] : []), failed('Glue.EntityNotFoundException', 'No crawler.'), exited(state, { cat: 'failed' })]);
      expect((await look())['cat']).toMatchObject({ state: 'failed', attempts: [], message: 'Glue.EntityNotFoundException: No crawler.' });
    }
  });

  test('is seen while the run goes on, as soon as the step was due', async () => {
    expect((await (await bench([entered('a'), gone, exited('a', { a: 'failed' })], null)).look())).toMatchObject({ a: { state: 'failed' }, b: { state: 'pending' } });
  });

  test('is looked for only where there may be one: a step that waits for another costs no look at the history', async () => {
    const { aws, look } = await bench([], null, steps.filter(({ kind }) => kind === 'glueJob'));
    const asked = vi.spyOn(aws, 'states');
    const histories = () => asked.mock.calls.filter(([operation]) => operation === 'GetExecutionHistory').length;
    aws.ran('dev-orders-a', 'a', ID, 'RUNNING', 0);
    await look();
    expect(histories()).toBe(0);
  });

  test('is none where a later try was taken, or where the step began and its error came afterwards', async () => {
    const throttled = failed('Glue.ThrottlingException', 'Slow down.');
    const { aws, look } = await bench([entered('a'), throttled, { type: 'TaskSubmitted' }, failed('States.TaskFailed', '{}'), exited('a', { a: 'failed' })]);
    expect((await look())['a']?.message).toBeUndefined();
    aws.ran('dev-orders-a', 'a', ID, 'FAILED', 1);
    expect((await look())['a']).toMatchObject({ state: 'failed', attempts: [{ outcome: 'failed' }] });
  });

  test('of another branch is not this one’s', async () => {
    const { look } = await bench([entered('a-2'), gone, exited('a-2', { 'a-2': 'failed' })]);
    expect([(await look())['a']?.message, (await look())['cat']?.message]).toEqual([undefined, undefined]);
  });
});

describe('what an error says', () => {
  test.each([
    ['ValueError', '{"errorMessage": "no \\"rows\\"", "errorType": "ValueError", "stackTrace": ["a"]}', 'ValueError: no "rows"'],
    ['ValueError', '{"errorMessage": "cut off", "errorType": "ValueErr', 'ValueError: cut off'],
    ['Error', '{"cause": 1}', 'Error: {"cause": 1}'],
    ['Lambda.ResourceNotFoundException', 'Function not found: f (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: 1; Proxy: null)', 'Lambda.ResourceNotFoundException: Function not found: f'],
    ['Glue.EntityNotFoundException', 'No job. (Service: Glue, Status Code: 400, Request ID: 1) (SDK Attempt Count: 1)', 'Glue.EntityNotFoundException: No job.'],
    ['States.DataLimitExceeded', 'whatever', 'Its answer has more than the 262,144 bytes that a state takes: let it leave the data in S3 and answer with the address.'],
    ['Custom', '', 'Custom'],
    ['', 'x'.repeat(2000), 'x'.repeat(1000)],
  ])('%s: %.40s', (error, cause, said) => {
    expect(reasonOf({ error, cause })).toBe(said);
  });
});
