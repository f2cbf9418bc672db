import { graphFrom, type Edge } from './graph.ts';
import { closure } from './reachability.ts';
import { barrier, pieces, seriesCuts, splitAt } from './cuts.ts';

/** A pipeline as nested forks and joins: each leaf is a step, `series` runs one after the other, `parallel` all at once. */
export type SpTree = { readonly step: string } | { readonly series: readonly SpTree[] } | { readonly parallel: readonly SpTree[] };

export interface Decomposition {
  readonly tree: SpTree;
  /** Order that the tree imposes and the graph does not: `after` also waits for `before`. Empty when the graph is series-parallel. */
  readonly added: readonly { readonly before: string; readonly after: string }[];
}

/**
 * The graph as nested forks and joins (a series-parallel order). Where the graph is not of that form, order is added: at each
 * place the barrier between two levels of steps that adds the fewest pairs, the one nearest to the middle among equals. With
 * steps of equal length such a barrier delays nothing. `added` lists the least pairs that, with the edges, imply the tree.
 * The same input gives the same tree: children of `parallel` stand in the order of their first declared step.
 * Throws on cycles. No nodes give an empty series.
 */
export function decompose(nodes: readonly string[], edges: readonly Edge[]): Decomposition {
  const graph = graphFrom(nodes, edges);
  const dag = closure(graph);
  const added: { before: string; after: string }[] = [];
  const name = (v: number): string => graph.names[v] ?? '';
  const part = new Int32Array(nodes.length);
  let parts = 0;
  const claim = (vertices: readonly number[]): number => {
    parts++;
    for (const v of vertices) part[v] = parts;
    return parts;
  };

  const build = (whole: readonly number[]): SpTree => {
    const children: SpTree[] = [];
    const todo: (readonly number[])[] = [whole];
    for (let vertices = todo.pop(); vertices !== undefined; vertices = todo.pop()) {
      const [only] = vertices;
      if (vertices.length === 1 && only !== undefined) {
        children.push({ step: name(only) });
        continue;
      }
      const id = claim(vertices);
      const split = pieces(dag, part, id, vertices);
      if (split.length > 1) {
        children.push({ parallel: split.map(build) });
        continue;
      }
      const runs = seriesCuts(dag, part, id, vertices);
      if (runs.length > 1) {
        todo.push(...runs.reverse());
        continue;
      }
      const cut = barrier(dag, part, id, vertices);
      const [head, tail] = splitAt(vertices, cut);
      for (const [u, v] of cut.pairs) added.push({ before: name(u), after: name(v) });
      todo.push(tail, head);
    }
    const [first] = children;
    return children.length === 1 && first !== undefined ? first : { series: children };
  };
  const tree = nodes.length === 0 ? { series: [] } : build(dag.sorted);
  return { tree, added };
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

