import { expect, test } from 'vitest';
import { allCalls, makeCalls, type Outcomes } from './clients.ts';
import { between, compare, explains, leaves } from './compare.ts';
import { serveEmbedded } from './servers.ts';

const calls = allCalls();

async function on(client: 'boto3' | 'js'): Promise<Outcomes> {
  const served = await serveEmbedded();
  try {
    return await makeCalls(client, calls, served.url);
  } finally {
    await served.close();
  }
}

test('boto3 and the JS SDK see the same in all Glue operations of the list', async () => {
  const [boto3, js] = await Promise.all([on('boto3'), on('js')]);
  expect(new Set(calls.map(({ operation }) => operation)).size).toBeGreaterThanOrEqual(40);
  expect(between(calls, boto3, js)).toEqual([]);
  expect(Object.values(boto3).filter((one) => 'error' in one && !/Exception$/.test(one.error))).toEqual([]);
}, 60_000);

test('a value, a missing member and an error each are a difference; times and ids are not', () => {
  const answered = (answer: unknown): Outcomes => ({ one: { answer } });
  const one = [{ id: 'one', operation: 'GetJob', input: {} }];
  expect(compare(one, answered({ Job: { Name: 'a', Timeout: 1, CreatedOn: 1 } }), answered({ Job: { Name: 'a', CreatedOn: 'later' } }))).toEqual([{ call: 'one', path: 'answer.Job.Timeout', ours: '1', theirs: 'nothing' }]);
  expect(compare(one, answered({}), { one: { error: 'Refused', message: '' } })).toEqual([{ call: 'one', path: 'error', ours: 'nothing', theirs: 'Refused' }]);
  expect([...leaves({ answer: { Runs: [] } })]).toEqual([['answer.Runs', '[]']]);
  const explanation = { calls: ['one'], path: 'answer.*Timeout', right: 'both', why: '', source: '' } as const;
  expect(explains(explanation, { call: 'one', path: 'answer.Job.Timeout', ours: '', theirs: '' })).toBe(true);
  expect(explains(explanation, { call: 'one', path: 'answer.Job.TimeoutX', ours: '', theirs: '' })).toBe(false);
  expect(explains(explanation, { call: 'other', path: 'answer.Job.Timeout', ours: '', theirs: '' })).toBe(false);
});
