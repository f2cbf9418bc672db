// `npm run evidence -- NAME`: measures again what a part of Millrace claims, row by row. It only calls tests and benches.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, prepareChecks, succeeds } from './checks.ts';
import { root } from './python.ts';

interface Row {
  readonly claim: string;
  readonly kind: 'must' | 'aim';
  /** A command that writes `[{ figure, holds }]` as JSON to the file that EVIDENCE_OUT names. */
  readonly command: readonly string[];
  /** Which of the command's results this row shows (default: the first). */
  readonly index?: number;
}
interface Result {
  readonly figure: string;
  readonly holds: boolean | null;
}

const folder = join(root, 'tests', 'evidence');
const names = readdirSync(folder).filter((name) => name.endsWith('.rows.json')).map((name) => name.replace('.rows.json', ''));
const [name = '', ...only] = process.argv.slice(2);
if (!names.includes(name)) {
  process.stderr.write(`Usage: npm run evidence -- NAME [words of a claim …]\nNames: ${names.join(', ')}\n`);
  process.exit(2);
}

function measure(command: readonly string[]): readonly Result[] {
  const out = join(root, '.millrace', 'evidence.json');
  mkdirSync(join(root, '.millrace'), { recursive: true });
  rmSync(out, { force: true });
  const [program = '', ...args] = command;
  const ran = spawnSync(program === 'node' ? process.execPath : program, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, EVIDENCE_OUT: out }, timeout: 40 * 60_000 });
  if (!existsSync(out)) return [{ figure: `the measurement ended with exit code ${ran.status ?? 'none'} and no figure`, holds: false }];
  const results: unknown = JSON.parse(readFileSync(out, 'utf8'));
  // Written by our own scripts in this shape; anything else is a failure that the table shows.
  const read = (Array.isArray(results) ? results : []) as readonly Result[];
  return ran.status === 0 ? read : read.map((result) => ({ ...result, holds: result.holds === true ? false : result.holds }));
}

prepareChecks();
if (!succeeds(...build, 2)) process.exit(1);

// The rows file is ours and in the repository.
const rows = (JSON.parse(readFileSync(join(folder, `${name}.rows.json`), 'utf8')) as readonly Row[]).filter(({ claim }) => only.every((word) => claim.includes(word)));
const measured = new Map<string, readonly Result[]>();
let short = 0;
process.stdout.write(`| | claim | figure | holds |\n|---|---|---|---|\n`);
for (const { claim, kind, command, index } of rows) {
  const key = command.join('\0');
  const results = measured.get(key) ?? measure(command);
  measured.set(key, results);
  const result = results[index ?? 0] ?? { figure: 'no figure', holds: false };
  if (kind === 'must' && result.holds !== true) short += 1;
  process.stdout.write(`| ${kind} | ${claim} | ${result.figure.replaceAll('|', '\\|')} | ${result.holds === null ? 'not measured' : result.holds ? 'yes' : 'NO'} |\n`);
}
process.stdout.write(`\n${rows.length} rows, ${short} must rows short\n`);
process.exitCode = short === 0 ? 0 : 1;
