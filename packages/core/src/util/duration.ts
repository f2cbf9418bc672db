const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

/**
 * Seconds of a duration such as '90s', '30m', '2h', '1h30m', '7d'; null when the text is none.
 * Units go from the longest to the shortest, each at most once.
 */
export function parseDuration(text: string): number | null {
  const match = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/.exec(text);
  if (match === null || text === '') return null;
  const [, d, h, m, s] = match;
  return Number(d ?? 0) * UNITS.d + Number(h ?? 0) * UNITS.h + Number(m ?? 0) * UNITS.m + Number(s ?? 0);
}

/** The shortest way to write a number of seconds: 5400 is '1h30m', 0 is '0s'. */
export function printDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(UNITS)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}
