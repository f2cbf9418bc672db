import { neighbours } from './graph.ts';
import type { Closure } from './reachability.ts';

/**
 * A part of the graph: vertices in topological order. Parts are convex (nothing outside lies between two inside), so the reduced
 * edges inside a part are the reduction of its own order.
 */
export type Part = readonly number[];

/** All of `head` ends before any of `tail` starts. */
export interface Barrier {
  readonly head: Part;
  readonly tail: Part;
}

export interface Cutter {
  /** Makes the part the one that the other methods speak of. */
  claim(part: Part): void;
  /** The connected pieces, each in topological order, in the order of their first declared vertex. */
  pieces(): readonly Part[];
  /**
   * The part cut wherever all that comes before must end before all that comes after. Every such cut is a prefix of any
   * topological order, and it is one exactly when each last vertex of the prefix has an edge to each first vertex of the rest.
   */
  seriesCuts(): Part[];
  /** The barrier between two levels that adds the fewest pairs; among equals the nearest to the middle, then the earlier. */
  levelBarrier(): Barrier;
}

/** Scratch arrays are made once for a graph: a deep nesting looks at its vertices thousands of times. */
export function cutterOf(dag: Closure): Cutter {
  const size = dag.sorted.length;
  const owner = new Int32Array(size);
  const mark = new Int32Array(size);
  const waiting = new Int32Array(size);
  const level = new Int32Array(size);
  /** 0 elsewhere, 1 first of the rest, 2 last of the prefix. */
  const side = new Uint8Array(size);
  let id = 0;
  let marks = 0;
  let part: Part = [];

  const claim = (next: Part): void => {
    part = next;
    id++;
    for (const v of part) owner[v] = id;
  };

  const flood = (start: number, color: number): number => {
    const open = [start];
    let first = start;
    mark[start] = color;
    for (let v = open.pop(); v !== undefined; v = open.pop()) {
      if (v < first) first = v;
      for (const list of [neighbours(dag.to, v), neighbours(dag.from, v)]) {
        for (const w of list) {
          if (owner[w] !== id || (mark[w] ?? 0) >= color) continue;
          mark[w] = color;
          open.push(w);
        }
      }
    }
    return first;
  };

  const pieces = (): readonly Part[] => {
    const before = marks;
    const found: { first: number; members: number[] }[] = [];
    for (const v of part) {
      if ((mark[v] ?? 0) > before) continue;
      // A vertex that an earlier call marked has a smaller number, so each flood stays within its piece.
      found.push({ first: flood(v, ++marks), members: [] });
    }
    if (found.length === 1) return [part];
    for (const v of part) found[(mark[v] ?? 0) - before - 1]?.members.push(v);
    return found.sort((a, b) => a.first - b.first).map(({ members }) => members);
  };

  /** Takes the edges of `u` to the first vertices of the rest, of which `v` is none any more. */
  const leave = (u: number): number => {
    let edges = 0;
    for (const w of neighbours(dag.to, u)) if (side[w] === 1 && owner[w] === id) edges++;
    return edges;
  };

  /**
   * Moves the vertices over one by one and tells after each how many pairs (last of the prefix, first of the rest) have no edge.
   * Each vertex becomes first once and last once, so all of it takes two looks at each edge.
   */
  const sweep = (vertices: Part, tell: (moved: number, missing: number) => void): void => {
    let firsts = 0;
    let lasts = 0;
    let edges = 0;
    for (const v of vertices) {
      let count = 0;
      for (const u of neighbours(dag.from, v)) if (owner[u] === id) count++;
      waiting[v] = count;
      side[v] = count === 0 ? 1 : 0;
      if (count === 0) firsts++;
    }
    for (let moved = 0; moved < vertices.length; moved++) {
      const v = vertices[moved] ?? 0;
      side[v] = 0;
      firsts--;
      for (const u of neighbours(dag.from, v)) {
        if (owner[u] !== id || side[u] !== 2) continue;
        side[u] = 0;
        lasts--;
        edges -= leave(u) + 1;
      }
      side[v] = 2;
      lasts++;
      for (const w of neighbours(dag.to, v)) {
        if (owner[w] !== id) continue;
        const left = (waiting[w] ?? 0) - 1;
        waiting[w] = left;
        if (left > 0) continue;
        side[w] = 1;
        firsts++;
        for (const u of neighbours(dag.from, w)) if (side[u] === 2 && owner[u] === id) edges++;
      }
      tell(moved + 1, lasts * firsts - edges);
    }
  };

  const seriesCuts = (): Part[] => {
    const runs: Part[] = [];
    let start = 0;
    sweep(part, (moved, missing) => {
      if (missing > 0) return;
      runs.push(part.slice(start, moved));
      start = moved;
    });
    return runs;
  };

  /** When each vertex starts within the part if every vertex takes one unit. */
  const setLevels = (): void => {
    for (const v of part) {
      let start = 0;
      for (const u of neighbours(dag.from, v)) if (owner[u] === id) start = Math.max(start, (level[u] ?? 0) + 1);
      level[v] = start;
    }
  };

  const levelBarrier = (): Barrier => {
    setLevels();
    const levelOf = (v: number | undefined): number => level[v ?? 0] ?? 0;
    const byLevel = part.toSorted((a, b) => levelOf(a) - levelOf(b));
    let best = { missing: Infinity, off: Infinity, moved: 0 };
    sweep(byLevel, (moved, missing) => {
      if (moved === byLevel.length || levelOf(byLevel[moved - 1]) === levelOf(byLevel[moved])) return;
      const off = Math.abs(2 * moved - byLevel.length);
      if (missing < best.missing || (missing === best.missing && off < best.off)) best = { missing, off, moved };
    });
    const edge = levelOf(byLevel[best.moved]);
    return { head: part.filter((v) => levelOf(v) < edge), tail: part.filter((v) => levelOf(v) >= edge) };
  };

  return { claim, pieces, seriesCuts, levelBarrier };
}
