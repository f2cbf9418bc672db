import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  checkDeclarations, fromAirflowParam, fromGlueArguments, fromJsonSchema, fromParameterSpec, fromStepFunctionsCheck, fromZod, param, resolveParams, toAirflowParams, toGlueArguments, toJsonSchema, toParameterSpec, toStepFunctionsCheck, toZod,
  type Declaration, type Declarations,
} from '../index.ts';
import { ruleFault } from '../rules.ts';

const declared: Declarations = {
  source: param.s3Uri({ description: 'Raw files', default: 's3://acme-raw/orders/' }),
  day: param.date({ default: { run: 'date' } }),
  limit: param.integer({ default: 5, min: 1, max: 9, saved: true }),
  ratio: param.double(),
  full: param.boolean({ default: false, overridable: false }),
  mode: param.enum({ values: ['full', 'delta'], default: 'delta' }),
  region: param.string({ pattern: '[A-Z]{2}|x/y', minLength: 2, maxLength: 3 }),
  raw: param.bucket(), role: param.iamRole(), ids: param.list({ items: 'integer', default: [1, 2], maxLength: 3 }), words: param.list(), options: param.json({ default: { a: [1, null, true] } }), login: param.secret({ default: 'orders/db' }),
};
const required = { ratio: 0.5, region: 'NY', raw: 'acme-raw', role: 'arn:aws:iam::123456789012:role/etl', words: ['a'] };

test('the declarations that the other tests convert are right', () => {
  expect(checkDeclarations(declared)).toEqual([]);
});

describe('zod', () => {
  test('takes and gives what resolving gives', () => {
    const text = { ...required, ratio: '0.5', limit: '7' };
    expect(toZod(declared).parse(text)).toEqual(resolveParams(declared, [{ name: 'run', values: text }], null).values);
  });
  test.each([{ ...required, limit: 10 }, { ...required, other: 1 }, { ...required, raw: 'Acme' }, { ...required, region: 'NYC' }, { ...required, ratio: undefined }, {}])('refuses %j', (values) => {
    expect(toZod(declared).safeParse(values).success).toBe(false);
  });
});

describe('JSON Schema', () => {
  test('comes back as the same declarations', () => {
    expect(fromJsonSchema(JSON.parse(JSON.stringify(toJsonSchema(declared))))).toEqual(declared);
  });
  test('is read by another validator the same way', () => {
    const validator = z.fromJSONSchema(toJsonSchema(declared));
    const good = { ...required, ids: [1] };
    expect([good, { ...good, limit: 10 }, { ...good, raw: 'A' }, { ...good, region: 'NYC' }, { ...good, other: 1 }, { ...good, ids: ['1'] }].map((value) => validator.safeParse(value).success)).toEqual([true, false, false, false, false, false]);
  });
  test('of others is declared where there is a counterpart', () => {
    const schema = { properties: { day: { type: 'string', format: 'date' }, n: { type: 'integer', minimum: 1, default: 2 }, mode: { enum: ['a', 'b'] }, tags: { type: 'array', items: { type: 'string' } }, x: { type: 'string', pattern: '^[a-z]+$' } } };
    expect(fromJsonSchema(schema)).toEqual({ day: param.date(), n: param.integer({ min: 1, default: 2 }), mode: param.enum({ values: ['a', 'b'] }), tags: param.list({ items: 'string' }), x: param.string({ pattern: '[a-z]+' }) });
    expect(() => fromJsonSchema({ properties: { x: { type: 'null' } } })).toThrow(TypeError);
  });
});

test('Glue keeps what is saved and what is fixed, as texts', () => {
  const kept = toGlueArguments(declared);
  expect(kept).toEqual({ DefaultArguments: { '--limit': '5' }, NonOverridableArguments: { '--full': 'false' } });
  const back = fromGlueArguments({ ...kept, DefaultArguments: { ...kept.DefaultArguments, '--class': 'Main', '--TempDir': 's3://x/', 'library-set': 'none' } });
  expect(back).toMatchObject({ limit: { type: 'string', default: '5', saved: true }, full: { default: 'false', overridable: false } });
  expect(toGlueArguments(back)).toEqual(kept);
});

