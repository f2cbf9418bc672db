import { expect, test } from 'vitest';
import { forbidden } from './forbidden.fixture.ts';
import { validate } from './validate.ts';

test.each(forbidden)('$what is rejected ($clause)', ({ definition, pointer, code }) => {
  const { machine, problems } = validate(definition);
  expect(machine).toBeNull();
  const errors = problems.filter(({ severity }) => severity === 'error').map((one) => `${one.code} ${one.pointer}`);
  expect(errors).toContain(`${code} ${pointer}`);
});

test('each has one fault, and nothing that follows from it is told besides', () => {
  const faults = (definition: (typeof forbidden)[number]['definition']) => validate(definition).problems.filter(({ severity }) => severity === 'error').length;
  const several = forbidden.filter(({ definition }) => faults(definition) !== 1).map(({ what }) => what);
  // The circle has two states.
  expect(several).toEqual(['a circle that nothing leads to']);
});

test('the list covers the language: forty definitions and more', () => {
  expect(forbidden.length).toBeGreaterThanOrEqual(40);
  expect(new Set(forbidden.map(({ what }) => what)).size).toBe(forbidden.length);
});
