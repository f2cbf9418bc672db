/** An instant to the nanosecond. */
export interface Instant {
  /** Whole seconds since 1970. */
  readonly seconds: number;
  readonly nanos: number;
}

const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/u;

/**
 * The instant that a text names, or null: RFC 3339 with an upper-case T, and Z or an offset, to nine decimals of a second.
 * Source: Amazon States Language specification, "Timestamps".
 *
 * @example instantOf('2026-01-31T02:00:00+01:00') // { seconds: 1769821200, nanos: 0 }
 */
export function instantOf(text: string): Instant | null {
  const found = shape.exec(text);
  if (found === null) return null;
  const part = (i: number): number => Number(found[i] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const offset = (part(9) * 60 + part(10)) * (found[8] === '-' ? -1 : 1);
  if (hour > 23 || minute > 59 || second > 59 || part(9) > 18 || part(10) > 59 || day < 1 || day > daysIn(year, month)) return null;
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  return { seconds: utc.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second, nanos: Number((found[7] ?? '').padEnd(9, '0')) };
}

/** Days of a month, 0 when there is no such month. */
function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** Below 0 when `a` is earlier than `b`, 0 when they are one instant. */
export function order(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}
