// kill -9 of the embedded AWS during runs, ten for each orchestrator, and what became of the runs when it was started again.
import { killDuringRuns } from '../crash/kill.ts';
import { report, type Result } from './report.ts';

const seed = Number(process.argv[2] ?? 20_260_106);
const results: Result[] = [];
for (const target of ['glue', 'sfn'] as const) {
  const { usual, instants, faults } = await killDuringRuns(target, 10, seed);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  results.push({ figure: `kill -9 on ${target}, seed ${seed}: ${instants.length} runs killed at ${instants.map((at) => (at / 1000).toFixed(1)).join(', ')} s of about ${(usual / 1000).toFixed(1)} s; ${faults.length} faults: every run succeeded, each script ran as often as it should`, holds: faults.length === 0 });
}
report(results);
