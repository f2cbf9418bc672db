import type { Cron, Field, MonthDays, Schedule, WeekDays } from './types.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const UNIT_MINUTES = { minute: 1, hour: 60, day: DAY_MINUTES } as const;

const holds = (field: Field, value: number): boolean => field === 'any' || field.some(({ from, to, step }) => value >= from && value <= to && (value - from) % step === 0);
const valuesOf = (field: Field, size: number): number[] => Array.from({ length: size }, (_, value) => value).filter((value) => holds(field, value));

/**
 * The shortest time between two starts, in minutes, where every day is alike. Glue asks for five at the least
 * (`limits.glueScheduleMinutes` of `@millrace/facts`).
 *
 * @example
 * shortestGapMinutes(parseSchedule('0/3 * * * ? *').schedule) // 3
 */
export function shortestGapMinutes(schedule: Schedule): number {
  if (schedule.kind === 'rate') return schedule.every * UNIT_MINUTES[schedule.unit];
  const minutes = valuesOf(schedule.minutes, 60);
  const starts = valuesOf(schedule.hours, 24).flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const gaps = starts.map((start, index) => (starts[index + 1] ?? (starts[0] ?? 0) + DAY_MINUTES) - start);
  return gaps.reduce((least, gap) => Math.min(least, gap), DAY_MINUTES);
}

/**
 * Does the schedule start something in the minute that begins at this instant (epoch milliseconds)? `zoneOffset` is what its zone is ahead of
 * UTC then, in milliseconds. Rates have no instants of their own: they count from when they were made.
 *
 * @example
 * startsAt(cron, Date.UTC(2026, 0, 31, 2, 0)) // true for '0 2 * * ? *'
 */
export function startsAt(cron: Cron, at: number, zoneOffset = 0): boolean {
  const local = new Date(at + zoneOffset);
  const date = { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
  return holds(cron.minutes, local.getUTCMinutes()) && holds(cron.hours, local.getUTCHours()) && holds(cron.month, date.month) && holds(cron.year, date.year)
    && isMonthDay(cron.dayOfMonth, date) && isWeekDay(cron.dayOfWeek, date);
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
const utc = ({ year, month, day }: Day): Date => new Date(Date.UTC(year, month - 1, day));
const lastDay = (date: Day): number => utc({ ...date, month: date.month + 1, day: 0 }).getUTCDate();
/** 1 is Sunday. */
const weekDay = (date: Day): number => utc(date).getUTCDay() + 1;

function isMonthDay(days: MonthDays | null, date: Day): boolean {
  if (days === null) return true;
  if (days === 'any' || isList(days)) return holds(days, date.day);
  const last = lastDay(date);
  if ('last' in days) return date.day === (days.last === 'day' ? last : nearestWorkday(last, date));
  return days.nearest <= last && date.day === nearestWorkday(days.nearest, date);
}

function isWeekDay(days: WeekDays | null, date: Day): boolean {
  if (days === null) return true;
  const today = weekDay(date);
  if (days === 'any' || isList(days)) return holds(days, today);
  if ('lastOf' in days) return today === days.lastOf && date.day > lastDay(date) - 7;
  return today === days.day && Math.ceil(date.day / 7) === days.nth;
}

/** Monday to Friday nearest to a day, never in another month. */
function nearestWorkday(day: number, date: Day): number {
  const on = weekDay({ ...date, day });
  if (on === 7) return day > 1 ? day - 1 : day + 2;
  if (on === 1) return day < lastDay(date) ? day + 1 : day - 2;
  return day;
}

const isList = (value: MonthDays | WeekDays): value is Exclude<Field, 'any'> => Array.isArray(value);

/** The first start after an instant, at most `horizonDays` on; null when there is none. */
export function nextStart(cron: Cron, after: number, horizonDays = 366 * 5, zoneOffset = 0): number | null {
  const first = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const end = first + horizonDays * DAY_MINUTES * MINUTE;
  for (let at = first; at < end; ) {
    if (startsAt(cron, at, zoneOffset)) return at;
    // Whole days that cannot match are passed over at once.
    const local = at + zoneOffset;
    const dayEnd = (Math.floor(local / (DAY_MINUTES * MINUTE)) + 1) * DAY_MINUTES * MINUTE - zoneOffset;
    at = startsOn(cron, at, zoneOffset) ? at + MINUTE : dayEnd;
  }
  return null;
}

const startsOn = (cron: Cron, at: number, zoneOffset: number): boolean => startsAt({ ...cron, minutes: 'any', hours: 'any' }, at, zoneOffset);
