/**
 * The calendar day in a zone at an instant: `YYYY-MM-DD`.
 *
 * @param zone IANA name, such as 'Europe/Madrid'. Throws a RangeError when it is none: check with `isTimezone` first.
 * @param epochMs epoch milliseconds
 */
export function dayIn(zone: string, epochMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Is this an IANA time zone that this machine knows? Offsets such as '+02:00' are none: they do not follow summer time. */
export function isTimezone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
