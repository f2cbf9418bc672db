import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FolderError, ownFolder, runFolder, table } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-conformance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every recorded case passes', async () => {
  const rows = await runFolder(ownFolder, true);
  expect(rows.map(({ suite, passed, total, short }) => [suite, passed, total, short])).toEqual([
    ['resolved-options, Glue 6.0', 432, 432, false], ['resolved-options, Glue 5.x', 432, 432, false], ['cli-shorthand', 58, 58, false], ['cli-arguments', 17, 17, false],
  ]);
});

test('in another folder one failing case is enough to fall short, and it is named', async () => {
  writeFileSync(join(folder, 'cli-shorthand.json'), JSON.stringify({ cases: [{ input: 'a=b', expected: { a: 'b' }, validForStringMap: true }, { input: 'a=b', expected: { a: 'c' }, validForStringMap: true }] }));
  const rows = await runFolder(folder, false);
  expect(rows.map(({ passed, total, short }) => [passed, total, short])).toEqual([[1, 2, true]]);
  expect(table(rows)).toContain('"a=b": {"expected":{"a":"b"},"valid":true} instead of {"expected":{"a":"c"},"valid":true}');
});

test('a folder without a suite, or with a broken file, is told', async () => {
  await expect(runFolder(join(folder, 'nothing'), false)).rejects.toThrow(FolderError);
  writeFileSync(join(folder, 'cli-arguments.json'), '{');
  await expect(runFolder(folder, false)).rejects.toThrow(FolderError);
});

test('a recorded file that is gone from the default folder, or has lost cases, does not pass', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'millrace-conformance-lost-'));
  try {
    cpSync(ownFolder, copy, { recursive: true });
    const path = join(copy, 'cli-shorthand.json');
    const whole: unknown = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ cases: (whole as { readonly cases: readonly unknown[] }).cases.slice(0, 3) })); // The form that the README documents.
    const rows = await runFolder(copy, true);
    expect(rows.filter(({ short }) => short).map(({ suite, passed, needed }) => [suite, passed, needed])).toEqual([['cli-shorthand', 3, 58]]);
    expect(table(rows)).toContain('3 of     3 passed   BELOW THE LEVEL OF 58');
    // Elsewhere a folder runs what it has.
    expect((await runFolder(copy, false)).some(({ short }) => short)).toBe(false);
    rmSync(join(copy, 'resolved-options.json'));
    await expect(runFolder(copy, true)).rejects.toThrow(/resolved-options\.json' is gone: 432 cases/);
    expect((await runFolder(copy, false)).map(({ suite }) => suite)).toEqual(['cli-shorthand', 'cli-arguments']);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test('a file without cases shows nothing, and is an error wherever it is', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'millrace-conformance-empty-'));
  try {
    writeFileSync(join(empty, 'cli-arguments.json'), '{"cases": []}');
    await expect(runFolder(empty, false)).rejects.toThrow(/holds no case/);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});
