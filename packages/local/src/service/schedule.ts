import { Cron } from 'croner';

/** When something is due, as AWS's schedule expressions say it: an instant, every so often, or a cron line in a zone. */
export interface Times {
  /** The first instant after `instant`, epoch milliseconds; null when there is none. */
  after(instant: number): number | null;
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)`, `cron(0 6 * * ? *)` and, where `at` is allowed, `at(2026-11-23T06:00:00)`.
 * @param zone IANA name, for cron and at
 * @param from where a rate begins to count, epoch milliseconds
 * @returns null when the expression is none
 * @example timesOf('cron(0 6 ? * MON-FRI *)', 'Europe/Berlin', 0)?.after(Date.now())
 */
export function timesOf(expression: string, zone: string, from: number): Times | null {
  if (!isZone(zone)) return null;
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/u.exec(expression) ?? [];
  if (kind === 'rate') return rate(inner, from);
  if (kind === 'cron') return cron(inner, zone);
  return kind === 'at' ? at(inner, zone) : null;
}

function rate(inner: string, from: number): Times | null {
  const [, count = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/u.exec(inner) ?? [];
  const every = Number(count) * (units[unit] ?? 0);
  // AWS wants `1 minute` and `2 minutes`.
  if (every <= 0 || (count === '1') !== (plural === '')) return null;
  return { after: (instant) => from + every * (Math.max(0, Math.floor((instant - from) / every)) + 1) };
}

/** AWS's six fields: minutes, hours, day of month, month, day of week (1 is Sunday), year; one of the two days is `?`. */
function cron(inner: string, zone: string): Times | null {
  const fields = inner.trim().split(/\s+/u);
  const [minutes, hours, day, month, weekday, year] = fields;
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) return null;
  const any = (field: string | undefined): string => (field === '?' ? '*' : (field ?? '*'));
  try {
    const pattern = new Cron(`0 ${minutes ?? ''} ${hours ?? ''} ${any(day)} ${month ?? ''} ${any(weekday)} ${year ?? ''}`, {
      timezone: zone, paused: true, alternativeWeekdays: true, domAndDow: true, sloppyRanges: true,
    });
    return { after: (instant) => pattern.nextRun(new Date(instant))?.getTime() ?? null };
  } catch {
    return null;
  }
}

function at(inner: string, zone: string): Times | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u.test(inner)) return null;
  try {
    const instant = new Cron(inner, { timezone: zone, paused: true }).nextRun(new Date(0))?.getTime() ?? null;
    return instant === null ? null : { after: (now) => (instant > now ? instant : null) };
  } catch {
    return null;
  }
}

/** Whether the machine knows the IANA name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
