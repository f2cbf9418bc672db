import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from './index.ts';

test.each([
  ['1970-01-01T00:00:00Z', { seconds: 0, nanos: 0 }],
  ['1970-01-01T00:00:00.000000001Z', { seconds: 0, nanos: 1 }],
  ['1969-12-31T23:59:59.5Z', { seconds: -1, nanos: 500_000_000 }],
  ['1970-01-01T01:30:00+01:30', { seconds: 0, nanos: 0 }],
  ['1969-12-31T19:00:00-05:00', { seconds: 0, nanos: 0 }],
  ['2024-02-29T00:00:00Z', { seconds: 1_709_164_800, nanos: 0 }],
  ['0001-01-01T00:00:00Z', { seconds: -62_135_596_800, nanos: 0 }],
])('%s', (text, expected) => {
  expect(instantOf(text)).toEqual(expected);
});

test.each(['', '2026-01-31', '2026-01-31T02:00:00', '2026-01-31 02:00:00Z', '2026-01-31t02:00:00Z', '2026-01-31T02:00:00z', '2026-1-31T02:00:00Z', '2026-13-01T02:00:00Z', '2026-00-01T02:00:00Z', '2026-02-29T02:00:00Z', '2026-04-31T02:00:00Z', '2026-01-00T02:00:00Z', '2026-01-31T24:00:00Z', '2026-01-31T02:60:00Z', '2026-01-31T02:00:60Z', '2026-01-31T02:00:00.Z', '2026-01-31T02:00:00+0100', '2026-01-31T02:00:00+19:00'])('%s is none', (text) => {
  expect(instantOf(text)).toBeNull();
});

test('every instant that a date can be is read back', () => {
  fc.assert(fc.property(fc.date({ min: new Date(-62_135_596_800_000), max: new Date(253_402_300_799_999), noInvalidDate: true }), (date) => {
    const instant = instantOf(date.toISOString());
    expect((instant?.seconds ?? NaN) * 1000 + (instant?.nanos ?? NaN) / 1e6).toBe(date.getTime());
  }));
});
