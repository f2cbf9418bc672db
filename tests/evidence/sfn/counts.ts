/** Counts by group and name, and what differed: processes hand them on as JSON, and they are added up. */
export interface Counts {
  readonly groups: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly differing: readonly string[];
}

export interface Counter {
  add(group: string, name: string, times?: number): void;
  differs(text: string): void;
  /** Takes in what another process has counted. */
  take(counts: Counts): void;
  of(group: string, name: string): number;
  /** How often anything of the group was counted. */
  sum(group: string): number;
  group(group: string): ReadonlyMap<string, number>;
  readonly differing: readonly string[];
  all(): Counts;
}

export function newCounter(): Counter {
  const groups = new Map<string, Map<string, number>>();
  const differing: string[] = [];
  const group = (name: string): Map<string, number> => {
    const found = groups.get(name) ?? new Map<string, number>();
    groups.set(name, found);
    return found;
  };
  const add = (of: string, name: string, times = 1): void => void group(of).set(name, (group(of).get(name) ?? 0) + times);
  return {
    add, group, differing,
    differs: (text) => void differing.push(text),
    take: (counts) => {
      for (const [of, names] of Object.entries(counts.groups)) for (const [name, times] of Object.entries(names)) add(of, name, times);
      differing.push(...counts.differing);
    },
    of: (of, name) => group(of).get(name) ?? 0,
    sum: (of) => [...group(of).values()].reduce((all, times) => all + times, 0),
    all: () => ({ groups: Object.fromEntries([...groups].map(([of, names]) => [of, Object.fromEntries(names)])), differing }),
  };
}
