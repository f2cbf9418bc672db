import { evaluate } from './zone.fixture.ts';
import { dayIn, type Start } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { job, pipelineOf } from '../test/pipelines.ts';
import { YEARS } from './zone.ts';

const zones = ['Europe/Madrid', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Pacific/Kiritimati', 'Africa/Casablanca', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC'] as const;
const pipeline = (timezone: string, starts: readonly Start[] = []) => pipelineOf([job('a', { args: { DAY: { run: 'date' } } })], { timezone, starts });
const schedule: Start = { schedule: '0 2 * * ? *', params: {} };

describe('the day of a run', () => {
  test('that nobody has told is that of its start, in the zone of the pipeline', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(YEARS[0], 0, 2), max: Date.UTC(YEARS[1] - 1, 11, 30) }), async (zone, at) => {
      expect(await evaluate(pipeline(zone), at, {})).toBe(dayIn(zone, at));
    }), { numRuns: 150 });
  });

  test('changes at midnight there, on days of summer time and others', async () => {
    for (const [zone, midnight] of [['Europe/Madrid', '2026-03-28T23:00:00Z'], ['Europe/Madrid', '2026-03-29T22:00:00Z'], ['America/New_York', '2026-11-01T04:00:00Z'], ['America/New_York', '2026-11-02T05:00:00Z'], ['Africa/Casablanca', '2026-02-20T00:00:00Z']] as const) {
      const at = Date.parse(midnight);
      expect([await evaluate(pipeline(zone), at - 1000, {}), await evaluate(pipeline(zone), at, {})]).toEqual([dayIn(zone, at - 1000), dayIn(zone, at)]);
    }
  });

  test.each(['Europe/Madrid', 'UTC'])('of a schedule is that of its instant, however late it starts: %s', async (zone) => {
    const late = Date.parse('2026-01-31T23:30:00Z');
    const input = { 'millrace:scheduled': '2026-01-30T22:59:00Z' };
    expect(await evaluate(pipeline(zone, [schedule]), late, input)).toBe('2026-01-30');
    expect(await evaluate(pipeline(zone, [schedule]), late, { ...input, run: { date: '2026-01-02' } })).toBe('2026-01-02');
    expect(await evaluate(pipeline(zone, [schedule]), late, {})).toBe(dayIn(zone, late));
  });

  test.each(['yesterday', 3, '2026-01-31'])('an instant that is none is refused: %j', async (instant) => {
    for (const zone of ['Europe/Madrid', 'UTC']) await expect(evaluate(pipeline(zone, [schedule]), Date.UTC(2026, 0, 31), { 'millrace:scheduled': instant })).rejects.toThrow('Millrace.InvalidInput: millrace:scheduled must be an instant such as 2026-01-31T02:00:00Z.');
  });
});
