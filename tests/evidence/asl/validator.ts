// What the validator catches of what others miss and of what the specification forbids, and what it says of definitions that AWS ran. `validator.ts [FOLDER]`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate, type Json } from '@millrace/asl';
import { root } from '../../../tools/python.ts';
import { listOf, member } from '../../conformance/asl-record.ts';
import { runnable } from '../../conformance/asl-mocks.ts';
import { report, type Result } from '../report.ts';
import { absent, corpusCases, corpusFolder } from './corpus.ts';

const checks = join('packages', 'asl', 'src', 'check');
const leastForbidden = 40;

/** Runs test files; gives each test's name and whether it passed. */
function tested(file: string): readonly { readonly name: string; readonly passed: boolean }[] {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-tests-'));
  try {
    const out = join(folder, 'out.json');
    spawnSync('vitest', ['run', join(checks, file), '--reporter=json', `--outputFile=${out}`], { cwd: root, stdio: ['ignore', 2, 2] });
    const found: unknown = JSON.parse(readFileSync(out, 'utf8'));
    return listOf(member(found, 'testResults')).flatMap((one) => listOf(member(one, 'assertionResults')).map((one) => ({ name: String(member(one, 'title')), passed: member(one, 'status') === 'passed' })));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counted(what: string, tests: readonly { readonly name: string; readonly passed: boolean }[], least: number): Result {
  const failed = tests.filter(({ passed }) => !passed).map(({ name }) => name);
  return { figure: `${tests.length - failed.length} of ${tests.length} ${what}${failed.length === 0 ? '' : `; not: ${failed.join(', ')}`}`, holds: failed.length === 0 && tests.length >= least };
}

function corpus(folder: string): Result {
  const definitions = new Map(corpusCases(folder).map((one): [string, Json] => {
    const definition = runnable(one);
    return [JSON.stringify(definition), definition];
  }));
  const wrong: string[] = [];
  for (const [text, definition] of definitions) {
    // JSON is YAML, too.
    const ways = [validate(definition), validate(text, { format: 'json' }), validate(text, { format: 'yaml' })];
    const errors = ways.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error'));
    if (errors[0] !== undefined) wrong.push(`${errors[0].code} ${errors[0].pointer} ${errors[0].message}`);
  }
  return { figure: `${definitions.size} different definitions that AWS ran, as a value, as JSON and as YAML: ${wrong.length} with an error${wrong.length === 0 ? '' : `: ${wrong.slice(0, 5).join('; ')}`}`, holds: wrong.length === 0 && definitions.size > 0 };
}

const probes = tested('probes.test.ts');
const forbidden = tested('forbidden.test.ts');
const folder = corpusFolder();
report([
  counted('probes of faults that other validators miss, and of sound definitions that they reject', probes, 25),
  counted('definitions that the specification or the guide forbids are rejected with the code and at the place of their clause', forbidden.filter(({ name }) => / is rejected \(.+\)$/u.test(name)), leastForbidden),
  folder === null ? { figure: absent, holds: null } : corpus(folder),
]);
