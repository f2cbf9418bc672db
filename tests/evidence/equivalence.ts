// 1,000 random pipelines on both engines against the reference, half of the failed runs resumed; counts what was covered.
import type { Target } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, features, glueRules, randomPipeline, type GeneratorOptions } from '@millrace/testkit';
import { answersFor } from '../equivalence/answers.ts';
import { runCase } from '../equivalence/run-case.ts';
import { report, type Result } from './report.ts';

const count = 1000;
const seed = 20_260_101;
const enough = 50;

interface Tally {
  readonly features: Map<string, number>;
  readonly resumes: Map<string, number>;
  readonly asked: Map<string, number>;
  redraws: number;
  races: number;
  differing: string[];
  runs: number;
  bad: number;
}
const add = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

async function measure(target: Target, rules: GeneratorOptions): Promise<Tally> {
  const tally: Tally = { features: new Map(), resumes: new Map(), asked: new Map(), redraws: 0, races: 0, differing: [], runs: 0, bad: 0 };
  for (let index = 0; index < count; index += 1) {
    const drawn = randomPipeline(seed + index, rules);
    tally.redraws += drawn.redraws;
    const { differences, asked, resume, raced, continuations } = await runCase(target, drawn, { resume: tally.bad % 2 === 0, answers: answersFor(seed + index) });
    tally.runs += 1;
    if (raced) tally.races += 1;
    const [first] = continuations;
    if (first?.some((event) => event.type === 'run.ended' && event.outcome !== 'succeeded') === true) {
      tally.bad += 1;
      add(tally.resumes, resume.startsWith('refused') ? 'refused (a crawler or an existing job would have to be kept)' : resume === 'none' ? 'not resumed' : `resumed ${resume}`);
    }
    for (const name of features(drawn.pipeline, { events: continuations.flat(), stopAt: drawn.stopAt, resumed: continuations.length > 1 })) add(tally.features, name);
    for (const question of asked) add(tally.asked, question);
    if (differences.length > 0) {
      tally.differing.push(`seed ${seed + index}: ${differences.join(' ')}`);
      process.stderr.write(`seed ${seed + index} on ${target.id}\n${describeCase(drawn)}\n${differences.join('\n')}\n\n`);
    }
  }
  return tally;
}

const table = (map: ReadonlyMap<string, number>): string => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `${name} ${times}`).join(', ');

const results: Result[] = [];
const covered = new Map<string, ReadonlyMap<string, number>>();
for (const [target, rules] of [[glueTarget, glueRules], [sfnTarget, everything]] as const) {
  const from = performance.now();
  const tally = await measure(target, rules);
  covered.set(target.id, tally.features);
  results.push({
    figure: `${target.title}: ${tally.runs} pipelines from seed ${seed} on, ${tally.differing.length} differ; ${tally.bad} runs did not succeed, of them ${table(tally.resumes)}; open questions asked: ${table(tally.asked) || 'none'}; drawn again for polling races: ${tally.redraws}, left out for races that delays or a resume brought: ${tally.races}; ${((performance.now() - from) / 1000).toFixed(0)} s`,
    holds: tally.differing.length === 0,
  });
}
/** What the first release of the Glue target may refuse: those features cannot occur there. */
const refusedOnGlue = ['join.any', 'failurePolicy.stop', 'handler.onFailure', 'handler.finally', 'retry.timedOut', 'retry.delay', 'retry.crawler', 'timeout.crawler', 'retry.existing', 'value.existing', 'output.read.byHandler'];
const [glue = new Map<string, number>(), sfn = new Map<string, number>()] = [...covered.values()];
const names = [...new Set([...glue.keys(), ...sfn.keys()])].sort();
const rare = names.filter((name) => (sfn.get(name) ?? 0) < enough || (!refusedOnGlue.includes(name) && (glue.get(name) ?? 0) < enough));
results.push({ figure: `features (Glue / Step Functions): ${names.map((name) => `${name} ${glue.get(name) ?? 0}/${sfn.get(name) ?? 0}`).join(', ')}${rare.length === 0 ? '' : `; under ${enough}: ${rare.join(', ')}`}`, holds: rare.length === 0 });
report(results);
