// kill -9 of the embedded AWS at random points of executions with timers, tokens, activities, retries, nested executions and maps, and how each ended.
//   node tests/evidence/asl/kill.ts [EXECUTIONS] [SEED]
import { killDuringExecutions } from '../../crash/kill-states.ts';
import { kinds } from '../../crash/states-machines.ts';
import { report } from '../report.ts';

const batches = Math.ceil(Number(process.argv[2] ?? 200) / kinds.length);
const seed = Number(process.argv[3] ?? 20_261_130);
const { executions, instants, faults } = await killDuringExecutions({ batches, seed });
for (const fault of faults) process.stderr.write(`${fault}\n`);
const seconds = instants.map((at) => (at / 1000).toFixed(1)).join(', ');
report([{
  figure: `kill -9 of the embedded AWS during ${executions} executions of ${kinds.length} kinds (${kinds.join(', ')}), seed ${seed}, ${batches} kills at ${seconds} s; ${faults.length} faults: each ended with the status, output, error and events of one that nobody disturbed`,
  holds: faults.length === 0,
}]);
