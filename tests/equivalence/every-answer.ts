import type { Target } from '@millrace/core';
import type { RandomCase } from '@millrace/testkit';
import { combinationsOf, type Answers } from './combinations.ts';
import { runCase, type Verdict } from './run-case.ts';

export interface EveryAnswer {
  /** With the usual answers. */
  readonly usual: Verdict;
  readonly differences: readonly string[];
  readonly asked: ReadonlySet<string>;
  /** How often the case was run, and how many combinations of answers were cut. */
  readonly runs: number;
  readonly cut: number;
}

/** Runs a case under every combination of answers to the questions that it asks, those included that only an answer brings up. */
export async function underEveryAnswer(target: Target, drawn: RandomCase, resume: boolean): Promise<EveryAnswer> {
  const usual = await runCase(target, drawn, { resume, answers: {} });
  const asked = new Set(usual.asked);
  const done = new Set<string>();
  const differences: string[] = [...usual.differences];
  let runs = 1;
  let cut = 0;
  for (let size = -1; size !== asked.size && differences.length === 0;) {
    size = asked.size;
    const combinations = combinationsOf(asked);
    cut = combinations.cut;
    for (const answers of combinations.list) {
      if (done.has(JSON.stringify(answers)) || isUsual(answers, usual)) continue;
      done.add(JSON.stringify(answers));
      const verdict = await runCase(target, drawn, { resume, answers });
      runs += 1;
      for (const question of verdict.asked) asked.add(question);
      differences.push(...verdict.differences.map((line) => `${JSON.stringify(answers)}: ${line}`));
    }
  }
  return { usual, differences, asked, runs, cut };
}

/** The engine answers what it is not told with the first choice, so the combination of first choices has been run. */
function isUsual(answers: Answers, { asked }: Verdict): boolean {
  return Object.keys(answers).length <= asked.size && JSON.stringify(answers) === JSON.stringify(combinationsOf(new Set(Object.keys(answers))).list[0]);
}
