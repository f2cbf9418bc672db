import { simulate } from '@millrace/asl';
import { param, toStepFunctionsCheck, type Declaration } from '@millrace/params';
import { expect, it } from 'vitest';

type Json = Parameters<typeof simulate>[1];

async function holds(declaration: Declaration, value: Json | undefined): Promise<Json> {
  const condition = toStepFunctionsCheck(declaration, '$states.input.params.p');
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Check', States: { Check: { Type: 'Pass', Output: `{% ${condition} %}`, End: true } } };
  const { output, error, cause } = await simulate(definition, { params: value === undefined ? {} : { p: value } });
  return error === null ? output : `${error}: ${String(cause)}`;
}

const role = 'arn:aws:iam::123456789012:role/etl';
const cases: readonly (readonly [Declaration, readonly Json[], readonly Json[]])[] = [
  [param.string({ pattern: '[A-Z]{2}|a/b', minLength: 2 }), ['NY', 'a/b'], ['NYC', '', 5, null]],
  [param.string({ maxLength: 1 }), ['x', ''], ['xy', []]],
  [param.integer({ min: 1, max: 9 }), [1, 9], [0, 10, 1.5, '1', true]],
  [param.double(), [0.5], ['0.5', [1]]],
  [param.boolean(), [true, false], ['true', 0]],
  [param.date(), ['2024-02-29'], ['2026-02-29', '2026-2-1', 20260101]],
  [param.s3Uri(), ['s3://acme-raw/a b'], ['https://acme', 's3://A/x']],
  [param.enum({ values: ['a', 'b'] }), ['a'], ['c', 1]],
  [param.bucket(), ['acme-raw'], ['Acme', 's3://acme-raw']],
  [param.iamRole(), [role], ['etl', `${role} `.replace('iam', 'sts')]],
  [param.list({ maxLength: 2 }), [[], ['a'], ['a', 'b']], ['a', [1], ['a', 'b', 'c'], {}]],
  [param.list({ items: 'integer' }), [[1], [1, 2]], [['1'], [1, 1.5], 1]],
  [param.json(), [{ a: 1 }, 'x', 1, false, []], [null]],
  [param.secret(), ['orders/db', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b'], ['two words', 1]],
];

it.each(cases)('a state machine takes of %o what it should', async (declaration, good, bad) => {
  for (const value of good) expect(await holds(declaration, value), JSON.stringify(value)).toBe(true);
  for (const value of bad) expect(await holds(declaration, value), JSON.stringify(value)).toBe(false);
});

it('a value may be missing only where there is a default', async () => {
  expect([await holds(param.string(), undefined), await holds(param.string({ default: 'x' }), undefined)]).toEqual([false, true]);
});
