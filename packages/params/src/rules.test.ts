import { describe, expect, test } from 'vitest';
import { checkDeclarations, checkNames, declarationSchema, layersOf, param, patternFault, render, resolveParams, secretIn, type Declaration, type Declarations } from './index.ts';

const given = (declaration: Declaration, value: unknown) => resolveParams({ p: declaration }, [{ name: 'run', values: { p: value } }], null);
const taken = (declaration: Declaration, value: unknown) => given(declaration, value).values['p'];
const code = (declaration: Declaration, value: unknown) => given(declaration, value).problems.map((problem) => problem.code).join();

describe('types of texts that mean something', () => {
  test.each([
    [param.bucket(), 'acme-raw', 'acme-raw'],
    [param.iamRole(), 'arn:aws:iam::123456789012:role/etl', 'arn:aws:iam::123456789012:role/etl'],
    [param.list(), '[ "a", "b" ]', '[ "a", "b" ]'],
    [param.list({ items: 'integer' }), [1, 2], '[1,2]'],
    [param.json(), '{ "a": [1, null] }', '{ "a": [1, null] }'],
    [param.secret(), 'orders/database', 'orders/database'],
    [param.secret(), 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf'],
  ])('%o takes %j', (declaration, value, expected) => {
    expect(taken(declaration, value)).toBe(expected);
  });

  test.each([
    [param.bucket(), 's3://acme-raw'], [param.bucket(), 'Acme'], [param.iamRole(), 'etl'], [param.list(), 'a,b'], [param.list(), '[1]'], [param.list({ items: 'integer' }), '["1"]'],
    [param.json(), 'null'], [param.json(), '{a: 1}'], [param.secret(), 'two words'],
  ])('%o does not take %j', (declaration, value) => {
    expect(code(declaration, value)).toBe('MR2012');
  });
});

describe('rules', () => {
  test('narrow what a type takes', () => {
    expect([code(param.string({ pattern: '[A-Z]{2}' }), 'NY'), code(param.string({ pattern: '[A-Z]{2}' }), 'NYC'), code(param.integer({ min: 1, max: 5 }), '6')]).toEqual(['', 'MR2015', 'MR2015']);
    expect([code(param.string({ minLength: 1 }), ''), code(param.string({ maxLength: 1 }), '🚀'), code(param.list({ minLength: 1 }), '[]')]).toEqual(['MR2015', '', 'MR2015']);
  });

  test('that do not fit their type are refused, defaults that break them too', () => {
    const declared: Declarations = {
      a: { ...param.boolean(), min: 1 }, b: param.string({ minLength: 3, maxLength: 2 }), c: param.integer({ min: 2, default: 1 }), d: param.string({ pattern: '(a+)+' }), e: { ...param.string(), items: 'string' },
    };
    expect(checkDeclarations(declared).map((problem) => `${problem.code} ${problem.name}`)).toEqual(['MR2005 a', 'MR2005 b', 'MR2003 c', 'MR2005 d', 'MR2005 e']);
  });

  test.each(['[A-Z]{2}-\\d+', '(?:ab|cd)x?', 's3://[^/]+/.*', 'a{3}b{0,2}', '[(*+]', '\\(\\d\\)'])('the pattern %s is taken', (pattern) => {
    expect(patternFault(pattern)).toBeNull();
  });
  test.each(['(a+)+', '(a|a)*', 'a*a*a*', '(?=a)', '(?<!a)b', '(a)\\1', '(?<x>a)', '(', 'a?'.repeat(40), '((a{1,9}){1,9}){1,9}', 'x'.repeat(600)])('the pattern %s is not', (pattern) => {
    expect(patternFault(pattern)).not.toBeNull();
  });
});

describe('secrets', () => {
  const secrets = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '-----BEGIN RSA PRIVATE KEY-----\nMII', 'jdbc:mysql://host/db?user=a&password=hunter2', 'postgres://me:hunter2@host/db', '{"password": "hunter2"}', '["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]', ' wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '{"k":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}',
    `eyJ${'hbGciOiJI'.repeat(2)}.eyJ${'zdWIiOiIx'.repeat(2)}.${'c2lnbmF0'.repeat(2)}`, `github_pat_${'a1B2'.repeat(6)}`, `glpat-${'a1B2'.repeat(5)}`, `sk_live_${'a1B2'.repeat(5)}`, `AIza${'a1B2x'.repeat(7)}`, '{"secret":"x"}', 'https://acme/x?token=abc'];
  test.each(secrets)('%s is refused and never shown', (value) => {
    const found = given(param.string(), value).problems;
    expect(found.map((problem) => problem.code)).toEqual(['MR2014']);
    expect(JSON.stringify(found)).not.toContain(value.slice(0, 12));
    expect(checkDeclarations({ p: param.string({ default: value }) })).toMatchObject([{ code: 'MR2014' }]);
  });
  test.each(['orders/database', 's3://acme/password/reset.csv', 'forgot password?', '0123456789abcdef0123456789abcdef01234567', 'jdbc:mysql://host/db?password={{resolve:x}}', 'mode=fast', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf', 'max_token=4096', 's3://acme/token/x', 'tokens: many'])('%s is an ordinary text', (value) => {
    expect(secretIn(value)).toBeNull();
  });
});

