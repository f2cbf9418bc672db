import { fileURLToPath } from 'node:url';
import { catalogue as aslCatalogue } from '@millrace/asl';
import { practices, type Practice } from '@millrace/facts';
import { catalogues } from 'millrace';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageOf } from './page.ts';
import { faultsOf, testsIn } from './proof.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rows: readonly Practice[] = practices;
let codes: ReadonlySet<string>;
beforeAll(async () => {
  codes = new Set([...Object.values(await catalogues()).flatMap((one) => Object.keys(one)), ...aslCatalogue.map(({ code }) => code)]);
});

describe('the practices of the guidance', () => {
  it('are each upheld, and each by a test that exists', () => {
    expect(rows.flatMap((row) => faultsOf(row, root, codes))).toEqual([]);
  });

  it('cover what the guidance asks of Step Functions', () => {
    expect(rows.filter(({ targets }) => targets.includes('sfn')).map(({ id }) => id)).toEqual(expect.arrayContaining(['sfn.timeouts', 'sfn.heartbeats', 'sfn.payloads', 'sfn.logGroup', 'sfn.tracing']));
  });

  it('are what the page for people says', async () => {
    await expect(pageOf(rows)).toMatchFileSnapshot('../../docs/practices.md');
  });

  it('have one name each, a source and a real day', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { source, checkedOn } of rows) {
      expect(source.title).not.toBe('');
      expect(new Date(`${checkedOn}T00:00:00Z`).toISOString().slice(0, 10)).toBe(checkedOn);
    }
  });
});

describe('a row that proves nothing is found', () => {
  const sound: Practice = { id: 'x', title: 'x', claim: 'x', source: { title: 'x', url: null }, checkedOn: '2026-11-30', targets: ['sfn'], upheld: [{ by: 'compiler default', how: 'x', codes: [], test: { file: 'tests/practices/practices.test.ts', name: 'have one name each, a source and a real day' } }] };
  const [only] = sound.upheld;
  const faults = (change: Partial<NonNullable<typeof only>> | null): readonly string[] => faultsOf({ ...sound, upheld: only === undefined || change === null ? [] : [{ ...only, ...change }] }, root, codes);

  it.each([
    ['no enforcement', null, 'x is upheld by nothing'],
    ['a file that is gone', { test: { file: 'tests/gone.test.ts', name: 'x' } }, 'x: there is no tests/gone.test.ts'],
    ['a test that is gone', { test: { file: 'tests/practices/practices.test.ts', name: 'gone' } }, "x: tests/practices/practices.test.ts has no test 'gone'"],
    ['a finding without a code', { by: 'diagnostic' }, 'x: diagnostic with 0 codes'],
    ['a finding that nothing tells', { by: 'diagnostic', codes: ['MR5011'], test: { file: 'tests/boundaries.test.ts', name: 'gone' } }, 'x: tests/boundaries.test.ts does not speak of MR5011'],
  ] as const)('%s', (_what, change, told) => {
    expect(faults(change)).toContain(told);
    expect(faults({})).toEqual([]);
  });

  it('a test that is skipped is none', () => {
    expect([...testsIn('a.ts', "it('a', f); it.each([1])('b', f); test.concurrent('c', f); describe('d', () => { it.skip('e', f); it.todo('f'); test.skipIf(x)('g', f); })")]).toEqual(['a', 'b', 'c']);
  });
});
