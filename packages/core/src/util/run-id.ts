const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * A new run's id: the instant in UTC and six letters or digits by chance, `20260131t020000-k3x7qd`. Ids sort by their instant.
 *
 * @param now epoch milliseconds
 * @param random yields numbers from 0 up to but not including 1, as `Math.random`
 */
export function newRunId(now: number, random: () => number): string {
  const instant = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  const tail = Array.from({ length: 6 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? 'a');
  return `${instant}-${tail.join('')}`;
}
