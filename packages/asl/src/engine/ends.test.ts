import { expect, test } from 'vitest';
import { run, typesOf } from '../testing.ts';

test('Succeed ends with its Output', async () => {
  const end = await run({ S: { Type: 'Succeed', Output: '{% $states.input.n %}' } }, { n: 7 });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 7 });
});

test('Fail computes Error and Cause', async () => {
  const end = await run({ F: { Type: 'Fail', Error: '{% "E" & $states.input.n %}', Cause: 'because' } }, { n: 7 });
  expect(end).toMatchObject({ status: 'FAILED', error: 'E7', cause: 'because' });
  expect(typesOf(end)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});

test('Fail needs neither', async () => {
  const end = await run({ F: { Type: 'Fail' } });
  expect(end.events.at(-1)).toMatchObject({ type: 'ExecutionFailed', details: {} });
});
