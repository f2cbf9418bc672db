// kill -9 of the embedded AWS during executions with timers and tokens, and how each ended when it was started again. `kill.ts [EXECUTIONS]`.
import { killDuringExecutions } from '../../crash/kill-states.ts';
import { kinds } from '../../crash/states-machines.ts';
import { report } from '../report.ts';

const wanted = Number(process.argv[2] ?? 200);
const seed = 20_261_130;
const { executions, instants, faults } = await killDuringExecutions({ batches: Math.ceil(wanted / kinds.length), seed });
for (const fault of faults) process.stderr.write(`${fault}\n`);
const seconds = instants.map((at) => (at / 1000).toFixed(1)).join(', ');
report([{
  figure: `kill -9 during ${executions} executions of ${kinds.length} kinds (${kinds.join(', ')}), seed ${seed}, ${instants.length} kills at ${seconds} s: ${faults.length} faults: each ended with the status, output, error and events of one that nobody killed${faults.length === 0 ? '' : `; ${faults.slice(0, 3).join('; ').slice(0, 600)}`}`,
  holds: faults.length === 0 && executions >= Math.min(wanted, 200),
}]);
