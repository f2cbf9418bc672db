import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, randomPipeline, unrestricted } from '@millrace/testkit';
import { describe, expect, it } from 'vitest';
import { answersFor } from './answers.ts';
import { runCase } from './run-case.ts';

const count = Number(process.env['MILLRACE_CASES'] ?? 60);
const first = Number(process.env['MILLRACE_SEED'] ?? 1);

describe.each([
  { target: glueTarget, rules: unrestricted },
  { target: sfnTarget, rules: everything },
])('$target.title, compiled and run on its engine', ({ target, rules }) => {
  it(`does as the reference does: ${count} random pipelines from seed ${first}`, { timeout: 600_000 }, async () => {
    for (let seed = first; seed < first + count; seed += 1) {
      const drawn = randomPipeline(seed, rules);
      const { differences } = await runCase(target, drawn, { resume: seed % 2 === 0, answers: answersFor(seed) });
      expect(differences, `seed ${seed}\n${describeCase(drawn)}`).toEqual([]);
    }
  });
});
