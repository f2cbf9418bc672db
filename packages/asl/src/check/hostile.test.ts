import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { forbidden } from './forbidden.fixture.ts';
import { advised } from './advised.fixture.ts';
import { validate } from './validate.ts';

// Text and values of every kind end in problems, never in an exception.
const sound = [...forbidden, ...advised].map(({ definition }) => definition).filter((definition) => JSON.stringify(definition).length < 2000);
const bits = ['{', '}', '[', ']', '"', '\\', ':', ',', '$', '..', '*', '?', '(', '{%', '%}', 'States.', '&a ', '*a', '!x ', '- ', '\n', '\t', '\u0000', '\ud800', '#', '|', 'null', '1e999', '__proto__', '${a}'];
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat(8), put: fc.constantFrom(...bits), times: fc.constantFrom(0, 1, 1, 1, 300) });

test('a text with slips is told and thrown at nobody', () => {
  fc.assert(fc.property(fc.constantFrom(...sound), fc.array(edit, { minLength: 1, maxLength: 4 }), fc.constantFrom('json', 'yaml', undefined), (definition, edits, format) => {
    const text = edits.reduce((now, { at, drop, put, times }) => {
      const place = Math.floor(at * now.length);
      return now.slice(0, place) + put.repeat(times) + now.slice(place + drop);
    }, JSON.stringify(definition, null, 1));
    const { machine, problems } = validate(text, format === undefined ? {} : { format });
    expect(machine === null).toBe(problems.some(({ severity }) => severity === 'error'));
    for (const { at } of problems) expect(at === null || at.offset <= text.length).toBe(true);
  }), { numRuns: 400 });
});

test('any value in the place of any other is told, and nothing is changed by it', () => {
  const values: readonly Json[] = [null, true, -1, 1e308, '', '$', '$.a[', '{% ( %}', '{% $a.b@$c#$d %}', [], {}, [[[]]], { 'a.$': 1 }, { States: {} }, 'States.Array(', '${X}', '{%'];
  fc.assert(fc.property(fc.constantFrom(...sound), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...values)), { minLength: 1, maxLength: 3 }), (definition, swaps) => {
    const changed = swaps.reduce<Json>((now, [place, value]) => swapped(now, place, value), definition);
    const before = JSON.stringify(changed);
    validate(changed);
    expect(JSON.stringify(changed)).toBe(before);
  }), { numRuns: 600 });
});

/** The JSON with one of its values, counted from the front, replaced. */
function swapped(json: Json, place: number, value: Json): Json {
  const text = JSON.stringify(json);
  let count = 0;
  const total = Math.max(1, (text.match(/[:,[]/gu) ?? []).length);
  // What JSON.parse gives is JSON.
  return JSON.parse(text, (_key, inner: Json) => (count++ === place % total ? value : inner)) as Json;
}
