type Ways = ReadonlyMap<string, readonly string[]>;

/** States of one region in steps: whatever leads to a state stands in an earlier step, or in the same one, when a circle joins them. */
interface Steps {
  readonly of: ReadonlyMap<string, number>;
  readonly circles: ReadonlySet<number>;
  /** The ways between steps, in the order of the steps that they leave. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** A variable with the states that assign it. */
type Assigned = readonly [variable: string, assigners: readonly string[]];

/** Variables that one walk over the steps follows, one for each bit of a number. */
const width = 32;

/**
 * Tells whether a path leads to a state from one that assigns a variable. Variables go over the steps 32 at a time, so that the largest
 * definition takes some ten million additions, whatever it assigns and reads.
 */
export function createOrder(leads: Ways, from: Ways, variables: readonly Assigned[]): (variable: string, key: string) => boolean {
  const steps = stepsOf(leads, from);
  const column = new Map(variables.map(([variable], i) => [variable, i]));
  const words: Int32Array[] = [];
  for (let i = 0; i < variables.length; i += width) words.push(walked(steps, leads.size, variables.slice(i, i + width)));
  return (variable, key) => {
    const at = column.get(variable);
    const step = steps.of.get(key);
    return at !== undefined && step !== undefined && (((words[Math.floor(at / width)]?.[step] ?? 0) >>> at % width) & 1) === 1;
  };
}

/** For every step the variables that are assigned on a way to it, as bits. */
function walked({ of, circles, from, to }: Steps, count: number, variables: readonly Assigned[]): Int32Array {
  const own = new Int32Array(count);
  for (const [bit, [, assigners]] of variables.entries()) for (const name of assigners) add(own, of.get(name) ?? -1, 1 << bit);
  const before = new Int32Array(count);
  for (const step of circles) add(before, step, own[step] ?? 0);
  // By index: this line runs some ten million times, and iterators of entries would make an array each time.
  for (let i = 0; i < from.length; i++) add(before, to[i] ?? -1, (before[from[i] ?? 0] ?? 0) | (own[from[i] ?? 0] ?? 0));
  return before;
}

function add(bits: Int32Array, at: number, more: number): void {
  if (at >= 0) bits[at] = (bits[at] ?? 0) | more;
}

/** By Kosaraju: from the state that is left last, back along the ways, all that is not in a step yet is in a circle with it. */
function stepsOf(leads: Ways, from: Ways): Steps {
  const of = new Map<string, number>();
  let step = 0;
  for (const name of leftIn(leads).reverse()) {
    if (of.has(name)) continue;
    of.set(name, step);
    const circle = [name];
    // A list is walked as it grows.
    for (const one of circle) for (const earlier of from.get(one) ?? []) {
      if (of.has(earlier)) continue;
      of.set(earlier, step);
      circle.push(earlier);
    }
    step++;
  }
  const ways = [...leads].flatMap(([name, targets]) => targets.map((target) => [of.get(name) ?? 0, of.get(target) ?? 0] as const));
  const onward = ways.filter(([a, b]) => a !== b).sort(([a], [b]) => a - b);
  return { of, circles: new Set(ways.filter(([a, b]) => a === b).map(([a]) => a)), from: Int32Array.from(onward, ([a]) => a), to: Int32Array.from(onward, ([, b]) => b) };
}

/** All states, each behind those that it leads to, circles aside. */
function leftIn(leads: Ways): string[] {
  const left: string[] = [];
  const met = new Set<string>();
  for (const start of leads.keys()) {
    const path = met.has(start) ? [] : [{ name: start, next: 0 }];
    met.add(start);
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const target = leads.get(here.name)?.[here.next++];
      if (target === undefined) left.push(path.pop()?.name ?? '');
      else if (!met.has(target)) {
        met.add(target);
        path.push({ name: target, next: 0 });
      }
    }
  }
  return left;
}
