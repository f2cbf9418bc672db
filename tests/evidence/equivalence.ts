// Random pipelines on both engines against the reference: on Glue 2,000 from the unrestricted generator, each under every combination of answers to
// the open questions that it asks and each failed run resumed; on Step Functions 1,000, half of the failed runs resumed. Counts what was covered.
import type { Target } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, features, randomPipeline, sourcesOf, unrestricted, type GeneratorOptions, type RandomCase } from '@millrace/testkit';
import { answersFor } from '../equivalence/answers.ts';
import { underEveryAnswer } from '../equivalence/every-answer.ts';
import { runCase, type Verdict } from '../equivalence/run-case.ts';
import { site } from '../equivalence/site.ts';
import { report, type Result } from './report.ts';

/** `MILLRACE_CASES` shrinks both, to try the command. */
const most = Number(process.env['MILLRACE_CASES'] ?? Number.POSITIVE_INFINITY);
const counts = { glue: Math.min(2000, most), sfn: Math.min(1000, most), mwaa: 0 };
const seed = 20_260_101;
const enough = 50;

interface Tally {
  readonly features: Map<string, number>;
  readonly resumes: Map<string, number>;
  readonly asked: Map<string, number>;
  /** Ledger rows, by id. */
  readonly rows: Map<string, number>;
  readonly helpers: Map<string, number>;
  played: number;
  cut: number;
  redraws: number;
  races: number;
  differing: string[];
  runs: number;
  bad: number;
}
const add = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

/** What a compiled case exercises of the ledger, and the helper jobs that it needs. */
function countCompiled(target: Target, { pipeline }: RandomCase, tally: Tally): void {
  const { used, helpers } = target.compile(pipeline, site, sourcesOf(pipeline));
  for (const { id } of used) add(tally.rows, id);
  for (const { kind } of helpers) add(tally.helpers, kind);
}

async function verdictOf(target: Target, drawn: RandomCase, number: number, half: boolean): Promise<Verdict & { readonly runs: number; readonly cut: number }> {
  if (target.id !== 'glue') return { ...(await runCase(target, drawn, { resume: half, answers: answersFor(number) })), runs: 1, cut: 0 };
  const { usual, differences, asked, runs, cut } = await underEveryAnswer(target, drawn, true);
  return { ...usual, differences, asked, runs, cut };
}

async function measure(target: Target, rules: GeneratorOptions): Promise<Tally> {
  const tally: Tally = { features: new Map(), resumes: new Map(), asked: new Map(), rows: new Map(), helpers: new Map(), played: 0, cut: 0, redraws: 0, races: 0, differing: [], runs: 0, bad: 0 };
  for (let index = 0; index < counts[target.id]; index += 1) {
    const drawn = randomPipeline(seed + index, rules);
    tally.redraws += drawn.redraws;
    const { differences, asked, resume, raced, continuations, runs, cut } = await verdictOf(target, drawn, seed + index, tally.bad % 2 === 0);
    tally.runs += 1;
    tally.played += runs;
    tally.cut += cut;
    countCompiled(target, drawn, tally);
    if (raced) tally.races += 1;
    const [first] = continuations;
    if (first?.some((event) => event.type === 'run.ended' && event.outcome !== 'succeeded') === true) {
      tally.bad += 1;
      add(tally.resumes, resume.startsWith('refused') ? 'refused' : resume === 'none' ? 'not resumed' : `resumed ${resume}`);
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

/** Rows that no run of a pipeline exercises: how runs come about, and what is refused. The tests of the ledger have a pipeline for each. */
const notOfRuns = /^(?:start\.(?:schedule|s3)|overlap\.(?:skip|queue|skipStarts)|prerequisites|glueJob\.(?:etl|scala)|value\.secret.*)$/;

function ledgerResult(target: Target, { rows, helpers }: Tally): Result {
  const wanted = target.capabilities.filter(({ id, support }) => support !== 'rejected' && !notOfRuns.test(id)).map(({ id }) => id);
  const missing = wanted.filter((id) => (rows.get(id) ?? 0) === 0);
  return {
    figure: `${target.title}: ${wanted.length - missing.length} of ${wanted.length} ledger rows exercised by them: ${table(rows)}${missing.length === 0 ? '' : `; not one: ${missing.join(', ')}`}; the other ${target.capabilities.length - wanted.length} are refused, or about starts, overlap, job types and secrets, and have tests of their own; helper jobs compiled: ${table(helpers)}`,
    holds: missing.length === 0,
  };
}

const results: Result[] = [];
const covered = new Map<string, ReadonlyMap<string, number>>();
for (const [target, rules] of [[glueTarget, unrestricted], [sfnTarget, everything]] as const) {
  const from = performance.now();
  const tally = await measure(target, rules);
  covered.set(target.id, tally.features);
  results.push({
    figure: `${target.title}: ${tally.runs} pipelines from seed ${seed} on, run ${tally.played} times under the answers to open questions that they asked (${tally.cut} combinations cut), ${tally.differing.length} differ; ${tally.bad} runs did not succeed, of them ${table(tally.resumes)}; open questions asked: ${table(tally.asked) || 'none'}; drawn again for polling races: ${tally.redraws}, left out for races that delays or a resume brought: ${tally.races}; ${((performance.now() - from) / 1000).toFixed(0)} s`,
    holds: tally.differing.length === 0 && !tally.resumes.has('refused'),
  });
  if (target.id === 'glue') results.push(ledgerResult(target, tally));
}
/** Drawn for Glue alone so far. */
const ofGlue = /^(?:lambda|sns|ssm|wait|timeout\.(?:lambda|sns|ssm|wait))/;
const [glue = new Map<string, number>(), sfn = new Map<string, number>()] = [...covered.values()];
const names = [...new Set([...glue.keys(), ...sfn.keys()])].sort();
const rare = names.filter((name) => (glue.get(name) ?? 0) < enough || (!ofGlue.test(name) && (sfn.get(name) ?? 0) < enough));
results.push({ figure: `features (Glue / Step Functions): ${names.map((name) => `${name} ${glue.get(name) ?? 0}/${sfn.get(name) ?? 0}`).join(', ')}${rare.length === 0 ? '' : `; under ${enough}: ${rare.join(', ')}`}`, holds: rare.length === 0 });
report(results);
