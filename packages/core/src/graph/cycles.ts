import { graphOf, neighbours, type Graph, type GraphNode } from './graph.ts';

/**
 * One shortest circle for each group of steps that wait for each other, starting at the first declared of the group.
 * `['a', 'b', 'c']` means: b waits for a, c for b, and a for c. Empty when there is an order.
 */
export function cycles(steps: readonly GraphNode[]): readonly (readonly string[])[] {
  const graph = graphOf(steps);
  const group = components(graph);
  const done = new Set<number>();
  const found: string[][] = [];
  for (let v = 0; v < graph.names.length; v++) {
    const id = group[v] ?? -1;
    if (done.has(id)) continue;
    done.add(id);
    const circle = shortestCircle(graph, v, (w) => group[w] === id);
    if (circle !== null) found.push(circle.flatMap((w) => graph.names[w] ?? []));
  }
  return found;
}

function shortestCircle(graph: Graph, start: number, inside: (v: number) => boolean): number[] | null {
  const cameFrom = new Map<number, number>();
  let frontier = [start];
  while (frontier.length > 0) {
    const next: number[] = [];
    for (const v of frontier) {
      for (const w of neighbours(graph.to, v)) {
        if (w === start) return path(cameFrom, start, v);
        if (!inside(w) || cameFrom.has(w)) continue;
        cameFrom.set(w, v);
        next.push(w);
      }
    }
    frontier = next;
  }
  return null;
}

function path(cameFrom: ReadonlyMap<number, number>, start: number, end: number): number[] {
  const result = [end];
  for (let v = end; v !== start;) {
    const previous = cameFrom.get(v);
    if (previous === undefined) break;
    result.push(previous);
    v = previous;
  }
  return result.reverse();
}

/** Tarjan's strongly connected components, without recursion, so that a chain of thousands does not exhaust the stack. */
function components(graph: Graph): Int32Array {
  const size = graph.names.length;
  const group = new Int32Array(size).fill(-1);
  const seen = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const open: number[] = [];
  let clock = 0;
  let groups = 0;
  const enter = (v: number): { v: number; next: number } => {
    seen[v] = clock;
    low[v] = clock++;
    open.push(v);
    return { v, next: 0 };
  };
  const lower = (v: number, value: number): void => {
    low[v] = Math.min(low[v] ?? 0, value);
  };
  const close = (v: number): void => {
    for (let w = open.pop(); w !== undefined; w = open.pop()) {
      group[w] = groups;
      if (w === v) break;
    }
    groups++;
  };
  for (let root = 0; root < size; root++) {
    if (seen[root] !== -1) continue;
    const calls = [enter(root)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const w = neighbours(graph.to, call.v)[call.next++];
      if (w === undefined) {
        calls.pop();
        if (low[call.v] === seen[call.v]) close(call.v);
        const parent = calls.at(-1);
        if (parent !== undefined) lower(parent.v, low[call.v] ?? 0);
      } else if (seen[w] === -1) calls.push(enter(w));
      else if (group[w] === -1) lower(call.v, seen[w] ?? 0);
    }
  }
  return group;
}
