// 1,000 random pipelines on the engine of the States Language against the reference, half of the failed runs resumed. Counts what was covered.
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, randomPipeline } from '@millrace/testkit';
import { answersFor } from '../../equivalence/answers.ts';
import { runCase } from '../../equivalence/run-case.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { report } from '../report.ts';
import { atMost, AUTOMATIONS, featuresResult, leftAside, newTally, note, SEED, table } from './tally.ts';

const from = performance.now();
const tally = newTally();
for (let seed = SEED; seed < SEED + atMost(1000); seed += 1) {
  const drawn = randomPipeline(seed, everything);
  const verdict = await runCase(sfnTarget, drawn, { resume: tally.bad % 2 === 0, answers: answersFor(seed) });
  note(tally, seed, drawn, compileOnce(sfnTarget, drawn.pipeline), verdict);
  tally.played += 1;
  if (verdict.differences.length > 0) process.stderr.write(`seed ${seed} on sfn\n${describeCase(drawn)}\n${verdict.differences.join('\n')}\n\n`);
}
report([
  {
    figure: `${sfnTarget.title}: ${tally.cases} pipelines from seed ${SEED} on, each under one combination of answers to open questions, ${tally.differing.length} differ; ${tally.bad} runs did not succeed, of them ${table(tally.resumes)}; open questions asked: ${table(tally.asked)}; ${tally.errors.ends} job runs ended as ERROR, each as a failure; ${leftAside(tally, AUTOMATIONS)}; a call of a function or a message that a stop finds under way is held to what the ledger says of it: stopped at once; ${((performance.now() - from) / 1000).toFixed(0)} s`,
    holds: tally.differing.length === 0 && !tally.resumes.has('refused'),
  },
  featuresResult(sfnTarget.title, tally.features),
]);
