// 2,000 random pipelines of the whole model on the embedded Glue against the reference, each under every combination of answers to the open questions that
// it asks, each failed run resumed; more in which Glue's ERROR costs something; runs that are started by schedules and objects, and runs that meet.
import type { Compiled } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { describeCase, FIRST_RUN, interpretErrors, randomPipeline, unrestricted, type RandomCase } from '@millrace/testkit';
import { underEveryAnswer } from '../../equivalence/every-answer.ts';
import { occasions, playOccasion } from '../../equivalence/occasions.ts';
import { errorRulesOf } from '../../equivalence/players.ts';
import { compileOnce } from '../../equivalence/session.ts';
import { report, type Result } from '../report.ts';
import { add, atMost, ENOUGH, featuresResult, leftAside, ledgerResult, newTally, note, noteCompiled, SEED, table, type Counts, type Tally } from './tally.ts';

const compileOf = ({ pipeline }: Pick<RandomCase, 'pipeline'>): Compiled => compileOnce(glueTarget, pipeline);
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(0)} s`;
const tell = (seed: number, drawn: RandomCase, differences: readonly string[]): void => void process.stderr.write(`seed ${seed} on glue\n${describeCase(drawn)}\n${differences.join('\n')}\n\n`);

async function measure(tally: Tally, seed: number, drawn: RandomCase): Promise<void> {
  const { usual, differences, asked, runs, cut } = await underEveryAnswer(glueTarget, drawn, true);
  tally.played += runs;
  tally.cut += cut;
  note(tally, seed, drawn, compileOf(drawn), { ...usual, differences, asked });
  if (differences.length > 0) tell(seed, drawn, differences);
}

const COUNT = atMost(2000);
async function drawnAtRandom(): Promise<readonly [Tally, Result]> {
  const from = performance.now();
  const tally = newTally();
  for (let seed = SEED; seed < SEED + COUNT; seed += 1) await measure(tally, seed, randomPipeline(seed, unrestricted));
  const figure = `${glueTarget.title}: ${tally.cases} pipelines from seed ${SEED} on, run ${tally.played} times under the answers to open questions that they asked, ${tally.differing.length} differ; ${tally.bad} runs did not succeed, of them ${table(tally.resumes)}; open questions asked: ${table(tally.asked)}; ${leftAside(tally)}; ${seconds(from)}`;
  return [tally, { figure, holds: tally.differing.length === 0 && !tally.resumes.has('refused') }];
}

/** ERROR seldom costs anything in what is drawn, so more cases are looked for in which it does: the reference alone tells which. */
async function withErrors(drawn: Tally): Promise<readonly [Tally, Result]> {
  const from = performance.now();
  const tally = newTally();
  const wanted = { lost: atMost(60), failed: atMost(20), unrepeated: atMost(40) };
  const first = SEED + 100_000;
  let seed = first;
  for (; Object.values(wanted).some((left) => left > 0) && seed < first + 20_000; seed += 1) {
    const one = randomPipeline(seed, unrestricted);
    const { lost, failedByLoss, unrepeated } = interpretErrors(one.pipeline, one.script, one.errorsOf, { ...FIRST_RUN, stopAt: one.stopAt }, errorRulesOf(one.pipeline, compileOf(one), {}));
    const shows = { lost: lost.length > 0, failed: failedByLoss, unrepeated: unrepeated.length > 0 };
    if (!(shows.lost && wanted.lost > 0) && !(shows.failed && wanted.failed > 0) && !(shows.unrepeated && wanted.unrepeated > 0)) continue;
    for (const what of ['lost', 'failed', 'unrepeated'] as const) if (shows[what]) wanted[what] -= 1;
    await measure(tally, seed, one);
  }
  const sum = (what: keyof Tally['errors']): number => drawn.errors[what] + tally.errors[what];
  const figure = `ends as ERROR: ${sum('ends')} in those pipelines and in ${tally.cases} more, found among the seeds ${first} to ${seed - 1} since ERROR costs something in them, run ${tally.played} times, ${tally.differing.length} differ. As the ledger tells (MR4102, MR4103, MR4112): ${sum('lost')} dependants lost their start, ${sum('failed')} runs failed for nothing else, ${sum('unrepeated')} steps ended with attempts left. As the reference: ${sum('reached')} dependants on \`failed\` or \`finished\` started behind gates and bridges, and all others; ${seconds(from)}`;
  return [tally, { figure, holds: tally.differing.length === 0 && !tally.resumes.has('refused') && sum('lost') > 0 && sum('failed') > 0 && sum('unrepeated') > 0 && sum('reached') > 0 }];
}

/** Nobody stops these runs, and a stream would be met alive by the next one. */
const alone = { ...unrestricted, stops: false, streams: false };
async function startedOtherwise(rows: Tally): Promise<Result> {
  const from = performance.now();
  const parts: string[] = [];
  let faults = 0;
  for (const occasion of occasions) {
    const aside: Counts = new Map();
    const wanted = atMost(ENOUGH);
    let [shown, differing, runs] = [0, 0, 0];
    for (let seed = SEED; shown < wanted; seed += 1) {
      const drawn = randomPipeline(seed, alone);
      const verdict = await playOccasion(occasion, drawn);
      if (typeof verdict === 'string') {
        add(aside, verdict);
        continue;
      }
      shown += 1;
      runs += verdict.runs.length;
      noteCompiled(rows, compileOf(verdict), (id) => id !== 'run.stop' && id !== 'run.resume');
      if (verdict.differences.length === 0) continue;
      differing += 1;
      tell(seed, { ...drawn, pipeline: verdict.pipeline }, [occasion, ...verdict.differences]);
    }
    faults += differing;
    parts.push(`${occasion} ${shown} pipelines with ${runs} runs, ${differing} differ${aside.size === 0 ? '' : ` (left aside: ${table(aside)})`}`);
  }
  return { figure: `runs that are started otherwise, or meet: ${parts.join('; ')}; ${seconds(from)}`, holds: faults === 0 };
}

const [drawn, equal] = await drawnAtRandom();
const [errors, ofErrors] = await withErrors(drawn);
const whole = newTally();
for (const { rows, helpers } of [drawn, errors]) {
  for (const [id, times] of rows) add(whole.rows, id, times);
  for (const [kind, times] of helpers) add(whole.helpers, kind, times);
}
const otherwise = await startedOtherwise(whole);
report([equal, ledgerResult(glueTarget.title, glueTarget.capabilities, whole.rows, whole.helpers), featuresResult(glueTarget.title, drawn.features), ofErrors, otherwise]);
