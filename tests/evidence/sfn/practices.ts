// The practices of AWS's guidance: each row with what upholds it, and the tests that prove it, which are run.
//   node tests/evidence/sfn/practices.ts
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue as aslCatalogue } from '@millrace/asl';
import { practices, type Practice } from '@millrace/facts';
import { catalogues } from 'millrace';
import { faultsOf } from '../../practices/proof.ts';
import { report } from '../report.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const rows: readonly Practice[] = practices;
const codes = new Set([...Object.values(await catalogues()).flatMap((one) => Object.keys(one)), ...aslCatalogue.map(({ code }) => code)]);
const faults = rows.flatMap((row) => faultsOf(row, root, codes));
const upheld = rows.flatMap((row) => row.upheld);
const of = (target: 'glue' | 'sfn'): number => rows.filter(({ targets }) => targets.includes(target)).length;
const means = [...Map.groupBy(upheld, ({ by }) => by)].map(([by, list]) => `${list.length} ${by}`).join(', ');

interface Ran { readonly name: string; readonly assertionResults: readonly { readonly title: string; readonly status: string }[] }

/** What became of the tests of these files; titles of tests that take cases have them filled in. */
function ran(files: readonly string[]): readonly Ran[] {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-practices-'));
  try {
    const out = join(folder, 'results.json');
    spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files, '--reporter=json', `--outputFile=${out}`], { cwd: root, stdio: ['ignore', 'ignore', 2] });
    // Written by vitest's JSON reporter.
    return (JSON.parse(readFileSync(out, 'utf8')) as { readonly testResults: readonly Ran[] }).testResults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const tests = new Map(upheld.map(({ test }) => [`${test.file}: ${test.name}`, test]));
const results = ran([...new Set([...tests.values()].map(({ file }) => file))]);
const titled = (name: string): RegExp => new RegExp(`^${name.split(/%[sdifjo]|\$\w+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*')}$`);
const unproved = [...tests].filter(([, { file, name }]) => {
  const own = (results.find((one) => one.name === join(root, file))?.assertionResults ?? []).filter(({ title }) => titled(name).test(title));
  return own.length === 0 || own.some(({ status }) => status !== 'passed');
}).map(([told]) => told);

report([
  {
    figure: `${rows.length} practices (${of('sfn')} of Step Functions, ${of('glue')} of Glue workflows), upheld in ${upheld.length} ways (${means}): ${faults.length} without enforcement or without a test that exists${faults.length === 0 ? '' : `; ${faults.join('; ')}`}`,
    holds: rows.length > 0 && faults.length === 0,
  },
  { figure: `${tests.size} tests are named as their proof: ${tests.size - unproved.length} ran and passed${unproved.length === 0 ? '' : `; not: ${unproved.join('; ')}`}`, holds: unproved.length === 0 },
]);
