import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { helperPy } from './index.ts';

/** Plays a helper whose looks answer what is given, one after the other; its clock stands at 0, and it only notes how long it would sleep. */
const DRIVER = `
import json, sys, threading
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import helper
helper.now_ms = lambda: 0
answers = iter(json.load(sys.stdin))
slept = []
class Played(helper.Helper):
    def look(self):
        return next(answers)
    def other(self, kind, action):
        slept.append(kind)
Played({"runsBucket": "runs", "pollSeconds": 15}, None, None, None, slept.append, threading.Event()).run()
print(json.dumps(slept))
`;
function sleeps(looks: readonly object[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-polling-'));
  try {
    writeFileSync(join(folder, 'helper.py'), helperPy.text);
    const done = spawnSync('python3', ['-c', DRIVER, folder], { input: JSON.stringify([...looks, { action: 'end', writes: [], removes: [] }]), encoding: 'utf8' });
    expect(done.stderr).toBe('');
    return JSON.parse(done.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const wait = (until: number | null = null) => ({ action: 'wait', until });

test('a helper looks soon at first and less often then, soon again once something has changed, and is awake at the very instant that it waits for', () => {
  expect(sleeps([...Array.from({ length: 6 }, () => wait()), { action: 'record' }, wait(), wait()])).toEqual([1, 2, 4, 8, 15, 15, 'record', 1, 2]);
  expect(sleeps([wait(60_000), wait(500), wait(-1)])).toEqual([1, 0.5, 0]);
});
