/** How a language writes what its regular expressions need. */
interface Dialect {
  readonly start: string;
  readonly end: string;
  readonly code: (code: number) => string;
}
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
const dialects = {
  python: { start: '\\A', end: '\\Z', code: (code) => (code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`) },
  java: { start: '\\A', end: '\\z', code: (code) => `\\x{${hex(code, 1)}}` },
} as const satisfies Readonly<Record<string, Dialect>>;

const escape = String.raw`\\(?:u\{[0-9A-Fa-f]+\}|u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[^])`;
const token = new RegExp(String.raw`\\([bB])|(${escape}|\.|\[(?:\\[^]|[^\]\\])*\])|\^|\$|\(\?:|[()|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|([^])`, 'gu');

/**
 * A pattern that `patternFault` takes, for the regular expressions of Python or of Java. Sets and classes become ranges of
 * characters, since the languages differ in what a digit or a space is; what is around them is the same in all three.
 *
 * @example
 * patternFor('python', '\\d{2}'); // '[0-9]{2}'
 */
export function patternFor(language: keyof typeof dialects, pattern: string): string {
  const dialect: Dialect = dialects[language];
  const word = '[0-9A-Z_a-z]';
  return pattern.replace(token, (whole: string, boundary?: string, klass?: string, character?: string) => {
    if (boundary === 'b') return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    if (boundary === 'B') return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    if (klass !== undefined) return set(dialect, klass);
    if (character !== undefined) return one(dialect, character.codePointAt(0) ?? 0);
    return whole === '^' ? dialect.start : whole === '$' ? dialect.end : whole;
  });
}

function set(dialect: Dialect, klass: string): string {
  const ranges = rangesOf(klass);
  const [first] = ranges;
  if (first === undefined) return '(?!)';
  if (ranges.length === 1 && first[0] === first[1]) return one(dialect, first[0]);
  return `[${ranges.map(([from, to]) => (from === to ? one(dialect, from) : `${one(dialect, from)}-${one(dialect, to)}`)).join('')}]`;
}

function one(dialect: Dialect, code: number): string {
  const character = String.fromCodePoint(code);
  return /[A-Za-z0-9]/.test(character) ? character : dialect.code(code);
}

// No other characters than those of ASCII can match these, and there are a million others to try.
const ascii = /^(?:\\(?:[dw]|[^\w\s])|\[(?!\^)(?:[ -[\]-~]|\\(?:[dw]|x[0-7][0-9A-Fa-f]|[!-/:-@[-`{-~]))*\])$/;

/** The characters that match, as JavaScript sees it, in ranges. */
function rangesOf(klass: string): readonly (readonly [number, number])[] {
  const matcher = new RegExp(klass, 'u');
  const ranges: [number, number][] = [];
  const last = ascii.test(klass) ? 0x7f : 0x10ffff;
  for (let code = 0; code <= last; code += 1) {
    if (!matcher.test(String.fromCodePoint(code))) continue;
    const before = ranges.at(-1);
    if (before?.[1] === code - 1) before[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}
