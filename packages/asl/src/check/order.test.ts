import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrder } from './order.ts';
import { validate } from './validate.ts';

const statesOf = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `s${i}`);

test('a path from an assigner is found as by walking from each of them', () => {
  const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 24 });
  const assigners = fc.array(fc.array(fc.nat(11), { maxLength: 2 }), { minLength: 1, maxLength: 70 });
  fc.assert(fc.property(edges, assigners, (drawn, given) => {
    const names = statesOf(12);
    const along = (from: 0 | 1): ReadonlyMap<string, readonly string[]> => new Map(names.map((name, i) => [name, drawn.filter((edge) => edge[from] === i).map((edge) => `s${edge[1 - from]}`)]));
    const leads = along(0);
    const variables = given.map((by, i) => [`v${i}`, by.map((one) => `s${one}`)] as const);
    const assigned = createOrder(leads, along(1), variables);
    for (const [variable, by] of variables) {
      const reached = new Set(by.flatMap((name) => leads.get(name) ?? []));
      // A set is walked in the order in which it grows.
      for (const name of reached) for (const next of leads.get(name) ?? []) reached.add(next);
      expect(names.filter((name) => assigned(variable, name))).toEqual(names.filter((name) => reached.has(name)));
    }
  }));
});

test('a bug: with many states and variables the order of reads and assignments was not checked, silently', () => {
  const count = 4000;
  const chain = statesOf(count).map((name, i) => [name, { Type: 'Pass', InputPath: `$v${i === 0 ? 0 : i - 1}`, Assign: { [`v${i}`]: 1 }, Next: `s${i + 1}` }] as const);
  const states = { ...Object.fromEntries(chain), [`s${count}`]: { Type: 'Pass', InputPath: '$last', Assign: { last: 1 }, End: true } };
  expect(validate({ StartAt: 's0', States: states }).problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['ASL2013 /States/s0/InputPath', `ASL2013 /States/s${count}/InputPath`]);
});
