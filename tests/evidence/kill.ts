// kill -9 of the real command at AWS calls drawn by a seed; kill -9 of the embedded AWS during runs and while runs are started, on both orchestrators, and what became of them when it was started again.
import { killDuringRuns } from '../crash/kill.ts';
import { killCommands } from '../crash/kill-command.ts';
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
const commands = await killCommands('glue', Number(process.argv[3] ?? 30), seed);
for (const fault of commands.faults) process.stderr.write(`${fault}\n`);
const counts = Object.entries(commands.calls).map(([name, calls]) => `${name} ${calls}`).join(', ');
results.push({
  figure: `kill -9 of \`millrace deploy\` and \`millrace destroy\` (20 steps, ${commands.whole ? 'created roles, a schedule, an S3 start' : 'roles brought and no schedule, since the clients of IAM and Scheduler are not installed'}), seed ${seed}, at ${commands.kills} calls (of ${counts}): ${commands.faults.length} faults: the same command again reached the state of an undisturbed one and the one after it had nothing to do`,
  holds: commands.faults.length === 0,
});
report(results);
