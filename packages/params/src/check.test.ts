import { expect, test } from 'vitest';
import { checkDeclarations, param, paramDeclarationSchema } from './index.ts';

const codes = (declarations: Parameters<typeof checkDeclarations>[0]) => checkDeclarations(declarations).map(({ code, name }) => `${code} ${name}`);

test('good declarations have no problems', () => {
  expect(codes({ day: param.date({ default: { run: 'date' } }), id: param.string({ default: { run: 'id' } }), n: param.integer({ default: 0 }), flag: param.boolean({ default: false }) })).toEqual([]);
});

test('every mistake is told, in the order of the declarations', () => {
  const found = codes({
    'order-date': param.date(),
    JOB_NAME: param.string(),
    tempdir: param.string(),
    'job_bookmark_option': param.string(),
    MILLRACE_RUN: param.string(),
    day: param.date({ default: '2026-02-30' }),
    count: param.integer({ default: { run: 'date' } }),
    when: param.date({ default: { run: 'id' } }),
    mode: param.enum({ values: [] }),
    again: param.enum({ values: ['a', 'b', 'a'] }),
    colour: param.enum({ values: ['red'], default: { run: 'id' } }),
  });
  expect(found).toEqual(['MR2001 order-date', 'MR2002 JOB_NAME', 'MR2002 tempdir', 'MR2002 job_bookmark_option', 'MR2002 MILLRACE_RUN', 'MR2003 day', 'MR2003 count', 'MR2003 when', 'MR2004 mode', 'MR2004 again', 'MR2003 colour']);
});

test('a default has its own type: text that could be parsed to it is not enough', () => {
  const declared = paramDeclarationSchema.parse({ type: 'integer', default: '1' });
  expect(codes({ n: declared })).toEqual(['MR2003 n']);
});

test('a declaration needs its type alone; the rest is filled in', () => {
  expect(paramDeclarationSchema.parse({ type: 'date' })).toEqual(param.date());
  expect(paramDeclarationSchema.safeParse({ type: 'datum' }).success).toBe(false);
});
