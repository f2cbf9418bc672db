// A crash behind every single AWS call of deploys, updates, moves and destroys; a full disk at every write of a deploy.
import { crashAtCalls, scenarios } from '../crash/every-call.ts';
import { fullAtWrites } from '../crash/disk-full.ts';
import { report, type Result } from './report.ts';

const results: Result[] = [];
const rows: string[] = [];
const faults: string[] = [];
let injected = 0;
for (const scenario of scenarios) {
  const found = await crashAtCalls(scenario);
  injected += found.injected;
  faults.push(...found.faults);
  const bad = new Set(found.faults.map((fault) => fault.slice(0, fault.indexOf(':')))).size;
  rows.push(`${found.scenario} ${found.injected - bad}/${found.injected}`);
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
results.push({ figure: `crash behind every AWS call, 12 steps: ${injected} injections; the next command reaches the state of an uninterrupted one and the one after it writes nothing: ${rows.join(', ')}`, holds: faults.length === 0 });

for (const kind of ['first deploy', 'update', 'destroy'] as const) {
  for (const target of ['glue', 'sfn'] as const) {
    const found = await fullAtWrites(kind, target);
    for (const fault of found.faults) process.stderr.write(`${fault}\n`);
    const bad = new Set(found.faults.map((fault) => fault.slice(0, fault.indexOf(':')))).size;
    results.push({ figure: `ENOSPC at the nth write, ${kind} on ${target}: ${found.writes} writes, each made fail once: ${found.injected - bad}/${found.injected} ended with a sentence, left every object whole and converged at the next command`, holds: found.faults.length === 0 });
  }
}
report(results);
