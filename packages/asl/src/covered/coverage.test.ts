import { describe, expect, test } from 'vitest';
import { run } from '../run/run.ts';
import { branchOf, machineOf, task } from '../testing.ts';
import { coverageOf, mergeCoverage } from './coverage.ts';
import { coverageText, sharesOf, shortfalls } from './report.ts';

const machine = machineOf({
  Load: task({ Retry: [{ ErrorEquals: ['Busy'] }], Catch: [{ ErrorEquals: ['Gone', 'Lost'], Next: 'None' }, { ErrorEquals: ['States.ALL'], Next: 'None' }], Next: 'Judge' }),
  Judge: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 0 %}', Next: 'None' }, { Condition: '{% $states.input > 9 %}', Next: 'Many' }], Default: 'Many' },
  None: { Type: 'Succeed' },
  Many: { Type: 'Map', Items: [1, 2], ItemProcessor: branchOf({ 'One item': { Type: 'Pass', End: true } }), End: true },
});
const loaded = (output: number) => run(machine, {}, { tasks: { Load: [{ error: 'Busy' }, { output }] } });

describe('coverage', () => {
  test('counts states and every way out of one, also two that lead to the same state', async () => {
    const coverage = coverageOf(machine, [await loaded(0), await loaded(5)]);
    expect(coverage.executions).toBe(2);
    expect(coverage.points.map(({ pointer, count }) => [pointer, count])).toEqual([
      ['/States/Load', 2], ['/States/Load/Retry/0', 2], ['/States/Load/Catch/0', 0], ['/States/Load/Catch/1', 0],
      ['/States/Judge', 2], ['/States/Judge/Choices/0', 1], ['/States/Judge/Choices/1', 0], ['/States/Judge/Default', 1],
      ['/States/None', 1], ['/States/Many', 1], ['/States/Many/ItemProcessor/States/One item', 2],
    ]);
    expect(sharesOf(coverage)).toMatchObject({ states: { covered: 5, total: 5, percent: 100 }, branches: { covered: 3, total: 6, percent: 50 } });
  });

  test('of several runs adds up, as JSON that was saved', async () => {
    const saved = await Promise.all([0, 5, 10].map(async (rows) => JSON.stringify(coverageOf(machine, [await loaded(rows)]))));
    const merged = mergeCoverage(saved.map((text) => JSON.parse(text) as ReturnType<typeof mergeCoverage>)); // written the line above
    expect(merged).toEqual(coverageOf(machine, await Promise.all([0, 5, 10].map(loaded))));
  });

  test('of nothing is nothing, and of a machine without branches is whole', async () => {
    expect(mergeCoverage([])).toEqual({ executions: 0, points: [] });
    const pass = machineOf({ A: { Type: 'Pass', End: true } });
    expect(shortfalls(coverageOf(pass, [await run(pass, {})]), { states: 100, branches: 100 })).toEqual([]);
  });

  test('below a threshold is told, and is not rounded up to it', async () => {
    const coverage = coverageOf(machine, [await loaded(0)]);
    expect(shortfalls(coverage, { states: 60, branches: 33.3 })).toEqual([]);
    expect(shortfalls(coverage, { states: 90, branches: 33.4 })).toEqual(['3 of 5 states were reached: 60%, and 90% are asked for.', '2 of 6 branches were reached: 33.3%, and 33.4% are asked for.']);
  });

  test('of the items of a distributed Map is not asked for, as no history tells of it', async () => {
    const apart = machineOf({ M: { Type: 'Map', ItemProcessor: { ...branchOf({ I: { Type: 'Pass', End: true } }), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }, End: true } });
    expect(sharesOf(coverageOf(apart, [await run(apart, [1])])).states).toMatchObject({ covered: 1, total: 1 });
  });

  test('prints as a table in 80 columns', async () => {
    const long = machineOf({ ['A name that is much longer than what the table of a terminal of eighty columns can show in one line']: { Type: 'Pass', End: true } });
    expect(coverageText(coverageOf(machine, [await loaded(0)]))).toBe(`   State     Entered  Branches
   Load            1    1 of 3
   Judge           1    1 of 3
   None            1
!  Many            0
!  One item        0

Never taken
Load         catcher  Gone, Lost
Load         catcher  States.ALL
Judge        rule     $states.input > 9
Judge        default

States 3 of 5 (60%), branches 2 of 6 (33.3%), in 1 execution.
`);
    expect(Math.max(...coverageText(coverageOf(long, [])).split('\n').map((line) => line.length))).toBe(80);
  });
});
