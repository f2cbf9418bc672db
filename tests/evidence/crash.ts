// A crash behind every single AWS call of deploys, updates, moves and destroys, refusals of the services at each, two deploys at once; a full disk at every write.
import { fullAtWrites } from '../crash/disk-full.ts';
import { deployAtOnce } from '../crash/at-once.ts';
import type { Refusal } from '../crash/command.ts';
import { scenarios, strikeCalls } from '../crash/every-call.ts';
import { crashResumes, ways } from '../crash/resume.ts';
import { report, type Result } from './report.ts';

/** Each fault begins with the injection that it came from, which counts once. */
const struck = (faults: readonly string[]): number => new Set(faults.map((fault) => fault.slice(0, fault.indexOf(':')))).size;

interface Tally {
  readonly name: string;
  readonly injected: number;
  readonly faults: readonly string[];
}

function row(what: string, tallies: readonly Tally[]): Result {
  const faults = tallies.flatMap((tally) => tally.faults);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const injected = tallies.reduce((sum, tally) => sum + tally.injected, 0);
  const parts = tallies.map((tally) => `${tally.name} ${tally.injected - struck(tally.faults)}/${tally.injected}`);
  return { figure: `${injected - struck(faults)} of ${injected} ${what}: ${parts.join(', ')}`, holds: faults.length === 0 };
}

const crashes: Tally[] = [];
for (const scenario of scenarios) crashes.push({ name: scenario.name, ...(await strikeCalls(scenario, 'crash')) });

const refusals: { readonly what: Refusal; readonly means: string; readonly tallies: Tally[] }[] = [
  { what: 'throttled', means: 'the command waited and came through', tallies: [] },
  { what: 'changed at once', means: 'the command tried again and came through', tallies: [] },
  { what: 'not there', means: 'the command looked again and came through', tallies: [] },
  { what: 'expired', means: 'the command said what is done and what is left, and the next one with new credentials converged', tallies: [] },
];
for (const { what, tallies } of refusals) {
  for (const scenario of scenarios.filter(({ name }) => ['first deploy on glue', 'update on glue', 'destroy on glue'].includes(name))) tallies.push({ name: scenario.name, ...(await strikeCalls(scenario, what)) });
}

const resumes: Tally[] = [];
for (const way of ways) resumes.push({ name: way === 'native' ? "Glue's own resume (ResumeWorkflowRun)" : 'a new workflow run that passes over what is kept', ...(await crashResumes(way)) });

const pairs = await deployAtOnce(60, 20_260_106);
for (const fault of pairs.faults) process.stderr.write(`${fault}\n`);

const fillings: Tally[] = [];
for (const target of ['glue', 'sfn'] as const) {
  for (const kind of ['first deploy', 'update', 'destroy'] as const) fillings.push({ name: `${kind} on ${target}`, ...(await fullAtWrites(kind, target)) });
}

report([
  row('crashes behind an AWS call (20 steps, two created roles, a schedule, an S3 start): the next command reached the state of an uninterrupted one, leaked nothing, and the one after it wrote nothing', crashes),
  row('crashes behind an AWS call of a resume (20 steps, two failed): the next resume went on, no step ran twice, and the run ended as it would have', resumes),
  ...refusals.map(({ what, means, tallies }) => row(`AWS calls ${what}: ${means}`, tallies)),
  { figure: `${pairs.pairs} pairs of commands at once (deploy and deploy, deploy and destroy), calls interleaved by a seed: ${pairs.refused} gave way with a sentence, ${pairs.faults.length} faults; the next deploy reached its state and the one after it wrote nothing`, holds: pairs.faults.length === 0 },
  row('times the disk was full at the nth write: a sentence, no half-written object, and the next command reached the state of an uninterrupted one', fillings),
]);
