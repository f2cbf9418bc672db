import { bitRows, NameSet, type BitRows } from './bitset.ts';
import { acyclicOrder, graphOf, neighbours, type Edge, type Graph, type GraphNode } from './graph.ts';

/**
 * For each step, all the steps that must end before it: those it waits for, and those that they wait for, and so on.
 * The sets are views of one bit matrix. Throws on cycles.
 */
export function ancestors(steps: readonly GraphNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = graphOf(steps);
  const { before } = closure(graph);
  return new Map(graph.names.map((name, v) => [name, new NameSet(before, v, graph.names, graph.indexOf)]));
}

/**
 * The edges that are left when every edge that a longer way implies is dropped; the order they impose is the same.
 * It speaks of order only: a dropped dependency may still carry a word of its own that decides whether the step runs.
 * Sorted by the declaration of the later step, then of the earlier one. Throws on cycles.
 */
export function transitiveReduction(steps: readonly GraphNode[]): Edge[] {
  const graph = graphOf(steps);
  const { from } = closure(graph);
  return graph.names.flatMap((name, v) => [...neighbours(from, v)].sort((a, b) => a - b).flatMap((u): Edge[] => {
    const before = graph.names[u];
    return before === undefined ? [] : [[before, name]];
  }));
}

export interface Closure {
  /** Row v holds every vertex that comes before v. */
  readonly before: BitRows;
  /** Reduced edges. */
  readonly from: readonly (readonly number[])[];
  readonly to: readonly (readonly number[])[];
  /** The vertices in topological order. */
  readonly sorted: readonly number[];
}

/** Reachability and reduction in one pass over the vertices in topological order. */
export function closure(graph: Graph): Closure {
  const sorted = acyclicOrder(graph);
  const rank = new Int32Array(sorted.length);
  sorted.forEach((v, position) => (rank[v] = position));
  const before = bitRows(sorted.length, sorted.length);
  const from: number[][] = graph.names.map(() => []);
  const to: number[][] = graph.names.map(() => []);
  for (const v of sorted) {
    // Latest first: when an earlier one is met, whatever implies it has been seen.
    const nearest = [...neighbours(graph.from, v)].sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0));
    for (const u of nearest) {
      if (before.has(v, u)) continue;
      before.join(v, u);
      before.add(v, u);
      from[v]?.push(u);
      to[u]?.push(v);
    }
  }
  return { before, from, to, sorted };
}
