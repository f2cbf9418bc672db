import { neighbours } from './graph.ts';
import type { Part } from './cuts.ts';
import type { Closure } from './reachability.ts';
import { SCENARIOS } from './scenarios.ts';

/** A place where a part could be cut: all of `order` before `moved` would end before the rest starts. */
export interface Cut {
  readonly order: Part;
  readonly moved: number;
  /**
   * The longest way through the part with this cut, summed over the scenarios, less what a cut near the middle is worth: what is left on
   * both sides needs fewer cuts.
   */
  readonly rank: number;
}

/** Of the longest way through a part, what a cut that halves it may cost more than one at its end, times two. */
const WORTH_OF_HALVES = 0.5;

export interface Measure {
  /** The best `most` cuts of a part by rank. None of them makes the part longer when all steps are equally long. */
  cuts(part: Part, most: number): Cut[];
}

/**
 * What a barrier costs is known before it is drawn: the longest way through the part is then the longest
 * that ends before it and the longest that starts behind it, one after the other. Each is kept for every vertex and every scenario.
 */
export function measureOf(dag: Closure, lengths: Int32Array): Measure {
  const size = dag.sorted.length;
  const owner = new Int32Array(size);
  /** The longest way that ends with a vertex, and that begins with it. */
  const upTo = new Int32Array(size * SCENARIOS);
  const onwards = new Int32Array(size * SCENARIOS);
  const rest = new Int32Array((size + 1) * SCENARIOS);
  const before = new Int32Array(SCENARIOS);
  const longest = new Int32Array(SCENARIOS);
  let id = 0;

  /** Fills in the longest ways; `vertices` come in an order in which those that `lists` names for a vertex stand before it. */
  const fill = (ways: Int32Array, vertices: Part, lists: readonly (readonly number[])[]): void => {
    for (const v of vertices) {
      const row = v * SCENARIOS;
      ways.fill(0, row, row + SCENARIOS);
      for (const u of neighbours(lists, v)) if (owner[u] === id) raise(ways, row, ways, u * SCENARIOS);
      for (let k = 0; k < SCENARIOS; k++) ways[row + k] = (ways[row + k] ?? 0) + (lengths[row + k] ?? 0);
    }
  };

  /** Orders in which each vertex stands after all that it waits for; a prefix of any of them is a place for a barrier. */
  const orders = (part: Part): Part[] => {
    const keys = part.map((v) => {
      const end = sum(upTo, v);
      const left = sum(onwards, v);
      const own = sum(lengths, v);
      return { v, level: upTo[v * SCENARIOS] ?? 0, end, start: end - own, left, after: left - own };
    });
    type Key = (typeof keys)[number];
    const by = (key: (of: Key) => number): Part => keys.toSorted((a, b) => key(a) - key(b) || a.end - b.end || a.v - b.v).map(({ v }) => v);
    return [by((of) => of.level), by((of) => of.end), by((of) => of.start), by((of) => -of.left), by((of) => -of.after), by((of) => of.end - of.left)];
  };

  const cuts = (part: Part, most: number): Cut[] => {
    id++;
    for (const v of part) owner[v] = id;
    fill(upTo, part, dag.from);
    fill(onwards, part.toReversed(), dag.to);
    longest.fill(0);
    for (const v of part) raise(longest, 0, upTo, v * SCENARIOS);
    const worth = (WORTH_OF_HALVES * sum(longest, 0)) / part.length ** 2;
    const best: Cut[] = [];
    for (const order of orders(part)) {
      rest.fill(0, order.length * SCENARIOS, (order.length + 1) * SCENARIOS);
      for (let at = order.length - 1; at > 0; at--) {
        rest.copyWithin(at * SCENARIOS, (at + 1) * SCENARIOS, (at + 2) * SCENARIOS);
        raise(rest, at * SCENARIOS, onwards, (order[at] ?? 0) * SCENARIOS);
      }
      before.fill(0);
      for (let moved = 1; moved < order.length; moved++) {
        raise(before, 0, upTo, (order[moved - 1] ?? 0) * SCENARIOS);
        if ((before[0] ?? 0) + (rest[moved * SCENARIOS] ?? 0) > (longest[0] ?? 0)) continue;
        keep(best, { order, moved, rank: sum(before, 0) + sum(rest, moved) - worth * moved * (order.length - moved) }, most);
      }
    }
    return best;
  };

  return { cuts };
}

function raise(row: Int32Array, at: number, other: Int32Array, from: number): void {
  for (let k = 0; k < SCENARIOS; k++) {
    const value = other[from + k] ?? 0;
    if (value > (row[at + k] ?? 0)) row[at + k] = value;
  }
}

function sum(rows: Int32Array, row: number): number {
  let total = 0;
  for (let k = row * SCENARIOS; k < (row + 1) * SCENARIOS; k++) total += rows[k] ?? 0;
  return total;
}

/** Several orders lead to the same cut; two of one rank and one size are as good as one. */
function keep(best: Cut[], cut: Cut, most: number): void {
  let at = best.length;
  while (at > 0 && (best[at - 1]?.rank ?? 0) > cut.rank) at--;
  if (at === most) return;
  for (let i = at - 1; i >= 0 && best[i]?.rank === cut.rank; i--) if (best[i]?.moved === cut.moved) return;
  best.splice(at, 0, cut);
  if (best.length > most) best.pop();
}
