// kill -9 on state machines: of the real commands `deploy`, `destroy`, `rollback` and `run` at AWS calls drawn by a seed, and of the embedded AWS during deploys, during runs and while runs are started.
import { killCommands } from '../../crash/kill-command.ts';
import { killDuringRuns } from '../../crash/kill.ts';
import { killRuns } from '../../crash/kill-run.ts';
import { killDuringDeploys } from '../../crash/kill-server.ts';
import { report } from '../report.ts';

const seed = Number(process.argv[2] ?? 20_261_130);
const told = (faults: readonly string[]): string => {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return `${faults.length} faults`;
};
const seconds = (instants: readonly number[]): string => instants.map((at) => (at / 1000).toFixed(1)).join(', ');

const commands = await killCommands('sfn', Number(process.argv[3] ?? 20), seed);
const runs = await killRuns(Number(process.argv[4] ?? 8), seed);
const deploys = await killDuringDeploys(6, seed);
const during = await killDuringRuns('sfn', { count: 6, seed, usual: null, atStart: false });
const starting = await killDuringRuns('sfn', { count: 4, seed, usual: 100, atStart: true });
const inRuns = [...during.faults, ...starting.faults];
const counts = Object.entries(commands.calls).map(([name, calls]) => `${name} ${calls}`).join(', ');

report([
  {
    figure: `kill -9 of \`millrace deploy\`, \`destroy\` and \`rollback\` on sfn (20 steps, ${commands.whole ? 'created roles, a schedule, an S3 start' : 'roles brought and no schedule, since the clients of IAM and Scheduler are not installed'}), seed ${seed}, at ${commands.kills} calls (of ${counts}): ${told(commands.faults)}: the same command again reached the state of an undisturbed one and the one after it had nothing to do`,
    holds: commands.faults.length === 0,
  },
  { figure: `kill -9 of \`millrace run\` on sfn, seed ${seed}, at ${runs.kills} calls (of ${runs.calls}): ${told(runs.faults)}: ${runs.started} runs were there, none twice; status told them, and the next run was one of its own`, holds: runs.faults.length === 0 },
  { figure: `kill -9 of the embedded AWS at ${seconds(deploys.instants)} s of deploys of about ${(deploys.usual / 1000).toFixed(1)} s: ${told(deploys.faults)}: the next deploy went on, nothing was left to change, and a run succeeded`, holds: deploys.faults.length === 0 },
  { figure: `kill -9 of the embedded AWS in ${during.instants.length} runs at ${seconds(during.instants)} s of about ${(during.usual / 1000).toFixed(1)} s, and ${starting.instants.length} while they were being started: ${told(inRuns)}: every run succeeded, each script ran as often as it should, and Millrace shows it so`, holds: inRuns.length === 0 },
]);
