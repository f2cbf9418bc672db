/** Where a value starts in the text, with the places of what is in it. */
export interface Spot {
  readonly offset: number;
  readonly members: ReadonlyMap<string, Spot> | null;
  readonly items: readonly Spot[] | null;
}

export const leaf = (offset: number): Spot => ({ offset, members: null, items: null });

/** The place that a JSON pointer leads to, or the last one on the way there. */
export function spotAt(root: Spot, pointer: string): Spot {
  let spot = root;
  for (const key of pointer.split('/').slice(1)) {
    const next = spot.members?.get(key.replaceAll('~1', '/').replaceAll('~0', '~')) ?? spot.items?.[Number(key)];
    if (next === undefined) return spot;
    spot = next;
  }
  return spot;
}
