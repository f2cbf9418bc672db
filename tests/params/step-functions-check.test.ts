import { run, type Json } from '@millrace/asl';
import { argumentText, param, resolveParams, toStepFunctionsCheck, type Declaration } from '@millrace/params';
import fc from 'fast-check';
import { expect, it } from 'vitest';

async function holds(declaration: Declaration, value: Json | undefined): Promise<Json> {
  const condition = toStepFunctionsCheck(declaration, '$states.input.params.p');
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Check', States: { Check: { Type: 'Pass', Output: `{% ${condition} %}`, End: true } } };
  const { output, error, cause } = await run(definition, { params: value === undefined ? {} : { p: value } });
  return error === null ? output : `${error}: ${String(cause)}`;
}

const role = 'arn:aws:iam::123456789012:role/etl';
const cases: readonly (readonly [Declaration, readonly Json[], readonly Json[]])[] = [
  [param.string({ pattern: '[A-Z]{2}|a/b', minLength: 2 }), ['NY', 'a/b'], ['NYC', '', 5, null]],
  [param.string({ pattern: '[a-z]*' }), ['x'.repeat(4096)], ['x'.repeat(4097)]],
  [param.string({ maxLength: 1 }), ['x', '', '😀'], ['xy', []]],
  [param.integer({ min: 1, max: 9 }), [1, 9], [0, 10, 1.5, '1', true]],
  [param.integer(), [0, -5, 999_999_999_999_999], [1e300, 1e21, 9_007_199_254_740_992]],
  [param.double(), [0.5, 1e300], ['0.5', [1]]],
  [param.boolean(), [true, false], ['true', 0]],
  [param.date(), ['2024-02-29', '0001-01-01'], ['2026-02-29', '2026-2-1', 20260101, '0000-01-01']],
  [param.s3Uri(), ['s3://acme-raw/a b'], ['https://acme', 's3://A/x', 's3://acme-raw/a\nb', 's3://abc/\u0007']],
  [param.enum({ values: ['a', 'b'] }), ['a'], ['c', 1]],
  [param.bucket(), ['acme-raw'], ['Acme', 's3://acme-raw']],
  [param.iamRole(), [role], ['etl', `${role} `.replace('iam', 'sts'), `${role} x`]],
  [param.list({ maxLength: 2 }), [[], ['a'], ['a', 'b']], ['a', [1], ['a', 'b', 'c'], {}, [[]], [['a']]]],
  [param.list({ items: 'integer' }), [[], [1], [1, 2]], [['1'], [1, 1.5], 1, [[]], [1e21]]],
  [param.json(), [{ a: 1 }, 'x', 1, false, []], [null]],
  [param.secret(), ['orders/db', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b'], ['two words', 1, 'password:x', 's3://abc']],
];

it.each(cases)('a state machine takes of %o what it should', async (declaration, good, bad) => {
  for (const value of good) expect(await holds(declaration, value), JSON.stringify(value)).toBe(true);
  for (const value of bad) expect(await holds(declaration, value), JSON.stringify(value)).toBe(false);
});

it('a value may be missing only where there is a default', async () => {
  expect([await holds(param.string(), undefined), await holds(param.string({ default: 'x' }), undefined)]).toEqual([false, true]);
});

const odd = fc.oneof(
  fc.constantFrom<Json>(1e300, 1e21, 9_007_199_254_740_991, -9_007_199_254_740_991, 0, -0, 0.1, 1.0000000000000002, 123_456_789_012_345_680, '', 'a', ' a', 'a\n', '2026-01-31', '2026-13-01', '9999-12-31', 's3://abc', 's3://abc/x', 's3://abc/\u0001', role, `${role}/a b`, 'orders/db', true, [], [[]], ['a'], [1], [1.5], [null], ['a', 1], {}),
  fc.string({ maxLength: 8 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger(), fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.integer()), { maxLength: 4 }),
);
const declarations = [
  ...cases.map(([declaration]) => declaration), param.string(), param.string({ pattern: '[a-z]+\\n?', maxLength: 3 }), param.double({ min: -1, max: 1e20 }), param.integer({ min: -5 }), param.s3Uri({ minLength: 9 }), param.list({ items: 'integer', minLength: 1 }),
];

/** The digits that every engine of JSONata writes. */
function printable(value: Json): boolean {
  if (typeof value === 'number') return Number(value.toPrecision(15)) === value;
  return typeof value !== 'object' || value === null || Object.values(value).every(printable);
}

it('what a state machine takes is what a run takes, but for numbers of more than 15 digits', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...declarations), odd, async (declaration, value) => {
    // What is no text becomes none: a state machine gets typed values, and a text is not read as a number there.
    const typed = typeof value === 'string' && !['string', 'date', 's3Uri', 'enum', 'bucket', 'iamRole', 'secret'].includes(declaration.type);
    if (typed) return;
    const { problems, values } = resolveParams({ p: declaration }, [{ name: 'run', values: { p: value } }], null);
    const told = JSON.stringify([declaration, value, argumentText(values['p'] ?? '')]);
    const found = await holds(declaration, value);
    // Engines write whole numbers with 15 digits or more: only what they may write as another number is left to them.
    expect(found, told).toBe(problems.length === 0 && (printable(value) || found));
  }), { numRuns: 600 });
}, 60_000);
