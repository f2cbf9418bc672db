import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { advised } from './advised.fixture.ts';
import { catalogue, explain } from './catalogue.ts';
import { codeTable } from './code-table.ts';
import { forbidden } from './forbidden.fixture.ts';
import { validate } from './validate.ts';

test('a code is explained, and other words are not', () => {
  expect(explain('ASL1502')).toMatchObject({ severity: 'error', title: 'States.ALL before other rules' });
  expect(explain('ASL9999')).toBeNull();
  expect(explain('__proto__')).toBeNull();
});

test('codes are in order, unique, and say by their number whether they are errors', () => {
  const codes = catalogue.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  for (const { code, severity } of catalogue) expect(severity, code).toBe(code.startsWith('ASL1') ? 'error' : 'warning');
});

test('every code is told of some definition', () => {
  const told = new Set([...forbidden, ...advised].flatMap(({ definition }) => validate(definition).problems.map(({ code }) => code)));
  // Those of texts have tests of their own.
  const ofText = ['ASL1001', 'ASL1002', 'ASL1003', 'ASL1004'];
  expect(catalogue.map(({ code }) => code).filter((code) => !told.has(code) && !ofText.includes(code))).toEqual([]);
});

test('docs/problems.md is the table of the catalogue', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/problems.md'), 'utf8')).toBe(codeTable());
});