describe('what is given to a secret parameter', () => {
  test('is in no message, since it may be the secret itself', () => {
    const told = [...given(param.secret(), 'hunter2!').problems, ...given(param.secret(), { pin: 'hunter2!' }).problems, ...checkDeclarations({ p: param.secret({ default: 'P@ss hunter2!' }) })];
    expect(told.map((problem) => problem.code)).toEqual(['MR2012', 'MR2012', 'MR2003']);
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });

  test('a plain text under the name of a password is refused', () => {
    const found = checkDeclarations({ db_password: param.string({ default: 'hunter2' }), apiKey: param.string({ default: 'x' }), token: param.string({ default: '' }), token_count: param.string({ default: '5' }), password: param.secret({ default: 'prod/db' }) });
    expect(found.map(({ code, name }) => `${code} ${name}`)).toEqual(['MR2014 db_password', 'MR2014 apiKey']);
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(found[0]?.hint).toContain('of type secret');
  });

  test('a rendering notes values that look like secrets', () => {
    const rendered = render('boto3', { '--K': 'AKIAIOSFODNN7EXAMPLE', '--L': 'x' });
    expect('notes' in rendered && rendered.notes).toMatchObject([expect.stringContaining("'--K' looks like an AWS access key")]);
  });
});

describe('JSON arrives as it was written, or not at all', () => {
  test.each(['{"id":12345678901234567890}', '1e400', '[0.10000000000000000001]', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[9007199254740993]'])('%s is refused', (text) => {
    expect(code(param.json(), text)).toBe('MR2012');
  });
  test.each(['{"id": 1.50, "b":[1E2,-0.0]}', '{"a":{"a":1},"b":{"a":":"}}', '"12345678901234567890"', '5e-324', '[1.7976931348623157e308]'])('%s stays', (text) => {
    expect(taken(param.json(), text)).toBe(text);
  });
  test('what a value holds and JSON has no word for is refused', () => {
    for (const value of [Infinity, { a: undefined }, [NaN], new Date(0), 5n, { a: () => 1 }]) expect(code(param.json(), value)).toBe('MR2012');
  });
  test('the same JSON in other spacing is no other value', () => {
    const declared = { p: param.json({ default: { a: 1 }, overridable: false }) };
    expect(resolveParams(declared, layersOf({ run: { p: '{ "a": 1 }' } }), null).problems).toEqual([]);
  });
});

