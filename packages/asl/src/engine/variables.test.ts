import { expect, test } from 'vitest';
import { branchOf, run } from '../testing.ts';

test('Assign and Output both see the variables as they were', async () => {
  const end = await run({
    A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
    B: { Type: 'Pass', Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'C' },
    C: { Type: 'Pass', Output: { before: '{% $states.input %}', now: '{% $x %}' }, End: true },
  });
  expect(end.output).toEqual({ before: 1, now: 2 });
});

test('the exit event tells what was assigned, as JSON text', async () => {
  const end = await run({ A: { Type: 'Pass', Assign: { s: 'text', o: { n: 1 } }, End: true } });
  expect(end.events[2]?.details).toMatchObject({ assignedVariables: { s: '"text"', o: '{"n":1}' } });
});

test('branches read the variables around them; theirs end with them', async () => {
  const inner = branchOf({ P: { Type: 'Parallel', Branches: [branchOf({ I: { Type: 'Pass', Output: '{% $x & $y %}', End: true } })], End: true } });
  const end = await run({
    A: { Type: 'Pass', Assign: { x: 'out' }, Next: 'B' },
    B: { Type: 'Parallel', Branches: [branchOf({ Y: { Type: 'Pass', Assign: { y: 'in' }, Next: 'Z' }, Z: { Type: 'Parallel', Branches: [inner], End: true } })], Next: 'C' },
    C: { Type: 'Pass', Output: { branch: '{% $states.input %}', gone: '{% $exists($y) %}' }, End: true },
  });
  expect(end.output).toEqual({ branch: [[['outin']]], gone: false });
});

test('a name that was never assigned is an error', async () => {
  const end = await run({ A: { Type: 'Pass', Output: '{% $nobody %}', End: true } });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});
