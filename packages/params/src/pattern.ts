/** The longest text that a pattern is tried on. */
export const LONGEST_MATCHED = 4096;
const LONGEST_PATTERN = 500;
// A repetition without end over the longest text is 12 binary choices. Two of them, or as many other choices, stay quick in every engine.
const UNBOUNDED_BITS = Math.log2(LONGEST_MATCHED);
const MOST_BITS = 2 * UNBOUNDED_BITS;

/**
 * Why a pattern is not taken, or null. A pattern is taken when engines without backtracking (RE2) know it, and when those that
 * backtrack (JavaScript, Python, JSONata) have few ways to try: no look-around, no back-references, at most two unbounded
 * repetitions, none of them around something that varies itself.
 *
 * @example
 * patternFault('[A-Z]{2}-\\d+') // null
 * patternFault('(a+)+') // 'it repeats something that varies itself…'
 */
export function patternFault(pattern: string): string | null {
  if (pattern.length > LONGEST_PATTERN) return `it is longer than ${LONGEST_PATTERN} characters`;
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'it is no regular expression';
  }
  const outside = pattern.replace(/\\[\s\S]/g, (escape) => (/[1-9kK]/.test(escape.charAt(1)) ? '\u0000' : '__')).replace(/\[[^\]]*\]/g, (set) => '_'.repeat(set.length));
  if (outside.includes('\u0000')) return 'it refers back to a group';
  if (/\(\?(?!:)/.test(outside)) return 'it looks around, or names a group';
  return bitsOf(outside) > MOST_BITS ? 'it repeats something that varies itself, or varies in too many places, so that a text could take very long to try' : null;
}

/** The binary choices of a matcher that tries every way, where escapes and sets have been made plain letters. */
function bitsOf(pattern: string): number {
  const open: { bits: number; words: number }[] = [{ bits: 0, words: 1 }];
  let last = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const frame = open.at(-1) ?? { bits: 0, words: 1 };
    const char = pattern.charAt(at);
    if (char === '(') open.push({ bits: 0, words: 1 });
    else if (char === '|') frame.words += 1;
    else if (char === ')') {
      open.pop();
      last = frame.bits + Math.log2(frame.words);
    } else last = 0;
    if (char === '(' || char === '|') continue;
    const [text, least, most] = repetition(pattern.slice(at + 1));
    const own = most === least ? 0 : most === Infinity ? UNBOUNDED_BITS : Math.log2(most - least + 1);
    const times = most === Infinity ? LONGEST_MATCHED : most;
    const outer = open.at(-1);
    if (outer !== undefined) outer.bits += own + (last === 0 ? 0 : last * times);
    at += text.length;
    last = 0;
  }
  const [whole] = open;
  return whole === undefined ? 0 : whole.bits + Math.log2(whole.words);
}

function repetition(rest: string): readonly [text: string, least: number, most: number] {
  const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(rest);
  if (found === null) return ['', 1, 1];
  const [text, least = '', comma = '', most = ''] = found;
  if (text.startsWith('*')) return [text, 0, Infinity];
  if (text.startsWith('+')) return [text, 1, Infinity];
  if (text.startsWith('?')) return [text, 0, 1];
  return [text, Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
}

/** Does the whole text match? A text longer than `LONGEST_MATCHED` does not. */
export function matches(pattern: string, text: string): boolean {
  return text.length <= LONGEST_MATCHED && new RegExp(`^(?:${pattern})$`, 'u').test(text);
}
