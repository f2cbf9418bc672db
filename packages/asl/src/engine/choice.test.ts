import { expect, test } from 'vitest';
import { run } from '../testing.ts';

const ends = { Yes: { Type: 'Pass', End: true }, No: { Type: 'Pass', End: true } };
const choice = (more: object) => ({ C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n > 1 %}', Next: 'Yes', Output: 'big', Assign: { size: 'big' } }], ...more }, ...ends });

test('the first rule that holds is taken, with its Output', async () => {
  expect((await run(choice({ Default: 'No' }), { n: 2 })).output).toBe('big');
});

test('Default is taken with the Output of the state', async () => {
  expect((await run(choice({ Default: 'No', Output: { n: '{% $states.input.n %}' } }), { n: 1 })).output).toEqual({ n: 1 });
});

test('no rule and no Default is an error of its own', async () => {
  expect(await run(choice({}), { n: 1 })).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
});

test('a Condition that gives no boolean fails the state', async () => {
  const end = await run({ C: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Yes' }] }, ...ends });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});
