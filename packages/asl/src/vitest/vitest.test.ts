import { describe, expect, test } from 'vitest';
import { coverageOf } from '../covered/coverage.ts';
import { run } from '../run/run.ts';
import { branchOf, machineOf, task } from '../testing.ts';
import './index.ts';

const machine = machineOf({
  Load: task({ Resource: 'arn:aws:states:::glue:startJobRun.sync', Arguments: { JobName: 'load' }, Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }], Catch: [{ ErrorEquals: ['Gone'], Next: 'Both' }], Next: 'Both' }),
  Both: { Type: 'Parallel', Branches: [branchOf({ A: { Type: 'Pass', End: true } })], Output: { rows: 3 }, End: true },
});
const good = await run(machine, {}, { tasks: { Load: [{ error: 'Busy' }, { output: 1 }] } });
const bad = await run(machine, {}, { tasks: { Load: { error: 'Broken', cause: 'a wheel came off' } } });
const caught = await run(machine, {}, { tasks: { Load: { error: 'Gone' } } });

/** The message of an expectation that does not hold. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    // Without the colours of the terminal.
    return error instanceof Error ? error.message.replaceAll(/\u001B\[\d+m/gu, '') : '';
  }
  return 'it holds';
}

test('what holds, holds', () => {
  expect(good).toSucceed();
  expect(good).toSucceedWith({ rows: 3 });
  expect(good).toSucceedWith(expect.objectContaining({ rows: 3 }));
  expect(bad).toFailWith('Broken');
  expect(bad).toFailWith(/^Bro/u, /wheel/u);
  expect(good).toHaveEntered('A');
  expect(good).toHaveEntered('A', 1);
  expect(good).toHaveTakenPath('Load', 'Both', 'A');
  expect(good).toHaveCalled('Load', 2);
  expect(good).toHaveCalled('glue:startJobRun');
  expect(good).toHaveCalledWith('Load', { JobName: 'load' });
  expect(good).toHaveRetried('Load', 1);
  expect(caught).toHaveCaught('Load', 'Gone');
  expect(coverageOf(machine, [good])).toCover({ states: 100, branches: 50 });
});

test('what does not hold may be denied', () => {
  expect(bad).not.toSucceed();
  expect(good).not.toSucceedWith({ rows: 4 });
  expect(good).not.toFailWith('Broken');
  expect(bad).not.toFailWith('Broken', 'other');
  expect(bad).not.toHaveEntered('A');
  expect(good).not.toHaveTakenPath('Load');
  expect(good).not.toHaveCalled('constructor');
  expect(good).not.toHaveCalledWith('Load', {});
  expect(caught).not.toHaveRetried('Load');
  expect(good).not.toHaveCaught('Load');
  expect(coverageOf(machine, [good])).not.toCover();
});

describe('messages tell what happened', () => {
  test('an execution that failed', () => {
    expect(messageOf(() => expect(bad).toSucceed())).toBe('Expected the execution to succeed.\nIt FAILED with Broken: a wheel came off.\nIt entered:\n  Load (failed, Broken)');
  });

  test('another output, as a difference', () => {
    const message = messageOf(() => expect(good).toSucceedWith({ rows: 4 }));
    expect(message).toContain('Expected the execution to succeed with {"rows": 4}.\nIt SUCCEEDED with {"rows":3}.');
    expect(message).toContain('-   "rows": 4,\n+   "rows": 3,');
  });

  test('a state that was not entered, with those that were and how', () => {
    expect(messageOf(() => expect(caught).toHaveEntered('B'))).toBe("Expected the execution to have entered 'B'.\nIt SUCCEEDED with {\"rows\":3}.\nIt entered:\n  Load (caught, Gone)\n  Both\n    A");
    expect(messageOf(() => expect(good).toHaveEntered('A', 2))).toContain("'A' 2 times.\nIt entered it once.");
  });

  test('calls that were not made, with those that were', () => {
    expect(messageOf(() => expect(caught).toHaveCalled('Save'))).toBe("Expected the execution to have called 'Save'.\nIt called:\n  Load: arn:aws:states:::glue:startJobRun.sync {\"JobName\":\"load\"}\nIt SUCCEEDED with {\"rows\":3}.");
    expect(messageOf(() => expect(caught).toHaveCalledWith('Load', { JobName: 'save' }))).toContain('Its call of it:');
  });

  test('what must not be, and is', () => {
    expect(messageOf(() => expect(good).not.toHaveRetried('Load'))).toContain("Expected the execution not to have retried 'Load'.\nIt did so once.");
  });

  test('a promise that nobody awaited, and what is no execution', () => {
    expect(messageOf(() => expect(run(machine, {})).toSucceed())).toBe('toSucceed was given a promise: write expect(await run(…)).');
    expect(messageOf(() => expect(null).toHaveCalled('A'))).toBe('toHaveCalled takes the result of run, not null.');
  });

  test('coverage that is too low, with what was never taken', () => {
    expect(messageOf(() => expect(coverageOf(machine, [good])).toCover())).toMatch(/^1 of 2 branches were reached: 50%, and 100% are asked for\.\n[^]*Load +catcher +Gone/u);
  });
});
