import { didYouMean } from '@millrace/params';
import type { Cron, Field, MonthDays, Range, Rate, Schedule, ScheduleFault, WeekDays } from './types.ts';

interface Bounds {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for values, the first one for `least`. */
  readonly words?: readonly string[];
}
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const WEEK_DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** @see https://docs.aws.amazon.com/glue/latest/dg/monitor-data-warehouse-schedule.html */
const bounds = {
  minutes: { name: 'minutes', least: 0, most: 59 },
  hours: { name: 'hours', least: 0, most: 23 },
  dayOfMonth: { name: 'day of month', least: 1, most: 31 },
  month: { name: 'month', least: 1, most: 12, words: MONTHS },
  dayOfWeek: { name: 'day of week', least: 1, most: 7, words: WEEK_DAYS },
  year: { name: 'year', least: 1970, most: 2199 },
} satisfies Record<string, Bounds>;

const FORMS = "Write six cron fields, such as '0 2 * * ? *', or 'rate(1 hour)'.";

// Carries a fault out of the depth of a field; `parseSchedule` catches it.
class Wrong extends Error {
  readonly fault: ScheduleFault;
  constructor(message: string, hint: string) {
    super(message);
    this.fault = { message, hint };
  }
}

/**
 * Reads a schedule as AWS writes it: `cron(…)`, its six fields alone, or `rate(…)`.
 *
 * @example
 * parseSchedule('0 2 ? * MON-FRI *') // { schedule: { kind: 'cron', minutes: [{ from: 0, to: 0, step: 1 }], … }, fault: null }
 * parseSchedule('0 2 * * *').fault?.message // 'has 5 fields instead of 6'
 */
export function parseSchedule(text: string): { readonly schedule: Schedule; readonly fault: null } | { readonly schedule: null; readonly fault: ScheduleFault } {
  try {
    const rate = /^rate\s*\((.*)\)$/.exec(text.trim());
    return { schedule: rate === null ? cronOf(text.trim()) : rateOf((rate[1] ?? '').trim()), fault: null };
  } catch (thrown) {
    if (thrown instanceof Wrong) return { schedule: null, fault: thrown.fault };
    throw thrown;
  }
}

function rateOf(text: string): Rate {
  const match = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(text);
  const [, count = '', unit, plural] = match ?? [];
  if (unit === undefined) throw new Wrong('is not a rate', "Write 'rate(5 minutes)', 'rate(1 hour)' or 'rate(1 day)'.");
  const every = Number(count);
  // AWS refuses 'rate(1 hours)' and 'rate(2 hour)'.
  if ((every === 1) !== (plural === '')) throw new Wrong('is not a rate', `Write 'rate(${every} ${unit}${every === 1 ? '' : 's'})'.`);
  // The pattern lets nothing else through.
  return { kind: 'rate', every, unit: unit as Rate['unit'] };
}

function cronOf(text: string): Cron {
  const fields = text.replace(/^cron\s*\((.*)\)$/, '$1').trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) throw new Wrong(`has ${text === '' ? 0 : fields.length} fields instead of 6`, FORMS);
  const cron: Cron = {
    kind: 'cron',
    minutes: fieldOf(minutes, bounds.minutes),
    hours: fieldOf(hours, bounds.hours),
    dayOfMonth: dayOfMonth === '?' ? null : monthDays(dayOfMonth),
    month: fieldOf(month, bounds.month),
    dayOfWeek: dayOfWeek === '?' ? null : weekDays(dayOfWeek),
    year: fieldOf(year, bounds.year),
  };
  if ((cron.dayOfMonth === null) === (cron.dayOfWeek === null)) throw new Wrong("must have '?' for exactly one of day of month and day of week", `Write '?' for the one that does not decide: '${dayHint(fields)}'.`);
  return cron;
}

// '* *' and a day beside '*' mean one thing only; where both days are named the author must choose.
function dayHint([minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '']: readonly string[]): string {
  const byWeek = dayOfWeek !== '?' && dayOfWeek !== '*';
  return [minutes, hours, byWeek ? '?' : dayOfMonth === '?' ? '*' : dayOfMonth, month, byWeek ? dayOfWeek : '?', year].join(' ');
}

function monthDays(text: string): MonthDays {
  if (text === 'L') return { last: 'day' };
  if (text === 'LW') return { last: 'workday' };
  const nearest = /^(\d{1,2})W$/.exec(text)?.[1];
  return nearest === undefined ? fieldOf(text, bounds.dayOfMonth) : { nearest: valueOf(nearest, bounds.dayOfMonth) };
}

function weekDays(text: string): WeekDays {
  // The last day of a week is Saturday.
  if (text === 'L') return [{ from: 7, to: 7, step: 1 }];
  const last = /^(\d|[A-Za-z]{3})L$/.exec(text)?.[1];
  if (last !== undefined) return { lastOf: valueOf(last, bounds.dayOfWeek) };
  const [, day, nth] = /^(\d|[A-Za-z]{3})#(\d+)$/.exec(text) ?? [];
  if (day === undefined) return fieldOf(text, bounds.dayOfWeek);
  if (!/^[1-5]$/.test(nth ?? '')) throw new Wrong(`has a wrong field: day of week '${text}'`, 'A month has a first to a fifth of each day: the number after # is 1 to 5.');
  return { day: valueOf(day, bounds.dayOfWeek), nth: Number(nth) };
}

function fieldOf(text: string, field: Bounds): Field {
  return text === '*' ? 'any' : text.split(',').map((part) => rangeOf(part, field));
}

function rangeOf(text: string, field: Bounds): Range {
  const [, start = '', end, by] = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d{1,4}))?$/.exec(text) ?? [];
  if (start === '' || (start === '*' && end !== undefined)) throw wrongField(text, field);
  const step = by === undefined ? 1 : Number(by);
  if (step < 1) throw wrongField(text, field);
  const from = start === '*' ? field.least : valueOf(start, field);
  // A single value with a step goes on to the end of its range.
  const to = end !== undefined ? valueOf(end, field) : start === '*' || by !== undefined ? field.most : from;
  if (to < from) throw new Wrong(`has a wrong field: ${field.name} '${text}' goes backwards`, 'Name the smaller value first, or write two ranges with a comma between them.');
  return { from, to, step };
}

function valueOf(text: string, field: Bounds): number {
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  const value = word >= 0 ? word + field.least : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.least && value <= field.most) return value;
  throw wrongField(text, field);
}

function wrongField(text: string, { name, least, most, words }: Bounds): Wrong {
  const near = words === undefined ? null : didYouMean(text.toUpperCase(), words);
  const range = `${least} to ${most}${words === undefined ? '' : ` or ${words[0] ?? ''} to ${words.at(-1) ?? ''}`}`;
  return new Wrong(`has a wrong field: ${name} '${text}'`, near === null ? `The ${name} field takes ${range}, with , - * and /.` : `Did you mean '${near}'?`);
}
