import { WEEK_DAYS } from './parse.ts';
import type { Cron, Field, MonthDays, Range, Rate, Schedule, WeekDays } from './types.ts';

/** The forms in which schedules are written: triggers of Glue, EventBridge Scheduler, and the five fields of Airflow. */
export type ScheduleDialect = 'glue' | 'scheduler' | 'airflow';

/** A schedule in a dialect, or why the dialect cannot say it. */
export type Printed = { readonly text: string; readonly cannot: null } | { readonly text: null; readonly cannot: string };

const printed = (text: string): Printed => ({ text, cannot: null });
const cannot = (why: string): Printed => ({ text: null, cannot: why });

/**
 * Writes a schedule in a dialect.
 *
 * @example
 * printSchedule(schedule, 'glue').text // 'cron(0 2 ? * MON-FRI *)'
 * printSchedule(schedule, 'airflow').text // '0 2 * * 1-5'
 * printSchedule({ kind: 'rate', every: 7, unit: 'hour' }, 'glue').cannot // "triggers take no rates, and …"
 */
export function printSchedule(schedule: Schedule, dialect: ScheduleDialect): Printed {
  if (dialect === 'scheduler') return printed(schedule.kind === 'rate' ? rateText(schedule) : `cron(${awsFields(schedule)})`);
  const cron = schedule.kind === 'cron' ? schedule : cronOf(schedule);
  const who = dialect === 'glue' ? 'triggers of Glue take' : 'Airflow takes';
  if (cron === null) return cannot(`${who} no rates, and no cron expression means every ${rateWords(schedule)}`);
  return dialect === 'glue' ? printed(`cron(${awsFields(cron)})`) : airflow(cron);
}

const rateWords = (schedule: Schedule): string => (schedule.kind === 'rate' ? `${schedule.every} ${schedule.unit}${schedule.every === 1 ? '' : 's'}` : '');
const rateText = (rate: Rate): string => `rate(${rateWords(rate)})`;

// A rate that divides the next greater unit is the same instants of every hour or day.
function cronOf(rate: Schedule): Cron | null {
  if (rate.kind !== 'rate') return rate;
  const { every, unit } = rate;
  const each = (most: number): Field => (every === 1 ? 'any' : [{ from: 0, to: most, step: every }]);
  const zero: Field = [{ from: 0, to: 0, step: 1 }];
  const whole = { kind: 'cron', dayOfMonth: 'any', month: 'any', dayOfWeek: null, year: 'any' } as const;
  if (unit === 'minute' && every < 60 && 60 % every === 0) return { ...whole, minutes: each(59), hours: 'any' };
  if (unit === 'hour' && every < 24 && 24 % every === 0) return { ...whole, minutes: zero, hours: each(23) };
  return unit === 'day' && every === 1 ? { ...whole, minutes: zero, hours: zero } : null;
}

type Name = (value: number) => string;
const number: Name = String;
// Numbers of days differ between dialects; AWS takes names too.
const dayName: Name = (day) => WEEK_DAYS[day - 1] ?? String(day);
const fromZero: Name = (day) => String(day - 1);

function awsFields({ minutes, hours, dayOfMonth, month, dayOfWeek, year }: Cron): string {
  return [field(minutes), field(hours), awsMonthDays(dayOfMonth), field(month), awsWeekDays(dayOfWeek), field(year)].join(' ');
}

function awsMonthDays(days: MonthDays | null): string {
  if (days === null) return '?';
  if (isField(days)) return field(days);
  if ('nearest' in days) return `${days.nearest}W`;
  return days.last === 'day' ? 'L' : 'LW';
}

function awsWeekDays(days: WeekDays | null): string {
  if (days === null) return '?';
  if (isField(days)) return field(days, dayName);
  return 'lastOf' in days ? `${days.lastOf}L` : `${days.day}#${days.nth}`;
}

function airflow({ minutes, hours, dayOfMonth, month, dayOfWeek, year }: Cron): Printed {
  if (year !== 'any') return cannot('Airflow has no field for the year');
  let monthDay = '*';
  if (dayOfMonth !== null) {
    if (isField(dayOfMonth)) monthDay = field(dayOfMonth);
    else if ('last' in dayOfMonth && dayOfMonth.last === 'day') monthDay = 'L';
    else return cannot('Airflow knows no nearest and no last workday (W)');
  }
  let weekDay = '*';
  if (dayOfWeek !== null) weekDay = isField(dayOfWeek) ? field(dayOfWeek, fromZero) : 'lastOf' in dayOfWeek ? `L${fromZero(dayOfWeek.lastOf)}` : `${fromZero(dayOfWeek.day)}#${dayOfWeek.nth}`;
  return printed([field(minutes), field(hours), monthDay, field(month), weekDay].join(' '));
}

function isField(days: MonthDays | WeekDays): days is Field {
  return days === 'any' || Array.isArray(days);
}

const field = (value: Field, name: Name = number): string => (value === 'any' ? '*' : value.map((range) => rangeText(range, name)).join(','));

function rangeText({ from, to, step }: Range, name: Name): string {
  const range = from === to ? name(from) : `${name(from)}-${name(to)}`;
  // A single value with a step would mean all that follow.
  return step === 1 || from === to ? range : `${range}/${step}`;
}
