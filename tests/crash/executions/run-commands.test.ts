import { describe, expect, test } from 'vitest';
import { mishaps, runScenarios, strikeRuns } from './run-commands.ts';
import { raceRuns } from './run-races.ts';

/** One call in so many is struck; the evidence strikes each. */
const step = Number(process.env['MILLRACE_CRASH_EVERY'] ?? 13);

describe('a command on a run of a state machine', () => {
  test.each(mishaps.flatMap((what, index) => runScenarios.map((scenario) => ({ what, scenario, name: scenario.name, from: 1 + index * 3 }))))('goes on when it is given again, and no step is ever live twice: $name, $what', async ({ what, scenario, from }) => {
    const { injected, faults } = await strikeRuns(scenario, what, step, from);
    expect(injected).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  test('is given twice at once: one gives way or both come through, and the run ends as after one', async () => {
    const { pairs, refused, faults } = await raceRuns(2, 20_261_130);
    console.log(`${pairs} pairs, ${refused} gave way`);
    expect(faults).toEqual([]);
  });
});
