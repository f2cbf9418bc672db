import { describe, expect, test } from 'vitest';
import { param, resolveParams, type ParamDeclaration } from './index.ts';

const declarations = {
  source: param.s3Uri({ default: 's3://acme-raw/orders/' }),
  day: param.date({ default: { run: 'date' } }),
  limit: param.integer({ default: 100 }),
  ratio: param.double({ default: 0.5 }),
  full: param.boolean({ default: false }),
  mode: param.enum({ values: ['fast', 'thorough'], default: 'fast' }),
  title: param.string(),
};
const facts = { id: '20260131t020000-abcdef', date: '2026-01-31' };
const environment = (values: Record<string, unknown>) => ({ name: 'environment', values });
const run = (values: Record<string, unknown>) => ({ name: 'run', values });

describe('where a value comes from', () => {
  test('a run overrides the environment, which overrides the default', () => {
    const { values, from, problems } = resolveParams(declarations, [environment({ limit: 200, title: 'test' }), run({ title: 'mine' })], facts);
    expect(problems).toEqual([]);
    expect(values).toEqual({ source: 's3://acme-raw/orders/', day: '2026-01-31', limit: 200, ratio: 0.5, full: false, mode: 'fast', title: 'mine' });
    expect(from).toMatchObject({ day: 'default', limit: 'environment', title: 'run' });
  });

  test('null in a layer means that the layer gives nothing', () => {
    const { values, from } = resolveParams(declarations, [environment({ limit: 200 }), run({ limit: null, title: 't' })], facts);
    expect([values['limit'], from['limit']]).toEqual([200, 'environment']);
  });

  test('before there is a run, a default that only the run knows has neither a value nor a problem', () => {
    const { values, problems } = resolveParams(declarations, [run({ title: 't' })], null);
    expect(values).not.toHaveProperty('day');
    expect(problems).toEqual([]);
  });
});

describe('text of a command line', () => {
  test('is parsed to the declared type', () => {
    const text = { limit: '42', ratio: '1e-3', full: 'true', day: '2024-02-29', mode: 'thorough', title: '7', source: 's3://acme/x' };
    expect(resolveParams(declarations, [run(text)], facts).values).toEqual({ limit: 42, ratio: 0.001, full: true, day: '2024-02-29', mode: 'thorough', title: '7', source: 's3://acme/x' });
  });

  test.each([
    ['limit', '4.5'], ['limit', ''], ['limit', '9007199254740993'], ['limit', '0x10'], ['ratio', 'NaN'], ['ratio', 'Infinity'], ['full', 'yes'], ['full', 1],
    ['day', '2026-02-29'], ['day', '2026-2-1'], ['day', '2026-01-31T00:00:00Z'], ['source', 'https://acme/x'], ['source', 's3://A/x'], ['source', 's3://acme/a\nb'], ['title', 7],
  ])('%s does not take %j', (name, value) => {
    const { values, problems } = resolveParams(declarations, [run({ title: 't', [name]: value })], facts);
    expect(problems).toMatchObject([{ code: 'MR2012', name }]);
    expect(values).not.toHaveProperty(name);
  });

  test('minus zero becomes zero, since JSON has no other', () => {
    expect(Object.is(resolveParams({ n: param.double() }, [run({ n: '-0' })], facts).values['n'], 0)).toBe(true);
  });
});

test('all problems come at once, each with its fix', () => {
  const { problems } = resolveParams(declarations, [environment({ limt: 1 }), run({ mode: 'fats', full: 'perhaps' })], facts);
  expect(problems.map(({ code, name, hint }) => [code, name, hint])).toEqual([
    ['MR2010', 'limt', "Did you mean 'limit'?"],
    ['MR2012', 'full', 'Write true or false.'],
    ['MR2013', 'mode', "Did you mean 'fast'? Allowed: 'fast', 'thorough'."],
    ['MR2011', 'title', 'Give text, or declare a default.'],
  ]);
});

test('names that every object has are ordinary unknown names', () => {
  const hostile: Record<string, unknown> = JSON.parse('{"__proto__": 1, "constructor": 2}');
  const none: Record<string, ParamDeclaration> = {};
  expect(resolveParams(none, [run(hostile)], facts).problems.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
});
