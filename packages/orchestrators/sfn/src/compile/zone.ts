/** A zone's distances from UTC in minutes: `offsets[n]` holds from `changes[n - 1]` on, in epoch milliseconds; the first before all of them. */
export interface ZoneOffsets {
  readonly changes: readonly number[];
  readonly offsets: readonly number[];
}

/** Days outside these years are told by the first or last distance. */
export const YEARS = [2025, 2050] as const;
const WEEK = 7 * 86_400_000;

const known = new Map<string, ZoneOffsets>();

/** What the zone's rules say, as they are known here when the pipeline is compiled: a state machine itself knows no zones. */
export function offsetsOf(zone: string): ZoneOffsets {
  const found = known.get(zone) ?? scan(zone);
  known.set(zone, found);
  return found;
}

function scan(zone: string): ZoneOffsets {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  const at = (ms: number): number => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return (Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - ms) / 60_000;
  };
  const [from, to] = [Date.UTC(YEARS[0], 0, 1), Date.UTC(YEARS[1], 0, 1)];
  const changes: number[] = [];
  const offsets = [at(from)];
  for (let week = from; week < to; week += WEEK) {
    const [before, after] = [at(week), at(week + WEEK)];
    if (before === after) continue;
    changes.push(firstWith(after, week, week + WEEK, at));
    offsets.push(after);
  }
  return { changes, offsets };
}

/** The first minute after `low` at which the distance is `offset`. */
function firstWith(offset: number, low: number, high: number, at: (ms: number) => number): number {
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (at(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
