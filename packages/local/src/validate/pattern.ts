/**
 * The model's patterns are Java's, and hold for the whole value. Unicode mode knows their surrogate ranges and classes like
 * `\p{L}`; some escape what it does not allow to be escaped, and mean the same without it.
 */
export function wholePattern(pattern: string): RegExp | null {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {
      continue;
    }
  }
  return null;
}
