// Start, resume and stop of runs of state machines: a crash behind every single AWS call, throttling and expired credentials at each, commands that meet; services that fail at each call of a machine.
import { mishaps, runScenarios, strikeRuns } from '../../crash/executions/run-commands.ts';
import { raceRuns } from '../../crash/executions/run-races.ts';
import { subjects } from '../../crash/executions/subjects.ts';
import { troubleEverywhere } from '../../crash/executions/task-errors.ts';
import { troubles } from '../../crash/executions/troubled.ts';
import { resultOf, type Tally } from '../../crash/tally.ts';
import { report, type Result } from '../report.ts';

const MEANS = {
  crash: 'crashes behind an AWS call of a command on a run (start, resume by redrive and by skip map, stop): the same command again went on, no step was ever live twice, and the run ended as it would have',
  throttled: 'AWS calls of such commands throttled: the same',
  expired: 'AWS calls of such commands from which on the credentials had expired: the command said so, and the next one went on',
} as const;
const results: Result[] = [];
for (const what of mishaps) {
  const tallies: Tally[] = [];
  for (const scenario of runScenarios) tallies.push({ name: scenario.name, ...(await strikeRuns(scenario, what)) });
  results.push(resultOf(MEANS[what], tallies));
}

const races = await raceRuns(15, 20_261_130);
for (const fault of races.faults) process.stderr.write(`${fault}\n`);
results.push({ figure: `${races.pairs} pairs of the same command at once on a run, calls interleaved by a seed: ${races.refused} gave way with a sentence, ${races.faults.length} faults; the run ended as after one`, holds: races.faults.length === 0 });

const tallies: Tally[] = [];
let borne = 0;
for (const trouble of troubles) {
  const found = [];
  for (const subject of subjects) found.push(await troubleEverywhere(subject, trouble));
  borne += found.reduce((sum, one) => sum + one.borne, 0);
  tallies.push({ name: trouble, injected: found.reduce((sum, one) => sum + one.injected, 0), faults: found.flatMap(({ faults }) => faults) });
}
results.push(resultOf(`calls of a machine that Glue, S3, Lambda, SNS or Systems Manager refused (each start of a job run among them), of ${subjects.length} pipelines: ${borne} runs ended as without it, the others said why and were resumed to their end`, tallies));
report(results);
