import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { committedBookmark, layBookmark } from './job-folder.ts';

// What a script's reads and commits do to its bookmark, without Spark: the files are given with their times.
const python = fileURLToPath(new URL('../../python/awsglue/', import.meta.url));
const enable = { job_bookmark_option: 'job-bookmark-enable' };
const minute = 60_000;
const now = 1_000 * minute;

type Files = Readonly<Record<string, number>>;
interface Step {
  readonly source: string;
  readonly found: Files;
  readonly now: number;
  readonly options?: Readonly<Record<string, number>>;
}
const read = (found: Files, at = now, options: Readonly<Record<string, number>> = {}, source = 'in'): Step => ({ source, found, now: at, options });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-bookmarks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Begins, reads, commits unless told otherwise; gives what each read chose, null for all files, and what was committed. */
function play(given: { readonly read: string; readonly until?: string }, steps: readonly Step[], args: Readonly<Record<string, string>> = enable, commit = true): { readonly chosen: readonly (readonly string[] | null)[]; readonly committed: string | null } {
  rmSync(join(folder, 'bookmark-new.json'), { force: true });
  layBookmark(folder, { read: given.read, until: given.until ?? null });
  const script = `
import json, sys
sys.path.insert(0, ${JSON.stringify(python)})
import bookmarks
task = json.load(sys.stdin)
bookmarks.begin(task["args"])
chosen = []
for step in task["steps"]:
    bookmarks.time.time = lambda: step["now"] / 1000
    one = bookmarks.choose(step["source"], lambda: step["found"], step["options"])
    chosen.append(None if one is None else sorted(one))
if task["commit"]:
    bookmarks.commit()
print(json.dumps(chosen))
`;
  const out = execFileSync('python3', ['-c', script], { input: JSON.stringify({ args, steps, commit }), env: { ...process.env, MILLRACE_BOOKMARKS: folder }, encoding: 'utf8' });
  // The script above printed it.
  return { chosen: JSON.parse(out) as readonly (readonly string[] | null)[], committed: committedBookmark(folder) };
}
const after = (...steps: readonly Step[]): string => play({ read: '{}' }, steps).committed ?? 'null';

describe('a read with a bookmark', () => {
  test('reads all at first, then what is new or was changed', () => {
    const first = play({ read: '{}' }, [read({ old: now - 60 * minute, a: now - minute, b: now - 1 })]);
    expect(first.chosen).toEqual([null]);
    const later = read({ old: now - 60 * minute, a: now - minute, b: now + 5, c: now + 10 }, now + minute);
    expect(play({ read: first.committed ?? '' }, [later]).chosen).toEqual([['b', 'c']]);
    expect(play({ read: after(read({ a: now - 1 })) }, [read({ a: now - 1 }, now + minute)]).chosen).toEqual([[]]);
  });

  test('finds a file of the last quarter of an hour that was not listed then, and none that is older', () => {
    const seen = after(read({ a: now - minute }));
    expect(play({ read: seen }, [read({ a: now - minute, late: now - 14 * minute, old: now - 16 * minute }, now + minute)]).chosen).toEqual([['late']]);
  });

  test('notes so many files of that time at most, and leaves the others to the next run', () => {
    const files = { a: now - 3, b: now - 2, c: now - 1, old: now - 60 * minute };
    const first = play({ read: '{}' }, [read(files, now, { maxFilesInBand: 2 })]);
    expect(first.chosen).toEqual([['a', 'b', 'old']]);
    expect(play({ read: first.committed ?? '' }, [read(files, now + minute, { maxFilesInBand: 2 })]).chosen).toEqual([[]]);
    expect(play({ read: first.committed ?? '' }, [read(files, now + 30 * minute)]).chosen).toEqual([['c']]);
  });

  test('knows each source by its context, and reads all of one without', () => {
    const seen = after(read({ a: now - 1 }, now, {}, 'one'));
    const other = play({ read: seen }, [read({ a: now - 1 }, now + 1, {}, 'two'), read({ a: now - 1 }, now + 1, {}, '')]);
    expect(other.chosen).toEqual([null, null]);
    expect(Object.keys(JSON.parse(other.committed ?? '') as object)).toEqual(['one', 'two']);
  });

  test('of a context that is read twice keeps both', () => {
    const seen = after(read({ a: now - 2 }), read({ b: now - 1 }, now + 1));
    expect(play({ read: seen }, [read({ a: now - 2, b: now - 1, c: now + 2 }, now + minute)]).chosen).toEqual([['c']]);
  });

  test('reads between two runs where it is paused so', () => {
    const first = after(read({ a: now - minute }));
    const second = play({ read: first }, [read({ a: now - minute, b: now + minute }, now + 2 * minute)]).committed ?? '';
    const all = read({ a: now - minute, b: now + minute, c: now + 3 * minute }, now + 4 * minute);
    const paused = { job_bookmark_option: 'job-bookmark-pause' };
    expect(play({ read: first, until: second }, [all], paused)).toEqual({ chosen: [['b']], committed: null });
    expect(play({ read: first }, [all], paused)).toEqual({ chosen: [['b', 'c']], committed: null });
    expect(play({ read: first, until: '{}' }, [all], paused).chosen).toEqual([[]]);
  });

  test('that is disabled, or whose script gives Job.init no arguments, reads all', () => {
    const seen = after(read({ a: now - 1 }));
    for (const args of [{}, { job_bookmark_option: 'job-bookmark-disable' }]) expect(play({ read: seen }, [read({ a: now - 1 })], args)).toEqual({ chosen: [null], committed: null });
  });

  test('that is not committed leaves nothing', () => {
    expect(play({ read: '{}' }, [read({ a: now - 1 })], enable, false).committed).toBeNull();
  });
});

test('a run whose range names no run fails with the reason', () => {
  mkdirSync(folder, { recursive: true });
  layBookmark(folder, { refused: "The job 'j' has no run 'x'." });
  expect(JSON.parse(readFileSync(join(folder, 'bookmark.json'), 'utf8'))).toEqual({ refused: "The job 'j' has no run 'x'." });
  const script = `import sys; sys.path.insert(0, ${JSON.stringify(python)}); import bookmarks; bookmarks.begin({"job_bookmark_option": "job-bookmark-pause"})`;
  writeFileSync(join(folder, 'script.py'), script);
  expect(() => execFileSync('python3', [join(folder, 'script.py')], { env: { ...process.env, MILLRACE_BOOKMARKS: folder }, stdio: 'pipe' })).toThrow("The job 'j' has no run 'x'.");
});
