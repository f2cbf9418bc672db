import type { SpTree } from './decompose.ts';

/** The least pairs of names that, with the edges, imply the order of the tree. `isEdge` tells the edges that no longer way implies. */
export function addedPairs(tree: SpTree, isEdge: (before: string, after: string) => boolean): { before: string; after: string }[] {
  const added: { before: string; after: string }[] = [];
  const todo: SpTree[] = [tree];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if ('step' in node) continue;
    const children = 'series' in node ? node.series : node.parallel;
    todo.push(...children.toReversed());
    if ('parallel' in node) continue;
    children.slice(1).forEach((child, at) => {
      const lasts = border(children[at] ?? child, (series) => series.at(-1));
      for (const after of border(child, (series) => series[0])) for (const before of lasts) if (!isEdge(before, after)) added.push({ before, after });
    });
  }
  return added;
}

/** The steps at one end of a tree, from left to right. */
function border(tree: SpTree, end: (series: readonly SpTree[]) => SpTree | undefined): string[] {
  const found: string[] = [];
  const todo: SpTree[] = [tree];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if ('step' in node) found.push(node.step);
    else if ('parallel' in node) todo.push(...node.parallel.toReversed());
    else todo.push(...[end(node.series) ?? []].flat());
  }
  return found;
}
