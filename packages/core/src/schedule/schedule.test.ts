import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextStart, parseSchedule, printSchedule, shortestGapMinutes, startsAt, type Cron, type Schedule, type ScheduleDialect } from './index.ts';

const read = (text: string): Schedule => {
  const { schedule, fault } = parseSchedule(text);
  if (schedule === null) throw new Error(`${text} ${fault.message}`);
  return schedule;
};
const cron = (text: string): Cron => {
  const schedule = read(text);
  if (schedule.kind !== 'cron') throw new Error(`${text} is a rate`);
  return schedule;
};
const printed = (text: string, dialect: ScheduleDialect) => {
  const { text: written, cannot } = printSchedule(read(text), dialect);
  return written ?? cannot;
};

describe('a schedule is read once and written in each dialect', () => {
  test.each([
    ['0 2 * * ? *', 'cron(0 2 * * ? *)', '0 2 * * *'],
    ['cron(15 10 ? * mon-FRI *)', 'cron(15 10 ? * MON-FRI *)', '15 10 * * 1-5'],
    ['0/15 8-18 ? JAN,JUL 2,4 *', 'cron(0-59/15 8-18 ? 1,7 MON,WED *)', '0-59/15 8-18 * 1,7 1,3'],
    ['0 0 L * ? *', 'cron(0 0 L * ? *)', '0 0 L * *'],
    ['0 18 ? * 6L *', 'cron(0 18 ? * 6L *)', '0 18 * * L5'],
    ['0 9 ? * MON#1 *', 'cron(0 9 ? * 2#1 *)', '0 9 * * 1#1'],
    ['0 9 15W * ? *', 'cron(0 9 15W * ? *)', 'Airflow knows no nearest and no last workday (W)'],
    ['0 9 LW * ? *', 'cron(0 9 LW * ? *)', 'Airflow knows no nearest and no last workday (W)'],
    ['0 9 1 1 ? 2027-2030', 'cron(0 9 1 1 ? 2027-2030)', 'Airflow has no field for the year'],
    ['rate(6 hours)', 'cron(0 0-23/6 * * ? *)', '0 0-23/6 * * *'],
    ['rate(1 day)', 'cron(0 0 * * ? *)', '0 0 * * *'],
    ['rate(7 hours)', 'triggers of Glue take no rates, and no cron expression means every 7 hours', 'Airflow takes no rates, and no cron expression means every 7 hours'],
  ])('%s', (text, glue, airflow) => {
    expect([printed(text, 'glue'), printed(text, 'airflow')]).toEqual([glue, airflow]);
  });

  test('EventBridge Scheduler takes rates as they are', () => {
    expect([printed('rate(7 hours)', 'scheduler'), printed('0 2 * * ? *', 'scheduler')]).toEqual(['rate(7 hours)', 'cron(0 2 * * ? *)']);
  });
});

test('what is wrong is named with the fix', () => {
  const faults = ['0 2 * * *', '60 2 * * ? *', '0 2 * * * *', '0 2 ? * ? *', '0 2 1 * MON *', '0 2 ? * MOON *', '0 2 ? * FRI-MON *', '0 2 ? * 2#6 *', '0 2 32W * ? *', 'rate(1 hours)', 'rate(0 hours)', '0/0 * * * ? *', '', '0 2 * * ? 1969'];
  expect(faults.map((text) => `${parseSchedule(text).fault?.message} | ${parseSchedule(text).fault?.hint}`)).toMatchInlineSnapshot(`
    [
      "has 5 fields instead of 6 | Write six cron fields, such as '0 2 * * ? *', or 'rate(1 hour)'.",
      "has a wrong field: minutes '60' | The minutes field takes 0 to 59, with , - * and /.",
      "must have '?' for exactly one of day of month and day of week | Write '?' for the one that does not decide: '0 2 * * ? *'.",
      "must have '?' for exactly one of day of month and day of week | Write '?' for the one that does not decide: '0 2 * * ? *'.",
      "must have '?' for exactly one of day of month and day of week | Write '?' for the one that does not decide: '0 2 ? * MON *'.",
      "has a wrong field: day of week 'MOON' | Did you mean 'MON'?",
      "has a wrong field: day of week 'FRI-MON' goes backwards | Name the smaller value first, or write two ranges with a comma between them.",
      "has a wrong field: day of week '2#6' | A month has a first to a fifth of each day: the number after # is 1 to 5.",
      "has a wrong field: day of month '32' | The day of month field takes 1 to 31, with , - * and /.",
      "is not a rate | Write 'rate(1 hour)'.",
      "is not a rate | Write 'rate(5 minutes)', 'rate(1 hour)' or 'rate(1 day)'.",
      "has a wrong field: minutes '0/0' | The minutes field takes 0 to 59, with , - * and /.",
      "has 0 fields instead of 6 | Write six cron fields, such as '0 2 * * ? *', or 'rate(1 hour)'.",
      "has a wrong field: year '1969' | The year field takes 1970 to 2199, with , - * and /.",
    ]
  `);
});

