import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayIn, isTimezone, newRunId, parseDuration, pointerOf, positionOf, printDuration, segmentsOf, sha256, stableJson } from './index.ts';

describe('stable JSON', () => {
  test('does not depend on the order in which keys were set', () => {
    expect(stableJson({ b: [{ d: 1, c: undefined, a: null }], a: 'ä' })).toBe('{"a":"ä","b":[{"a":null,"d":1}]}');
  });

  test('keeps the value, and equal values give equal text', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = stableJson(value);
      expect(stableJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });

  test('the hash is that of the UTF-8 bytes', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('run ids', () => {
  test('tell their instant in UTC, then six characters of chance', () => {
    expect(newRunId(Date.UTC(2026, 0, 31, 2, 0, 9), () => 0)).toBe('20260131t020009-aaaaaa');
    expect(newRunId(0, () => 0.999_999)).toBe('19700101t000000-777777');
  });

  test('always have their form', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (now, chance) => {
      expect(newRunId(now, () => chance)).toMatch(/^\d{8}t\d{6}-[a-z2-7]{6}$/);
    }));
  });
});

describe('days in a zone', () => {
  const lateInJanuary = Date.UTC(2026, 0, 31, 23, 30);
  test('the same instant is another day further east', () => {
    expect([dayIn('UTC', lateInJanuary), dayIn('Europe/Madrid', lateInJanuary), dayIn('America/New_York', lateInJanuary)]).toEqual(['2026-01-31', '2026-02-01', '2026-01-31']);
  });

  test('a zone is a name, not an offset', () => {
    expect(['UTC', 'Europe/Madrid', '+02:00', 'Mars', ''].map(isTimezone)).toEqual([true, true, false, false, false]);
  });
});

describe('durations', () => {
  test.each([['90s', 90], ['30m', 1800], ['1h30m', 5400], ['7d', 604_800], ['1d2h3m4s', 93_784], ['0s', 0], ['', null], ['30', null], ['1.5h', null], ['30m1h', null], ['-1m', null], ['1 h', null]])('%j is %j seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test('what is printed is read back', () => {
    fc.assert(fc.property(fc.nat(1e8), (seconds) => {
      expect(parseDuration(printDuration(seconds))).toBe(seconds);
    }));
  });
});

describe('JSON pointers', () => {
  test('any key survives', () => {
    fc.assert(fc.property(fc.array(fc.string()), (segments) => {
      expect(segmentsOf(pointerOf(...segments))).toEqual(segments);
    }));
  });

  test('what has no place of its own takes that of what is around it', () => {
    const place = { file: 'a', line: 3, col: 1 };
    const origins = new Map([['', { file: 'a', line: 1, col: 1 }], ['/steps/1', place]]);
    expect(positionOf(origins, '/steps/1/with/args')).toBe(place);
    expect(positionOf(origins, '/steps/10')?.line).toBe(1);
    expect(positionOf(new Map(), '/steps/10')).toBeNull();
  });
});
