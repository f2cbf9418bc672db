import { graphFrom, neighbours, type Edge } from './graph.ts';
import { closure } from './reachability.ts';
import { addedPairs } from './added.ts';
import { barriersOf } from './barrier.ts';
import { cutterOf, type Part } from './cuts.ts';

/** A pipeline as nested forks and joins: each leaf is a step, `series` runs one after the other, `parallel` all at once. */
export type SpTree = { readonly step: string } | { readonly series: readonly SpTree[] } | { readonly parallel: readonly SpTree[] };

export interface Decomposition {
  readonly tree: SpTree;
  /** Order that the tree imposes and the graph does not: `after` also waits for `before`. Empty when the graph is series-parallel. */
  readonly added: readonly { readonly before: string; readonly after: string }[];
}

/** In a graph of more steps the barriers are not compared by delay: the plain ones between levels are found in linear time. */
const MOST_COMPARED = 900;

/**
 * The graph as nested forks and joins (a series-parallel order). Where the graph is not of that form, order is added: at each
 * place the barrier that makes runs least longer, over a few fixed scenarios of how long steps take; when all steps are equally long,
 * no run gets longer. In a graph of more than 900 steps it is the barrier between two levels of steps that adds the fewest pairs,
 * the one nearest to the middle among equals. `added` lists the least pairs that, with the edges, imply the tree.
 * The same input gives the same tree: children of `parallel` stand in the order of their first declared step.
 * Throws on cycles. No nodes give an empty series.
 */
export function decompose(nodes: readonly string[], edges: readonly Edge[]): Decomposition {
  const graph = graphFrom(nodes, edges);
  const dag = closure(graph);
  const cutter = cutterOf(dag);
  const compared = nodes.length <= MOST_COMPARED ? barriersOf(dag, cutter) : null;
  const name = (v: number): string => graph.names[v] ?? '';

  const leaf = (v: number): SpTree => ({ step: name(v) });

  // A work list, not recursion: forks can be nested thousands deep.
  const root: SpTree[] = [];
  const todo: Work[] = [{ part: dag.sorted, into: root, connected: false }];
  for (let work = todo.pop(); work !== undefined; work = todo.pop()) {
    const { part, into } = work;
    const next = (after: Part): Work => ({ part: after, into, connected: false });
    const [only] = part;
    if (only === undefined) continue;
    if (part.length === 1) {
      into.push(leaf(only));
      continue;
    }
    cutter.claim(part);
    const pieces = work.connected ? [part] : cutter.pieces();
    if (pieces.length > 1) {
      const branches = pieces.map((piece): { piece: Part; series: SpTree[] } => ({ piece, series: [] }));
      into.push({ parallel: branches.map(({ piece, series }) => (piece.length > 1 ? { series } : leaf(piece[0] ?? only))) });
      for (const { piece, series } of branches) if (piece.length > 1) todo.push({ part: piece, into: series, connected: true });
      continue;
    }
    const runs = cutter.seriesCuts();
    if (runs.length > 1) {
      todo.push(...runs.reverse().map(next));
      continue;
    }
    const { head, tail } = compared === null ? cutter.levelBarrier() : compared(part);
    todo.push(next(tail), next(head));
  }
  const [first] = root;
  const tree = root.length === 1 && first !== undefined ? first : { series: root };
  const isEdge = (before: string, after: string): boolean => neighbours(dag.to, graph.indexOf.get(before) ?? -1).includes(graph.indexOf.get(after) ?? -1);
  return { tree, added: addedPairs(tree, isEdge) };
}

/** A part whose tree goes to the end of a series; the parts of one series are taken in their order. */
interface Work {
  readonly part: Part;
  readonly into: SpTree[];
  readonly connected: boolean;
}

/** The steps of a tree, from left to right. */
export function leaves(tree: SpTree): string[] {
  const result: string[] = [];
  const todo: SpTree[] = [tree];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if ('step' in node) result.push(node.step);
    else todo.push(...('series' in node ? node.series : node.parallel).toReversed());
  }
  return result;
}

