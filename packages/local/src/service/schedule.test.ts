import { expect, test } from 'vitest';
import { timesOf } from './schedule.ts';

const iso = (expression: string, zone: string, after: string, from = 0): string | null => {
  const found = timesOf(expression, zone, from)?.after(Date.parse(after));
  return found === null || found === undefined ? null : new Date(found).toISOString();
};

test('cron lines of AWS count weekdays from Sunday as 1, and know L, W and #', () => {
  expect(iso('cron(0 6 ? * 2 *)', 'UTC', '2026-11-23T06:00:00Z')).toBe('2026-11-30T06:00:00.000Z');
  expect(iso('cron(0 6 ? * MON-FRI *)', 'UTC', '2026-11-27T06:00:00Z')).toBe('2026-11-30T06:00:00.000Z');
  expect(iso('cron(0 0 L * ? *)', 'UTC', '2026-11-23T00:00:00Z')).toBe('2026-11-30T00:00:00.000Z');
  expect(iso('cron(0 0 1W * ? *)', 'UTC', '2026-11-02T00:00:00Z')).toBe('2026-12-01T00:00:00.000Z');
  expect(iso('cron(15 10 ? * 6#3 *)', 'UTC', '2026-11-01T00:00:00Z')).toBe('2026-11-20T10:15:00.000Z');
  expect(iso('cron(0 0 1 1 ? 2031)', 'UTC', '2026-11-02T00:00:00Z')).toBe('2031-01-01T00:00:00.000Z');
  expect(iso('cron(0 0 1 1 ? 2020)', 'UTC', '2026-11-02T00:00:00Z')).toBeNull();
  expect(iso('cron(0/15 * * * ? *)', 'UTC', '2026-11-02T00:01:00Z')).toBe('2026-11-02T00:15:00.000Z');
});

test('a zone keeps the hour of the wall through summer time', () => {
  expect(iso('cron(0 6 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T05:00:00.000Z');
  expect(iso('cron(0 6 * * ? *)', 'Europe/Berlin', '2026-10-23T12:00:00Z')).toBe('2026-10-24T04:00:00.000Z');
  expect(iso('at(2026-12-24T18:00:00)', 'America/New_York', '2026-11-23T00:00:00Z')).toBe('2026-12-24T23:00:00.000Z');
  expect(iso('at(2020-12-24T18:00:00)', 'UTC', '2026-11-23T00:00:00Z')).toBeNull();
});

test('a rate counts from where it began', () => {
  expect(iso('rate(5 minutes)', 'UTC', '1970-01-01T00:07:00Z', 60_000)).toBe('1970-01-01T00:11:00.000Z');
  expect(iso('rate(1 day)', 'UTC', '1970-01-01T00:00:00Z')).toBe('1970-01-02T00:00:00.000Z');
});

test.each([
  'rate(1 minutes)', 'rate(5 minute)', 'rate(0 minutes)', 'rate(five minutes)', 'cron(0 6 * * * *)', 'cron(0 6 ? * ? *)', 'cron(0 6 * * ?)', 'cron(61 6 * * ? *)',
  'at(tomorrow)', 'at(2026-13-01T00:00:00)', 'every day', '',
])('%s is no schedule', (expression) => {
  expect(timesOf(expression, 'UTC', 0)).toBeNull();
});

test('an unknown zone is no schedule', () => {
  expect(timesOf('cron(0 6 * * ? *)', 'Europe/Atlantis', 0)).toBeNull();
});
