import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argumentOwner, argumentText, checkDeclarations, checkNames, didYouMean, nameOwner, param, paramsCatalogue, parseValue, resolveParams } from './index.ts';

test.each([['a b', 'a b'], [42, '42'], [0.1, '0.1'], [true, 'true'], [['x', 1, false], '["x",1,false]'], [[], '[]'], ['', '']])('the argument text of %j is %j', (value, text) => {
  expect(argumentText(value)).toBe(text);
});

test('what is written as argument text is read back as the same value', () => {
  fc.assert(fc.property(fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string()), (value) => {
    const declaration = typeof value === 'number' ? param.double() : typeof value === 'boolean' ? param.boolean() : param.string();
    expect(parseValue(declaration, argumentText(value))).toBe(Object.is(value, -0) ? 0 : value);
  }));
});

test('a near miss is suggested, a far one is not', () => {
  const words = ['script', 'timeout', 'retry'];
  expect([didYouMean('scirpt', words), didYouMean('TIMEOUT', words), didYouMean('rety', words), didYouMean('banana', words), didYouMean('', words)]).toEqual(['script', 'timeout', 'retry', null, null]);
});

test('Glue owns its names in every spelling', () => {
  expect(['JOB_NAME', 'job-bookmark-option', 'TempDir', 'WORKFLOW_RUN_ID', 'MILLRACE_STEP', 'DAY'].map(nameOwner)).toEqual(['Glue', 'Glue', 'Glue', 'Glue', 'Millrace', null]);
});

test('what Glue reads as a setting of the job is no argument of a script; in another case or spelling it is', () => {
  expect(['extra-py-files', 'enable-metrics', 'TempDir', 'conf', 'JOB_NAME', 'debug', 'mode', 'endpoint', 'MILLRACE_RUN'].map(argumentOwner)).toEqual([
    'setting', 'setting', 'setting', 'setting', 'Glue', 'Glue', 'Glue', 'Glue', 'Millrace',
  ]);
  expect(['MODE', 'CONF', 'enable_metrics', 'day', 'constructor'].map(argumentOwner)).toEqual([null, null, null, null, null]);
});

test('every code that a declaration or a value can have is explained, and no other one is', () => {
  const found = [
    ...checkDeclarations({ 'a-b': param.string(), JOB_ID: param.string(), c: param.date({ default: 'x' }), d: param.enum({ values: [] }), e: param.string({ pattern: '(' }) }),
    ...checkNames({ class: null, ab: null, abc: null }, { glueVersion: '5.0' }),
    ...resolveParams(
      { a: param.string(), b: param.integer(), c: param.enum({ values: ['x'] }), e: param.string(), f: param.integer({ max: 1 }), g: param.integer({ default: 1, overridable: false }), h: param.string() },
      [{ name: 'run', values: { b: 'x', c: 'y', d: 1, e: 'password=hunter2', f: 2, g: 2, h: 'x'.repeat(260_000) } }],
      null,
    ).problems,
  ].map(({ code }) => code);
  // MR24xx are findings about scripts; MR2008 is told by the reader of pipelines.
  expect(new Set([...found, 'MR2008'])).toEqual(new Set(Object.keys(paramsCatalogue).filter((code) => !code.startsWith('MR24'))));
});