test('blueprints know these types and few rules; what they lose is told', () => {
  const { spec, lost } = toParameterSpec(declared);
  expect(spec).toMatchObject({ source: { type: 'S3Uri', defaultValue: 's3://acme-raw/orders/' }, ids: { type: 'Integer', collection: true, defaultValue: [1, 2] }, mode: { type: 'String', allowedValues: ['full', 'delta'] }, raw: { type: 'S3Bucket' }, role: { type: 'IAMRoleArn' } });
  expect(spec['day']).not.toHaveProperty('defaultValue');
  expect(lost.map((sentence) => sentence.split(':')[0])).toEqual(["'day'", "'day'", "'limit'", "'limit'", "'full'", "'region'", "'ids'", "'options'", "'login'"]);
  const plain = Object.fromEntries(['source', 'ratio', 'mode', 'raw', 'role'].map((name) => [name, spec[name] ?? { type: 'String' as const }]));
  expect(fromParameterSpec(plain)).toEqual(Object.fromEntries(Object.keys(plain).map((name) => [name, declared[name]])));
});

test('Airflow gets Python that Python reads, awkward texts included', () => {
  const awkward = { ...declared, odd: param.string({ description: 'it\'s "odd"\n{{ x }}', default: '\'; import os #\\' }) };
  const program = `class Param:\n    def __init__(self, default=None, **schema): self.all = [default, schema]\n${toAirflowParams(awkward)}\nimport json\nprint(json.dumps({name: one.all for name, one in params.items()}))`;
  const { stdout, stderr } = spawnSync('python3', ['-'], { input: program, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ odd: ['\'; import os #\\', { type: 'string' }], limit: [5, { type: 'integer', minimum: 1, maximum: 9 }], day: [null, { type: ['null', 'string'], format: 'date' }], ratio: [null, { type: 'number' }], options: [{ a: [1, null, true] }, {}] });
  const back = Object.entries(JSON.parse(stdout) as Record<string, [unknown, object]>).map(([name, [value, schema]]) => [name, fromAirflowParam({ value, schema, description: null })]); // what the program prints
  expect(Object.fromEntries(back)).toEqual(awkward);
});

test('the day of a run is no template in a default, since Airflow does not fill it in: the DAG is told what to write', () => {
  const text = toAirflowParams({ day: param.date({ default: { run: 'date' } }), id: param.string({ default: { run: 'id' } }) });
  expect(text).not.toMatch(/default='\{\{|default="\{\{/);
  expect(text).toContain('# In templates: {{ params.day or ds }}\n');
  expect(text).toContain('# In templates: {{ params.id or run_id }}\n');
});

test("a Param of others is read from Airflow's JSON form", () => {
  expect(fromAirflowParam({ __class: 'airflow.sdk.definitions.param.Param', value: 5, description: 'How many', schema: { type: 'integer', minimum: 1 } })).toEqual(param.integer({ min: 1, default: 5, description: 'How many' }));
  expect(fromAirflowParam({ value: null, schema: { type: ['null', 'string'], format: 'date' } })).toEqual(param.date());
  expect(() => fromAirflowParam({ value: 'x', schema: { type: 'string', format: 'email' } })).toThrow(TypeError);
});

test('Step Functions get a condition for each value', () => {
  expect(toStepFunctionsCheck(param.double({ min: 1 }), '$states.input.n')).toBe('$exists($states.input.n) ? (($type($states.input.n) = "number" ? $number($string($states.input.n)) = $states.input.n : false) ? $states.input.n >= 1 : false) : false');
  expect(toStepFunctionsCheck(param.string({ pattern: 'a/b', default: 'a/b' }), '$p')).toContain('$contains($p, /^(?:a\\/b)$/)');
});

const length = fc.option(fc.nat(99), { nil: undefined });
const bound = fc.option(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -9007199254740991, 9007199254740991)), { nil: undefined });
const anyDeclaration: fc.Arbitrary<Declaration> = fc.oneof(
  fc.record({ pattern: fc.constantFrom(undefined, '[A-Z]{2}|x/y', '\\d+/\\(\\)', '(?:a|b)c'), minLength: length, maxLength: length }).map((rules) => param.string(rules)),
  fc.record({ min: bound, max: bound }).map((rules) => param.integer(rules)), fc.record({ min: fc.double({ noNaN: true, noDefaultInfinity: true }), max: bound }).map((rules) => param.double(rules)),
  fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }).map((values) => param.enum({ values })),
  fc.record({ items: fc.constantFrom(undefined, 'integer' as const), minLength: length, maxLength: length }).map((rules) => param.list(rules)),
  fc.constantFrom(param.boolean(), param.date(), param.s3Uri(), param.bucket(), param.iamRole(), param.json(), param.secret()),
);

