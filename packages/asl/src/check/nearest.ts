/**
 * The word that was probably meant: the same but for case, or at most two letters apart; null when none is near. Words that only add a
 * number or a version to a known one are words of their own.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  if (word.length > 64) return null;
  const folded = word.toLowerCase();
  let best: string | null = null;
  let least = word.length < 3 ? 1 : word.length < 8 ? 2 : 3;
  for (const one of known) {
    if (one === word) return one;
    if (Math.abs(one.length - word.length) >= least) continue;
    const other = one.toLowerCase();
    const distance = other === folded ? 0 : versioned(folded, other) ? least : distanceBelow(folded, other, least);
    if (distance >= least) continue;
    best = one;
    least = distance;
    if (distance === 0) break;
  }
  return best;
}

const versioned = (word: string, known: string): boolean => word.startsWith(known) && /^v?\d+$/u.test(word.slice(known.length));

/** `nearest` for a whole definition: after many words that are not known, which no slip of the pen makes, it looks for none any more. */
export function createNearest(): (word: string, known: Iterable<string>) => string | null {
  let left = mostCompared;
  return (word, known) => {
    if (left < 0) return null;
    const words = [...known];
    left -= words.length;
    return left < 0 ? null : nearest(word, words);
  };
}

/** Comparisons of two words, each of some microseconds. */
const mostCompared = 100_000;

/** The number of letters that are missing, too many, others or changed places, or `limit` when it is not below. */
function distanceBelow(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    before = row;
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
