import { drawFrom } from '@millrace/testkit';
import { end, open, runScenarios } from './run-commands.ts';

export interface Races {
  readonly pairs: number;
  /** Commands that gave way to the other one with a sentence. */
  readonly refused: number;
  readonly faults: readonly string[];
}

const GAVE_WAY = new Set(['ContinuationTaken', 'ResumeRefused']);

/** Gives each command on a run twice at once, their calls interleaved by a seed: the run ends as after one. */
export async function raceRuns(each: number, seed: number): Promise<Races> {
  const draw = drawFrom(seed);
  const pause = async (): Promise<void> => {
    for (let turns = Math.floor(draw.real() * 40); turns > 0; turns -= 1) await Promise.resolve();
  };
  const faults: string[] = [];
  let [pairs, refused] = [0, 0];
  for (const scenario of runScenarios) {
    const alone = await open(scenario.subject);
    await scenario.before(alone.world, alone.runner(null));
    await scenario.command(alone.runner(null));
    const goal = await end(alone);
    for (let pair = 0; pair < each; pair += 1) {
      pairs += 1;
      const fault = (text: string): void => void faults.push(`${scenario.name} twice at once, pair ${pair}: ${text}`);
      const opened = await open(scenario.subject);
      await scenario.before(opened.world, opened.runner(null));
      for (const result of await Promise.allSettled([scenario.command(opened.runner(null, pause)), scenario.command(opened.runner(null, pause))])) {
        if (result.status === 'fulfilled') continue;
        if (result.reason instanceof Error && GAVE_WAY.has(result.reason.name)) refused += 1;
        else fault(`a command failed instead of giving way: ${String(result.reason)}`);
      }
      const found = await end(opened);
      for (const name of Object.keys(goal)) if (goal[name] !== found[name]) fault(`${name} is ${found[name] ?? 'missing'} instead of ${goal[name] ?? ''}`);
      for (const double of opened.watch.faults) fault(double);
    }
  }
  return { pairs, refused, faults };
}
