// Runs random pipelines on one target until one differs from the reference: `find-difference.ts glue|sfn CASES SEED`. Exit 0: found one; 3: a
// case ended with an error, which is no difference.
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { everything, failuresOf, randomPipeline, unrestricted, type RandomCase } from '@millrace/testkit';
import { answersFor } from './answers.ts';
import { runCase } from './run-case.ts';
import { compileOnce } from './session.ts';

const [id = '', cases = '400', from = '1'] = process.argv.slice(2);
const target = id === 'glue' ? glueTarget : sfnTarget;
const rules = id === 'glue' ? unrestricted : everything;
process.exitCode = 1;

/** Of a state machine also what becomes of it when each step goes wrong in turn under the stop policy: few drawn runs are redriven. */
async function spoilt(drawn: RandomCase, seed: number): Promise<readonly string[]> {
  if (id === 'glue') return [];
  const whole = { ...drawn, stopAt: null, pipeline: { ...drawn.pipeline, failurePolicy: 'stop' as const } };
  for (const { drawn: one } of failuresOf(seed, whole, rules, { mishaps: 'one', delays: compileOnce(target, whole.pipeline).delays }).list) {
    const { differences } = await runCase(target, one, { resume: true });
    if (differences.length > 0) return differences;
  }
  return [];
}

for (let seed = Number(from); seed < Number(from) + Number(cases); seed += 1) {
  const drawn = randomPipeline(seed, rules);
  const tell = (text: string, code: number): void => {
    process.stdout.write(`${seed - Number(from) + 1} cases: ${text.split('\n')[0] ?? ''}\n`);
    process.exitCode = code;
  };
  try {
    const [difference] = [...(await runCase(target, drawn, { resume: id === 'glue' || seed % 2 === 0, answers: answersFor(seed) })).differences, ...(await spoilt(drawn, seed))];
    if (difference === undefined) continue;
    tell(difference, 0);
  } catch (error) {
    tell(`an error: ${error instanceof Error ? error.message : String(error)}`, 3);
  }
  break;
}
