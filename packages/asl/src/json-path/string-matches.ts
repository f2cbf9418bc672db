/**
 * Does a text match a pattern of StringMatches? `*` stands for any characters, none included; `\*` and `\\` for the two themselves.
 * null: the pattern has a backslash before something else. Time at worst grows with the product of the lengths, whatever the pattern.
 * Source: Amazon States Language specification, "Choice State", StringMatches.
 *
 * @example matchesPattern('log-*.txt', 'log-2026.txt') // true
 */
export function matchesPattern(pattern: string, text: string): boolean | null {
  const marks = marksOf(pattern);
  if (marks === null) return null;
  let mark = 0;
  let at = 0;
  // Where to go on when what follows the last star does not match: the star takes one more character.
  let star = -1;
  let taken = 0;
  while (at < text.length) {
    const wanted = marks[mark];
    if (wanted === any) {
      star = mark++;
      taken = at;
    } else if (wanted === text[at]) {
      mark++;
      at++;
    } else if (star >= 0) {
      mark = star + 1;
      at = ++taken;
    } else return false;
  }
  return marks.slice(mark).every((rest) => rest === any);
}

const any = Symbol('any characters');

/** One character or star after another; null when a backslash escapes nothing. */
function marksOf(pattern: string): readonly (string | typeof any)[] | null {
  const marks: (string | typeof any)[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char !== '\\') marks.push(char === '*' ? any : char);
    else {
      const escaped = pattern.charAt(++i);
      if (escaped !== '*' && escaped !== '\\') return null;
      marks.push(escaped);
    }
  }
  return marks;
}
