/** The ownership of what takes no tags: a text in its description. */
export const ownedBy = (owner: string): string => `millrace:owner=${owner}`;

export function ownerIn(description: string | undefined): string | null {
  return /^millrace:owner=(\S+)$/.exec(description ?? '')?.[1] ?? null;
}
