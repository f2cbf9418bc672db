import { heap } from './heap.ts';

/** What the algebra needs of a step: its name and the names it waits for. */
export interface GraphNode {
  readonly name: string;
  readonly after: readonly { readonly step: string }[];
}
/** `to` waits for `from`. */
export type Edge = readonly [from: string, to: string];

/** Steps as numbers, in declaration order. `from[v]` are the steps that v waits for, `to[v]` those that wait for v. */
export interface Graph {
  readonly names: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly from: readonly (readonly number[])[];
  readonly to: readonly (readonly number[])[];
}

/** The graph of the steps. Names that no step has are left out: telling them is the check's work, not the graph's. */
export function graphOf(steps: readonly GraphNode[]): Graph {
  const edges: Edge[] = [];
  for (const step of steps) for (const dependency of step.after) edges.push([dependency.step, step.name]);
  return graphFrom(
    steps.map((step) => step.name),
    edges,
  );
}

/** The same from names and edges. An edge given twice counts once. */
export function graphFrom(names: readonly string[], edges: readonly Edge[]): Graph {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const from = names.map(() => new Set<number>());
  const to = names.map(() => new Set<number>());
  for (const [before, after] of edges) {
    const u = indexOf.get(before);
    const v = indexOf.get(after);
    if (u === undefined || v === undefined) continue;
    to[u]?.add(v);
    from[v]?.add(u);
  }
  return { names, indexOf, from: from.map((set) => [...set]), to: to.map((set) => [...set]) };
}

/** Neighbours of `v`; an index beyond the graph has none. */
export const neighbours = (lists: readonly (readonly number[])[], v: number): readonly number[] => lists[v] ?? [];

/**
 * Indices so that each comes after all it waits for; among those that could come next, the first declared.
 * Shorter than the graph when there is a cycle.
 */
export function order(graph: Graph): number[] {
  const missing = Int32Array.from(graph.from, (list) => list.length);
  const ready = heap<number>((a, b) => a < b);
  missing.forEach((count, v) => {
    if (count === 0) ready.push(v);
  });
  const result: number[] = [];
  for (let v = ready.pop(); v !== undefined; v = ready.pop()) {
    result.push(v);
    for (const w of neighbours(graph.to, v)) {
      const left = (missing[w] ?? 0) - 1;
      missing[w] = left;
      if (left === 0) ready.push(w);
    }
  }
  return result;
}

/** `order`, for graphs that were checked: a cycle here is a fault of the calling code. */
export function acyclicOrder(graph: Graph): number[] {
  const result = order(graph);
  if (result.length < graph.names.length) {
    const placed = new Set(result);
    const stuck = graph.names.filter((_, v) => !placed.has(v));
    throw new Error(`The steps ${stuck.slice(0, 5).join(', ')} wait for each other, so they have no order. Call cycles() and report before asking for one.`);
  }
  return result;
}

/**
 * Steps so that each comes after all it waits for; among those that could come next, the first declared.
 * Throws when steps wait for each other in a circle: check with `cycles` first.
 */
export function topologicalOrder<S extends GraphNode>(steps: readonly S[]): S[] {
  return acyclicOrder(graphOf(steps)).flatMap((v) => steps[v] ?? []);
}
