import { endOfString, type MapSyntax } from './literal-map.ts';
import { PassingError } from './types.ts';

const simple: ReadonlyMap<string, string> = new Map([['\\', '\\'], ["'", "'"], ['"', '"'], ['a', '\x07'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t'], ['v', '\v'], ['\n', '']]);
const coded = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{1,3}))/y;

/** Python's dictionaries of strings: either quotes, three of them, raw strings, comments. */
export const pythonSyntax: MapSyntax = { separator: ':', comments: ['#'], joins: true, string: pythonString };

function pythonString(text: string, at: number): readonly [string, number] | null {
  const prefix = /[rRuU]?(?=['"])/y;
  prefix.lastIndex = at;
  const found = prefix.exec(text);
  if (found === null) return null;
  const raw = found[0].toLowerCase() === 'r';
  const start = prefix.lastIndex;
  const quote = text[start] ?? '';
  const triple = quote.repeat(3);
  const long = text.startsWith(triple, start);
  const end = long ? endOfLong(text, start + 3, triple) : endOfString(text, start);
  const width = long ? 3 : 1;
  if (end - start < 2 * width || text.slice(end - width, end) !== quote.repeat(width)) throw new PassingError(`The string at position ${start + 1} has no end.`);
  const inner = text.slice(start + width, end - width);
  if (!long && inner.replaceAll('\\\n', '').includes('\n')) throw new PassingError(`The string at position ${start + 1} has no end on its line.`);
  return [raw ? inner : unescaped(inner), end];
}

function endOfLong(text: string, from: number, triple: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(triple, at)) return at + 3;
  }
  return text.length;
}

/** What Python makes of the escapes in a string. */
export function unescaped(inner: string): string {
  const parts: string[] = [];
  for (let at = 0; at < inner.length; at += 1) {
    const character = inner[at] ?? '';
    const known = character === '\\' ? simple.get(inner[at + 1] ?? '') : undefined;
    coded.lastIndex = at;
    const code = character === '\\' && known === undefined ? coded.exec(inner) : null;
    if (known !== undefined) {
      parts.push(known);
      at += 1;
    } else if (code !== null) {
      const [whole, x, u, U, octal] = code;
      parts.push(characterOf(octal === undefined ? Number.parseInt(x ?? u ?? U ?? '', 16) : Number.parseInt(octal, 8)));
      at += whole.length - 1;
    } else if (character === '\\' && inner[at + 1] === 'N') throw new PassingError('Characters by their names (\\N{…}) are not read.');
    else parts.push(character);
  }
  return parts.join('');
}

function characterOf(code: number): string {
  if (code > 0x10ffff) throw new PassingError('An escape is beyond the last character of Unicode.');
  return String.fromCodePoint(code);
}
