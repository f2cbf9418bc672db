import type { SpTree } from '@millrace/core';

/** A set of places, 32 to a word. Missing words are empty. */
export type Bits = readonly number[];

/** For each leaf, in order, the places of the leaves that stand before it in some series. */
export function placesBefore(tree: SpTree, order: readonly string[]): Bits[] {
  const found: Bits[] = [];
  const walk = (node: SpTree, outer: Bits): void => {
    if ('step' in node) found.push(outer);
    else if ('parallel' in node) for (const branch of node.parallel) walk(branch, outer);
    else {
      const start = found.length;
      for (const part of node.series) walk(part, found.length > start ? withRange(outer, start, found.length) : outer);
    }
  };
  walk(tree, []);
  if (found.length !== order.length) throw new Error(`The tree has ${found.length} leaves, but ${order.length} were expected.`);
  return found;
}

function withRange(bits: Bits, from: number, to: number): Bits {
  const copy = [...bits];
  while (copy.length <= (to - 1) >> 5) copy.push(0);
  for (let word = from >> 5; word <= (to - 1) >> 5; word++) {
    const low = word === from >> 5 ? -1 << (from & 31) : -1;
    const high = word === (to - 1) >> 5 ? -1 >>> (31 - ((to - 1) & 31)) : -1;
    copy[word] = (copy[word] ?? 0) | (low & high);
  }
  return copy;
}
