import { neighbours } from './graph.ts';
import type { Closure } from './reachability.ts';

/**
 * A part of the graph is a list of vertices in topological order; `part[v] === id` says that v belongs to it. Parts are convex
 * (nothing outside lies between two inside), so the reduced edges inside a part are the reduction of its own order.
 */
type Part = Int32Array;

/** The connected pieces of a part, each in topological order, in the order of their first declared vertex. */
export function pieces(dag: Closure, part: Part, id: number, vertices: readonly number[]): readonly (readonly number[])[] {
  const piece = new Map<number, number[]>();
  const result: { first: number; members: number[] }[] = [];
  for (const start of vertices) {
    if (piece.has(start)) continue;
    const members: number[] = [];
    const open = [start];
    let first = start;
    piece.set(start, members);
    for (let v = open.pop(); v !== undefined; v = open.pop()) {
      first = Math.min(first, v);
      for (const list of [neighbours(dag.to, v), neighbours(dag.from, v)]) {
        for (const w of list) {
          if (part[w] !== id || piece.has(w)) continue;
          piece.set(w, members);
          open.push(w);
        }
      }
    }
    result.push({ first, members });
  }
  if (result.length === 1) return [vertices];
  for (const v of vertices) piece.get(v)?.push(v);
  return result.sort((a, b) => a.first - b.first).map(({ members }) => members);
}

/**
 * The part cut wherever all that comes before must end before all that comes after. Every such cut is a prefix of any topological
 * order, and it is one exactly when each last vertex of the prefix has an edge to each first vertex of the rest.
 */
export function seriesCuts(dag: Closure, part: Part, id: number, vertices: readonly number[]): (readonly number[])[] {
  const result: (readonly number[])[] = [];
  let start = 0;
  sweep(dag, part, id, vertices, (moved, missing) => {
    if (missing > 0) return;
    result.push(vertices.slice(start, moved));
    start = moved;
  });
  return result;
}

export interface Barrier {
  /** Level of each vertex that has one below `level` goes first. */
  readonly levels: ReadonlyMap<number, number>;
  readonly level: number;
  readonly pairs: readonly (readonly [before: number, after: number])[];
}

/** The barrier between two levels that adds the fewest pairs; among equals the nearest to the middle, then the earlier. */
export function barrier(dag: Closure, part: Part, id: number, vertices: readonly number[]): Barrier {
  const levels = levelsOf(dag, part, id, vertices);
  const byLevel = vertices.toSorted((a, b) => (levels.get(a) ?? 0) - (levels.get(b) ?? 0));
  let best = { missing: Infinity, off: Infinity, moved: 0 };
  sweep(dag, part, id, byLevel, (moved, missing) => {
    const off = Math.abs(2 * moved - byLevel.length);
    if (moved === byLevel.length || levels.get(byLevel[moved - 1] ?? 0) === levels.get(byLevel[moved] ?? 0)) return;
    if (missing < best.missing || (missing === best.missing && off < best.off)) best = { missing, off, moved };
  });
  const level = levels.get(byLevel[best.moved] ?? 0) ?? 0;
  return { levels, level, pairs: missingPairs(dag, part, id, byLevel, best.moved) };
}

export function splitAt(vertices: readonly number[], cut: Barrier): readonly [number[], number[]] {
  const before = (v: number): boolean => (cut.levels.get(v) ?? 0) < cut.level;
  return [vertices.filter(before), vertices.filter((v) => !before(v))];
}

/** When each vertex starts within the part if every vertex takes one unit. */
function levelsOf(dag: Closure, part: Part, id: number, vertices: readonly number[]): Map<number, number> {
  const levels = new Map<number, number>();
  for (const v of vertices) {
    let level = 0;
    for (const u of neighbours(dag.from, v)) if (part[u] === id) level = Math.max(level, (levels.get(u) ?? 0) + 1);
    levels.set(v, level);
  }
  return levels;
}

/**
 * Moves the vertices over one by one and tells after each how many pairs (last of the prefix, first of the rest) have no edge.
 * Each vertex becomes last once and first once, so all of it takes one look at each edge.
 */
function sweep(dag: Closure, part: Part, id: number, vertices: readonly number[], tell: (moved: number, missing: number) => void): void {
  const lasts = new Set<number>();
  const firsts = new Set<number>();
  const waiting = new Map<number, number>();
  let edges = 0;
  const inside = (list: readonly number[]): readonly number[] => list.filter((w) => part[w] === id);
  for (const v of vertices) {
    const count = inside(neighbours(dag.from, v)).length;
    waiting.set(v, count);
    if (count === 0) firsts.add(v);
  }
  vertices.forEach((v, position) => {
    firsts.delete(v);
    for (const u of inside(neighbours(dag.from, v))) {
      if (!lasts.has(u)) continue;
      edges--; // the edge u -> v is no longer between the sides, and u is no longer a last one
      lasts.delete(u);
      for (const w of neighbours(dag.to, u)) if (w !== v && firsts.has(w)) edges--;
    }
    lasts.add(v);
    for (const w of inside(neighbours(dag.to, v))) {
      const left = (waiting.get(w) ?? 0) - 1;
      waiting.set(w, left);
      if (left > 0) continue;
      firsts.add(w);
      for (const u of neighbours(dag.from, w)) if (lasts.has(u)) edges++;
    }
    tell(position + 1, lasts.size * firsts.size - edges);
  });
}

function missingPairs(dag: Closure, part: Part, id: number, vertices: readonly number[], moved: number): (readonly [number, number])[] {
  const head = new Set(vertices.slice(0, moved));
  const inside = (w: number): boolean => part[w] === id;
  const lasts = [...head].filter((v) => !neighbours(dag.to, v).some((w) => head.has(w)));
  const firsts = vertices.slice(moved).filter((v) => !neighbours(dag.from, v).some((u) => inside(u) && !head.has(u)));
  const pairs: (readonly [number, number])[] = [];
  for (const v of firsts.sort((a, b) => a - b)) {
    const known = new Set(neighbours(dag.from, v));
    for (const u of lasts.toSorted((a, b) => a - b)) if (!known.has(u)) pairs.push([u, v]);
  }
  return pairs;
}