describe('layers', () => {
  const declared = { limit: param.integer({ default: 1 }), fixed: param.string({ default: 'a', overridable: false }) };

  test('override each other in the documented order', () => {
    const names = ['environmentFile', 'environment', 'saved', 'run', 'nonOverridable'] as const;
    const from = names.map((_, count) => resolveParams(declared, layersOf(Object.fromEntries(names.slice(0, count + 1).map((name, index) => [name, { limit: index }]))), null).from['limit']);
    expect(from).toEqual(['environment file', 'environment', 'saved on the job', 'run', 'non-overridable']);
  });

  test('a parameter that is not overridable is the environment’s, never the run’s', () => {
    const of = (values: Parameters<typeof layersOf>[0]) => {
      const { values: { fixed }, problems } = resolveParams(declared, layersOf(values), null);
      return [fixed, ...problems.map((problem) => problem.code)];
    };
    expect(of({ environment: { fixed: 'b' } })).toEqual(['b']);
    expect(of({ run: { fixed: 'b' } })).toEqual([undefined, 'MR2016']);
    expect(of({ environment: { fixed: 'b' }, run: { fixed: 'b' } })).toEqual(['b']);
    expect(of({ run: { fixed: 'b' }, nonOverridable: { fixed: 'a' } })).toEqual([undefined, 'MR2016']);
  });

  test('what is saved on the job stands, though no run may give another value', () => {
    expect(resolveParams(declared, layersOf({ saved: { fixed: 'c' } }), null)).toMatchObject({ values: { fixed: 'c' }, problems: [] });
  });

  test('it is the run that gives another value, also where the job has a non-overridable one', () => {
    const [problem] = resolveParams(declared, layersOf({ run: { fixed: 'b' }, nonOverridable: { fixed: 'a' } }), null).problems;
    expect(problem?.message).toContain('the run gives it another value');
  });

  test('all arguments together have to fit', () => {
    expect(given(param.string(), 'é'.repeat(130_000)).problems).toMatchObject([{ code: 'MR2017', name: 'p' }]);
    expect(given(param.string(), 'é'.repeat(129_000)).problems).toEqual([]);
  });
});

test('names are compared with those of a version of Glue', () => {
  const names = { job: 0, source: 0, source_path: 0, conf: 0, TempDir: 0, MILLRACE_X: 0, 'a-b': 0, limit: 0 };
  expect(checkNames(names, { glueVersion: '5.1' }).map((problem) => `${problem.code} ${problem.name}`)).toEqual(['MR2007 job', 'MR2007 source', 'MR2006 conf', 'MR2002 TempDir', 'MR2002 MILLRACE_X', 'MR2001 a-b']);
  expect(checkNames(names, { glueVersion: '6.0' }).map((problem) => problem.name)).toEqual(['conf', 'TempDir', 'MILLRACE_X', 'a-b']);
});

test.each(['WORKFLOW', 'W', 'JOB_N', 'M', 'MILL'])('%s is the beginning of a name that Glue or Millrace passes', (name) => {
  expect(checkNames({ [name]: 0 }, { glueVersion: '5.0' })).toMatchObject([{ code: 'MR2007' }]);
  expect(checkNames({ [name]: 0 }, { glueVersion: '6.0' })).toEqual([]);
});

test('a secret by the name of its parameter is refused wherever the value comes from, and not repeated', () => {
  const declared = { db_password: param.string(), token: param.string({ default: { run: 'id' } }) };
  for (const layers of [{ run: { db_password: 'hunter2' } }, { environment: { db_password: 'hunter2' } }, { environmentFile: { db_password: 'hunter2' } }, { saved: { db_password: 'hunter2' } }]) {
    const { problems, values } = resolveParams(declared, layersOf(layers), { id: '20260131t020000-k3x7qd', date: '2026-01-31' });
    expect(problems).toMatchObject([{ code: 'MR2014', name: 'db_password' }]);
    expect(JSON.stringify([problems, values])).not.toContain('hunter2');
    expect(values).toHaveProperty('token');
  }
});

test('there is no year 0', () => {
  expect([code(param.date(), '0000-01-01'), code(param.date(), '0001-01-01')]).toEqual(['MR2012', '']);
});

test('a declaration without rules is the JSON that it always was', () => {
  expect(JSON.stringify(declarationSchema.parse({ type: 'string' }))).toBe('{"type":"string","description":"","default":null,"values":[]}');
  expect(JSON.stringify(param.string())).toBe('{"type":"string","description":"","default":null,"values":[]}');
});
