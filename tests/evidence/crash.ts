// A crash behind every single AWS call of deploys, updates, moves and destroys; a full disk at every write of them.
import { fullAtWrites } from '../crash/disk-full.ts';
import { scenarios, strikeCalls } from '../crash/every-call.ts';
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

const fillings: Tally[] = [];
for (const target of ['glue', 'sfn'] as const) {
  for (const kind of ['first deploy', 'update', 'destroy'] as const) fillings.push({ name: `${kind} on ${target}`, ...(await fullAtWrites(kind, target)) });
}

report([
  row('crashes behind an AWS call (12 steps): the next command reached the state of an uninterrupted one, leaked nothing, and the one after it wrote nothing', crashes),
  row('times the disk was full at the nth write: a sentence, no half-written object, and the next command reached the state of an uninterrupted one', fillings),
]);
