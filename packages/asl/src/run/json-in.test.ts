import { expect, test } from 'vitest';
import { machineOf } from '../testing.ts';
import { step } from '../step/step.ts';
import { jsonIn } from './json-in.ts';
import { run } from './run.ts';

interface Order {
  readonly id: number;
  readonly note?: string | undefined;
}
const order: Order = { id: 1, note: undefined };
const machine = machineOf({ P: { Type: 'Pass', End: true } });

test('a value of an interface is an input, and its members that are undefined are left out', async () => {
  expect((await run(machine, order)).output).toStrictEqual({ id: 1 });
  const execution = await step(machine, order);
  await execution.instant();
  expect(execution.result().output).toStrictEqual({ id: 1 });
});

test.each([
  ['nothing', undefined, 'The input is undefined: pass a JSON value, {} where there is nothing to say.'],
  ['a bigint', 10n, 'The input is no JSON: there is a bigint.'],
  ['one inside', { a: [{ 'b/c': 10n }] }, "The input is no JSON: there is a bigint at '/a/0/b~1c'."],
  ['a number that JSON lacks', { a: NaN }, "The input is no JSON: there is NaN at '/a'."],
  ['a function', { a: () => 1 }, "The input is no JSON: there is a function at '/a'."],
  ['a hole', [undefined], "The input is no JSON: there is undefined at '/0'."],
])('an input that is no JSON is named: %s', async (_what, input, message) => {
  await expect(run(machine, input)).rejects.toThrow(new TypeError(message));
  await expect(step(machine, input)).rejects.toThrow(new TypeError(message));
});

test('an input that holds itself, or nests too deep, is refused as before', async () => {
  const ring: { self?: unknown } = {};
  ring.self = ring;
  await expect(run(machine, ring)).rejects.toThrow('nests too deep or holds itself');
  await expect(run(machine, { ring, date: new Date(0) })).rejects.toThrow('nests too deep or holds itself');
});

test('a definition that is none is named', async () => {
  await expect(run(undefined, {})).rejects.toThrow('The definition is not a JSON object');
  await expect(run({ a: 1n }, {})).rejects.toThrow('BigInt');
});

test('what is JSON stays the same value', () => {
  const value = { a: [1, null, 'x', { b: true }] };
  expect(jsonIn(value, 'It')).toBe(value);
  expect(jsonIn({ at: new Date(0) }, 'It')).toEqual({ at: '1970-01-01T00:00:00.000Z' });
});