test('a condition for Step Functions and a JSON Schema are read back as the declaration that they were made from', () => {
  fc.assert(fc.property(anyDeclaration, fc.boolean(), fc.constantFrom('$p', '$states.input.params.`a b`'), (declaration, required, path) => {
    const found = fromStepFunctionsCheck(toStepFunctionsCheck({ ...declaration, default: required ? null : 'x' }, path));
    expect(found).toEqual({ path, declaration, required });
    if (ruleFault(declaration) === null && Math.max(-(declaration.min ?? 0), declaration.max ?? 0) < Number.MAX_SAFE_INTEGER) expect(fromJsonSchema(JSON.parse(JSON.stringify(toJsonSchema({ p: declaration }))))).toEqual({ p: declaration });
  }));
  expect(() => fromStepFunctionsCheck('$exists($p) ? true : false')).toThrow(TypeError);
});

test('a bound of -0 is the bound 0, so that it comes back from a condition as it went in', () => {
  const declaration = param.double({ min: -0, max: -0 });
  expect(Object.is(declaration.min, 0)).toBe(true);
  expect(fromStepFunctionsCheck(toStepFunctionsCheck(declaration, '$p')).declaration).toEqual(declaration);
});

test('a zod object becomes declarations', () => {
  const read = fromZod(z.object({ limit: z.int().max(9).default(5), day: z.iso.date(), mode: z.enum(['a', 'b']).describe('How'), state: z.string().min(2).regex(/^[A-Z]+$/), rate: z.number().min(0).optional(), on: z.boolean(), tags: z.array(z.string()) }));
  expect(read).toMatchObject({ limit: { type: 'integer', max: 9, default: 5 }, day: { type: 'date' }, mode: { type: 'enum', values: ['a', 'b'], description: 'How' }, state: { type: 'string', minLength: 2, pattern: '[A-Z]+' }, rate: { type: 'double', min: 0 }, on: { type: 'boolean' }, tags: { type: 'list', items: 'string' } });
  expect(checkDeclarations(read)).toEqual([]);
});

const zod = (field: z.ZodType): Declaration | undefined => fromZod(z.object({ p: field }))['p'];

test('bounds that are left out, one word, and anchors become rules', () => {
  expect([zod(z.int().positive()), zod(z.int().gt(1).lt(5)), zod(z.literal('x')), zod(z.string().regex(/b/)), zod(z.string().regex(/^(a|b)$/))]).toEqual([
    param.integer({ min: 1 }), param.integer({ min: 2, max: 4 }), param.enum({ values: ['x'] }), param.string({ pattern: '[\\s\\S]*b[\\s\\S]*' }), param.string({ pattern: '(a|b)' }),
  ]);
  const begins = zod(z.string().startsWith('s3://'));
  const taken = ['s3://x', 's3://x\ny', 'as3://'].map((value) => resolveParams({ p: begins ?? param.string() }, [{ name: 'run', values: { p: value } }], null).problems.length === 0);
  expect(taken).toEqual([true, true, false]);
});

test.each([
  ['a multiple', z.int().multipleOf(5)], ['an open bound of a number', z.number().gt(0)], ['an address', z.url()], ['a pattern with flags', z.string().regex(/a/i)], ['alternatives', z.union([z.int(), z.string()])],
  ['a refinement', z.string().refine((text) => text !== 'x')], ['fields of an object', z.object({ a: z.int() })], ['bounds of items', z.array(z.int().min(3))], ['anchors of a part', z.string().regex(/^a|b$/)], ['a pattern that takes long', z.string().regex(/^(a+)+$/)], ['null', z.int().nullable()],
])('%s would be lost and is refused', (_what, field) => {
  expect(() => zod(field)).toThrow(TypeError);
  expect(() => fromJsonSchema({ properties: { p: { $ref: '#/$defs/p' } } })).toThrow(/\$ref/);
});

test('a parameter that is saved and fixed is kept as fixed only', () => {
  expect(toGlueArguments({ p: param.string({ default: 'a', saved: true, overridable: false }) })).toEqual({ DefaultArguments: {}, NonOverridableArguments: { '--p': 'a' } });
});
