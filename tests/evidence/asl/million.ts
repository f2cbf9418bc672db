// A million events over executions of 20,000 in one process: what the heap holds after each tenth. `million.ts [EVENTS]`.
import { listOf, member } from '../../conformance/asl-record.ts';
import { child } from '../children.ts';
import { report } from '../report.ts';

const events = Number(process.argv[2] ?? 1_000_000);
/** The last three tenths may hold this much more than the second to the fourth: what the compiler and the collector move. A leak of a byte an event is more. */
const spread = 1.02;
const from = performance.now();
const { found, failure } = await child(import.meta.url, 'million-one.ts', [String(events)], 1800, ['--expose-gc']);
const tenths = listOf(member(found, 'heaps')).map(Number);
const sum = (some: readonly number[]): number => some.reduce((all, one) => all + one, 0);
const [early, late] = [sum(tenths.slice(1, 4)), sum(tenths.slice(-3))];
report([failure === null
  ? { figure: `${Number(member(found, 'events')).toLocaleString('en')} events of ${String(member(found, 'executions'))} executions in ${((performance.now() - from) / 1000).toFixed(0)} s (once); MB of the heap after each tenth, collected: ${tenths.map((bytes) => (bytes / 1e6).toFixed(2)).join(', ')}; the last three ${(late / early).toFixed(3)} times the second to the fourth, at most ${spread}`, holds: tenths.length === 10 && late <= early * spread }
  : { figure: failure, holds: false }]);
