import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import type { Blobs, Executor, WorkResult } from '../host/types.ts';
import { processExecutor } from './process-executor.ts';

let dir: string;
let blobs: Blobs;
let executor: Executor & { close(): void };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-libraries-'));
  blobs = memoryBlobs();
  blobs.createBucket('code');
  executor = processExecutor({ dir, python: 'python3', endpoint: () => 'http://127.0.0.1:1', region: 'eu-west-1', pythonPath: [], env: { ...process.env, PIP_NO_INDEX: '1' }, blobs, spark: null });
});
afterEach(() => {
  executor.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

const text = (body: string): Uint8Array => new TextEncoder().encode(body);

function run(id: string, script: string, args: Readonly<Record<string, string>>): Promise<WorkResult> {
  blobs.put('code', 'script.py', text(script));
  return new Promise((resolve) => executor.start({ kind: 'job', id, jobName: 'j', attempt: 0, scriptLocation: 's3://code/script.py', args, pythonVersion: '3.9' }, resolve));
}

/** A library as an archive: a wheel, where it has a name of one. */
function archive(key: string, files: Readonly<Record<string, string>>): void {
  const path = join(dir, 'made.zip');
  const make = 'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as out:\n    for name, text in json.loads(sys.argv[2]).items():\n        out.writestr(name, text)\n';
  execFileSync('python3', ['-c', make, path, JSON.stringify(files)]);
  blobs.put('code', key, readFileSync(path));
}
const wheel = (value: string): Readonly<Record<string, string>> => ({
  'shout.py': `VALUE = "${value}"\n`,
  'shout-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: shout\nVersion: 1.0\n',
  'shout-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  'shout-1.0.dist-info/RECORD': '',
});

const sets = (): readonly string[] => readdirSync(join(dir, 'libraries')).filter((name) => /^[\da-f]{16}$/.test(name));

test('jobs import the files, archives and wheels that their arguments name; two at once install what they share once', { timeout: 60_000 }, async () => {
  blobs.put('code', 'lib/helper.py', text('WORD = "file"\n'));
  archive('lib/pack.zip', { 'pack/__init__.py': 'WORD = "archive"\n' });
  archive('lib/shout-1.0-py3-none-any.whl', wheel('wheel'));
  const script = 'import sys, helper, pack, shout\nassert (helper.WORD, pack.WORD, shout.VALUE) == ("file", "archive", "wheel")\nassert sys.argv[0].endswith("script.py") and "--day" in sys.argv, sys.argv\n';
  const args = { '--day': 'monday', '--extra-py-files': 's3://code/lib/helper.py, s3://code/lib/pack.zip', '--additional-python-modules': 's3://code/lib/shout-1.0-py3-none-any.whl' };
  const succeeded = { outcome: 'succeeded', message: null, tables: [], bookmark: null };
  expect(await Promise.all([run('jr_1', script, args), run('jr_2', script, args)])).toEqual([succeeded, succeeded]);
  const logs = ['jr_1', 'jr_2'].map((id) => readFileSync(join(dir, 'jobs', id, 'log.txt'), 'utf8'));
  expect(logs.filter((log) => log.includes('Installing libraries'))).toHaveLength(1);
  expect(sets()).toHaveLength(1);
});

test('what pip cannot install fails the job with what pip said last, and leaves nothing half-made', { timeout: 60_000 }, async () => {
  const { outcome, message } = await run('jr_1', '', { '--additional-python-modules': 'no-such-library==1.0' });
  expect(outcome).toBe('failed');
  expect(message).toMatch(/pip could not install no-such-library==1\.0: .*No matching distribution found.*package index/);
  expect(sets()).toEqual([]);
});

test('a library that is not in S3, or is none, is named before anything runs', async () => {
  expect((await run('jr_1', '', { '--extra-py-files': 's3://code/none.py' })).message).toContain('s3://code/none.py that --extra-py-files names does not exist');
  blobs.put('code', 'data.csv', text(''));
  expect((await run('jr_2', '', { '--extra-py-files': 's3://code/data.csv' })).message).toContain('is no Python library');
});
