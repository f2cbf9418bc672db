// Hostile definitions, expressions and inputs, each in a process of its own that is killed when it hangs: `hostile.ts [words of an attack …]`.
import { member } from '../../conformance/asl-record.ts';
import { child, twoAtATime } from '../children.ts';
import { report } from '../report.ts';
import { attacks } from './hostile/attacks.ts';

const limit = 1000;
const times = 3;
/** Seconds after which a process is killed; far more than it may take, so that it says what it took. */
const killed = 20;
const least = 40;

interface Told {
  readonly what: string;
  readonly ms: number;
  readonly wrong: string | null;
}

async function attacked(index: number): Promise<Told> {
  const attack = attacks[index];
  if (attack === undefined) throw new Error(`There is no attack ${index}.`);
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const { found, failure } = await child(import.meta.url, 'hostile-one.ts', [String(index)], killed);
    if (failure !== null) return { what: attack.what, ms: Infinity, wrong: failure };
    const ended = String(member(found, 'ended'));
    if (!attack.ends.test(ended)) return { what: attack.what, ms: Infinity, wrong: `ends with ${ended}` };
    // A process that waited for others to leave the processor was not at work: the lesser counts.
    all.push(Math.min(Number(member(found, 'ms')), Number(member(found, 'processor'))));
  }
  const ms = all.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Infinity;
  return { what: attack.what, ms, wrong: ms <= limit ? null : `takes ${ms} ms` };
}

const words = process.argv.slice(2);
const chosen = [...attacks.keys()].filter((index) => words.every((word) => attacks[index]?.what.includes(word)));
const told = await twoAtATime(chosen, attacked);
const wrong = told.filter((one) => one.wrong !== null);
for (const { what, ms, wrong: why } of told) process.stderr.write(`${String(ms).padStart(6)} ms  ${what}${why === null ? '' : `: ${why}`}\n`);
const slowest = told.filter((one) => one.wrong === null).sort((a, b) => b.ms - a.ms).slice(0, 3).map(({ what, ms }) => `${what} ${ms} ms`).join('; ');
report([{
  figure: `${told.length - wrong.length} of ${told.length} end as they have to (a limit error, a refusal, or the usual result) within ${limit} ms, medians of ${times} processes, the clock's or the processor's time, the lesser; slowest: ${slowest}${wrong.length === 0 ? '' : `; NOT: ${wrong.map(({ what, wrong: why }) => `${what} ${why ?? ''}`).join('; ')}`}`,
  holds: wrong.length === 0 && (words.length > 0 || told.length >= least),
}]);
