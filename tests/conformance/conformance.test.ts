import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
