import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { createEvaluator, type Scope } from './evaluator.ts';
import { compile } from './expression.ts';
import { quick } from './quick.ts';

const limits = { expressionMs: 1000, expressionDepth: 500, sequenceItems: 1000 };
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>(0, 1, -1, 2.5, 'a', 'b', '', true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'n', 'length', 'sequence'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const leaf = fc.constantFrom('$states.input', '$states.input.a', '$states.input.a.b', '$v', '$v.n', '$w', '1', '"a"', 'true', 'null', '2.5', '-1', '$states.input.length', '$states.nothing');
const expression = fc.oneof(leaf, fc.tuple(leaf, fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '&', 'and', 'or', 'in', '.'), leaf).map((parts) => parts.join(' ')), fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => `${a} + ${b} > ${c}`));

test('what is quick gives what jsonata gives, for random expressions and values', async () => {
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(expression, value, value, async (source, input, v) => {
      const scope: Scope = { states: { input }, variable: (name) => (name === 'v' ? v : undefined), world: { now: 0, random: () => 0 } };
      const seen = compiles(source) ? quick(compile(source, limits).expression.ast())?.(scope) : undefined;
      if (seen === undefined) return;
      asked += 1;
      // A block is not quick.
      expect(await createEvaluator(limits).value(`{% (${source}) %}`, scope, 'Output')).toEqual(seen);
    }),
    { numRuns: 2000 },
  );
  expect(asked).toBeGreaterThan(300);
});

/** Not every leaf can stand behind a dot. */
function compiles(source: string): boolean {
  try {
    compile(source, limits);
    return true;
  } catch {
    return false;
  }
}
