// kill -9 of the embedded AWS during runs and while runs are started, on both orchestrators, and what became of them when it was started again.
import { killDuringRuns } from '../crash/kill.ts';
import { report, type Result } from './report.ts';

const seed = Number(process.argv[2] ?? 20_260_106);
const results: Result[] = [];
for (const target of ['glue', 'sfn'] as const) {
  const during = await killDuringRuns(target, { count: 10, seed, usual: null, atStart: false });
  const starting = await killDuringRuns(target, { count: 5, seed, usual: 100, atStart: true });
  const faults = [...during.faults, ...starting.faults];
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const seconds = during.instants.map((at) => (at / 1000).toFixed(1)).join(', ');
  results.push({
    figure: `kill -9 on ${target}, seed ${seed}: ${during.instants.length} runs at ${seconds} s of about ${(during.usual / 1000).toFixed(1)} s, ${starting.instants.length} while they were being started; ${faults.length} faults: every run succeeded, each script ran as often as it should, and Millrace shows it so`,
    holds: faults.length === 0,
  });
}
report(results);
