import type { Step } from '@millrace/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSources } from './sources.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-sources-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function read(bytes: Buffer) {
  writeFileSync(join(dir, 'clean.py'), bytes);
  // Only the kind and the script are looked at.
  const clean = { name: 'clean', kind: 'glueJob', with: { type: 'pythonshell', script: './clean.py' } } as unknown as Step;
  return readSources({ steps: [clean], onFailure: null, finally: null }, dir);
}

describe('the scripts of a pipeline', () => {
  it('a script in Latin-1 is refused with the line of its first such byte, and not changed in silence', () => {
    const { problems } = read(Buffer.from('# first\nname = "Müller"\n', 'latin1'));
    expect(problems).toMatchObject([{ code: 'MR7103', severity: 'error', pointer: '/steps/0/with/script', at: { file: join(dir, 'clean.py'), line: 2 } }]);
  });

  it('UTF-8 passes, with a mark at its start and signs of the replacement character itself', () => {
    const text = '\ufeffname = "Müller \ufffd 🛫"\n';
    const { problems, sources } = read(Buffer.from(text));
    expect(problems).toEqual([]);
    expect(sources.get('./clean.py')?.text).toBe(text);
  });

  it('a sign that is cut off at the end of the file is found', () => {
    expect(read(Buffer.from([35, 10, 0xe2, 0x82])).problems).toMatchObject([{ at: { line: 2 } }]);
  });
});
