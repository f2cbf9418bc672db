import { expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { branchOf, machineOf, run, task } from '../testing.ts';

test('an output above 262,144 bytes ends the state, past States.ALL', async () => {
  const end = await run({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }), S: { Type: 'Succeed' } }, {}, { tasks: () => ({ output: 'é'.repeat(131_072) }) });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('the outputs of branches count together', async () => {
  const branch = (name: string) => branchOf({ [name]: { Type: 'Pass', Output: '{% $pad("", 150000, "x") %}', End: true } });
  const end = await run({ P: { Type: 'Parallel', Branches: [branch('A'), branch('B')], End: true } });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('a loop that never waits ends when the history is full', async () => {
  const end = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }, {}, { maxEvents: 1000 });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.events).toHaveLength(1000);
});

test('a history that is full while tasks start cancels those that have started', async () => {
  const branches = Array.from({ length: 5 }, (_, i) => branchOf({ [`T${i}`]: task() }));
  const end = await run({ P: { Type: 'Parallel', Branches: branches, End: true } }, {}, { maxEvents: 13, tasks: () => null });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.calls.length).toBeGreaterThan(0);
  expect([...end.cancelled].sort()).toEqual(end.calls.map(({ state }) => state));
});

test('an expression that recurses for ever fails', async () => {
  const end = await run({ A: { Type: 'Pass', Output: '{% ($f := function($n) { 1 + $f($n + 1) }; $f(0)) %}', End: true } });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('a QueryLanguage that does not exist is refused with the name of the state', async () => {
  const engine = createEngine({ random: () => 0 });
  const definition = { ...machineOf({ Old: { Type: 'Pass', End: true } }), QueryLanguage: 'XPath' };
  await expect(engine.start({ definition, input: {}, context: {}, now: 0 })).rejects.toThrow(/'Old' has the QueryLanguage "XPath"/u);
});