// Every expression of the dialect, not only those that people write.
const ranges = (least: number, most: number) => fc.array(fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: 9 })).map(([a, b, step]) => {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  return { from, to, step: from === to ? 1 : step };
}), { minLength: 1, maxLength: 4 });
const field = (least: number, most: number) => fc.oneof(fc.constant('any' as const), ranges(least, most));
const days = fc.oneof(
  fc.record({ dayOfMonth: fc.oneof(field(1, 31), fc.constantFrom({ last: 'day' as const }, { last: 'workday' as const }), fc.record({ nearest: fc.integer({ min: 1, max: 31 }) })), dayOfWeek: fc.constant(null) }),
  fc.record({ dayOfMonth: fc.constant(null), dayOfWeek: fc.oneof(field(1, 7), fc.record({ lastOf: fc.integer({ min: 1, max: 7 }) }), fc.record({ day: fc.integer({ min: 1, max: 7 }), nth: fc.integer({ min: 1, max: 5 }) })) }),
);
const crons: fc.Arbitrary<Cron> = fc.tuple(fc.record({ minutes: field(0, 59), hours: field(0, 23), month: field(1, 12), year: field(1970, 2199) }), days).map(([rest, day]) => ({ kind: 'cron', ...rest, ...day }));

test('what is written is read as the same', () => {
  fc.assert(fc.property(crons, (given) => {
    expect(parseSchedule(printSchedule(given, 'scheduler').text ?? '').schedule).toEqual(given);
  }));
});

test('whatever the text, an answer comes back', () => {
  fc.assert(fc.property(fc.string(), fc.stringMatching(/^[0-9*?LW#,/ A-Z-]{0,20}$/), (any, near) => {
    for (const text of [any, near]) expect([parseSchedule(text).schedule, parseSchedule(text).fault].filter((each) => each !== null)).toHaveLength(1);
  }));
});

describe('when it starts', () => {
  test.each([
    ['0/3 * * * ? *', 3], ['0 2 * * ? *', 1440], ['0,58 * * * ? *', 2], ['58 9 * * ? *', 1440], ['0 0,23 * * ? *', 60], ['rate(10 minutes)', 10],
  ])('the shortest gap of %s is %i minutes', (text, minutes) => {
    expect(shortestGapMinutes(read(text))).toBe(minutes);
  });

  test.each([
    ['0 2 * * ? *', '2026-02-28T02:00Z'], ['0 0 L * ? *', '2026-02-28T00:00Z'], ['0 0 LW * ? *', '2026-02-27T00:00Z'], ['0 0 28W * ? *', '2026-02-27T00:00Z'],
    ['0 0 1W * ? *', '2026-03-02T00:00Z'], ['30 6 ? * FRI#3 *', '2026-03-20T06:30Z'], ['0 0 ? * 6L *', '2026-02-27T00:00Z'], ['0 0 29 2 ? *', '2028-02-29T00:00Z'], ['0 0 ? * L *', '2026-02-28T00:00Z'],
  ])('%s next starts at %s', (text, expected) => {
    const after = Date.parse('2026-02-26T23:30Z') + (text === '0 2 * * ? *' ? 86_400_000 : 0);
    expect(new Date(nextStart(cron(text), after) ?? 0).toISOString().replace(':00.000', '')).toBe(expected);
  });

  test('never, where the year is over', () => {
    expect(nextStart(cron('0 0 1 1 ? 2020'), Date.parse('2026-01-01T00:00Z'))).toBeNull();
  });

  test('in a zone that is ahead', () => {
    expect(startsAt(cron('0 2 1 1 ? *'), Date.parse('2026-01-01T01:00Z'), 3_600_000)).toBe(true);
  });
});
