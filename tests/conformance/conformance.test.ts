import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sourcesSuite } from './asl-sources.ts';
import { like } from './asl-wildcards.ts';
import { FolderError, ownFolder, runFolder, table, type Row } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-conformance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Without those whose file the folder lacks. */
const ran = (rows: readonly Row[]): readonly Row[] => rows.filter(({ total }) => total > 0);

test('every recorded case passes', async () => {
  const rows = await runFolder(ownFolder, true);
  expect(ran(rows).map(({ suite, passed, total, short }) => [suite, passed, total, short])).toEqual([
    ['resolved-options, Glue 6.0', 432, 432, false], ['resolved-options, Glue 5.x', 432, 432, false], ['cli-shorthand', 58, 58, false], ['cli-arguments', 17, 17, false],
  ]);
});

test('in another folder one failing case is enough to fall short, and it is named', async () => {
  writeFileSync(join(folder, 'cli-shorthand.json'), JSON.stringify({ cases: [{ input: 'a=b', expected: { a: 'b' }, validForStringMap: true }, { input: 'a=b', expected: { a: 'c' }, validForStringMap: true }] }));
  const rows = await runFolder(folder, false);
  expect(ran(rows).map(({ passed, total, short }) => [passed, total, short])).toEqual([[1, 2, true]]);
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
    expect(ran(await runFolder(copy, false)).map(({ suite }) => suite)).toEqual(['cli-shorthand', 'cli-arguments']);
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

test('suites whose file the project does not keep are listed as skipped', async () => {
  const text = table(await runFolder(ownFolder, true));
  expect(text).toMatch(/asl-cases, none of them in the sources +skipped/u);
});

test('a text of a case that stands in packages/asl is found, with its place', () => {
  const outcomes = sourcesSuite([{ id: 'here::test_x', definition: { Comment: 'kept by their text', States: {} }, input: '{}', events: { output: 'no such text stands there' } }]);
  expect(outcomes.map(({ wrong }) => wrong === null)).toEqual([true, false, false]);
  expect(outcomes[1]?.wrong).toContain('"kept by their text" in src/query/evaluator.ts');
});

test.each<[unknown, unknown, boolean]>([
  ['arn:aws:states:us-east-1:1:execution:m:e', 'arn:<partition>:states:<region>:1:execution:<ArnPart_0idx>:<ExecArnPart_0idx>', true],
  ['arn:aws:sns:us-east-1:1:t', 'arn:<partition>:sqs:<region>:1:t', false],
  ['2026-01-01T00:00:00Z', 'timestamp', true],
  ['{"id":"5","a":1}', '{"a": 1, "id": "<uuid:1>"}', true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [[1, 2], [1], false],
  ['1', 1, false],
])('%j against the record %j: %s', (seen, wanted, same) => {
  expect(like(seen, wanted)).toBe(same);
});

test.each([
  ['resolved-options.json', { id: 'no list', argv: 5, options: ['A'], error: 'GlueArgumentError' }, /no list.*'argv' is a list of strings/], ['resolved-options.json', { id: 'neither', argv: [], options: [] }, /neither.*either 'result' or 'error'/],
  ['resolved-options.json', { id: 'older', argv: ['s'], options: [], result: {}, glue5: 5 }, /older.*'glue5' is an object/], ['cli-shorthand.json', { input: 5, error: 'ShorthandParseSyntaxError' }, /'input' is a string/],
  ['cli-shorthand.json', { input: 'a=b', expected: { a: 'b' } }, /"a=b".*validForStringMap/], ['cli-arguments.json', { args: 'x', exit: 255 }, /"x".*'args' is a list of strings/], ['cli-arguments.json', { args: [], exit: '0' }, /'exit' is 0, 2 or 255/],
])('a malformed case is no case that passes: %s %j', async (file, one, told) => {
  const lone = mkdtempSync(join(tmpdir(), 'millrace-conformance-malformed-'));
  try {
    writeFileSync(join(lone, file), JSON.stringify({ cases: [one] }));
    const running = runFolder(lone, false);
    await expect(running).rejects.toThrow(FolderError);
    await expect(running).rejects.toThrow(told);
  } finally {
    rmSync(lone, { recursive: true, force: true });
  }
});
