import { continuesValue, isKeyCharacter, isPythonSpace, startsValue } from './characters.ts';

/** What cannot be written in a style, why, and the style that can. */
export interface Refused {
  readonly refused: string;
  readonly use: string;
}
type Quote = '"' | "'";

/**
 * Writes a map of strings in the AWS CLI's shorthand, so that the CLI reads the same map.
 * Values are quoted only where they must be; a quoted value that ends with a backslash is put last, since quotes after it would be taken for its own.
 *
 * Refused: an empty map, keys with other characters than `A-Z a-z 0-9 _ . # / : -`, and more such values than can be last.
 *
 * @example
 * renderShorthand({ '--LOCATION': 'New York, NY', '--NOTE': '' }); // { text: '--LOCATION=New York\\, NY,--NOTE=' }
 */
export function renderShorthand(map: Readonly<Record<string, string>>): { readonly text: string } | Refused {
  const entries = Object.entries(map);
  const reason = inexpressible(entries);
  if (reason !== null) return { refused: reason, use: 'cli-json' };
  const dangerous = entries.filter(([, value]) => needsQuotes(value) && value.endsWith('\\'));
  const quotes = quotesOf(dangerous);
  if (quotes === null) return { refused: 'Several values need quotes and end with a backslash: shorthand reads only one of each kind of quotes, at the end.', use: 'cli-json' };
  const plain = entries.filter((entry) => !dangerous.includes(entry)).map(([key, value]) => `${key}=${write(value)}`);
  const parts = [...plain, ...quotes];
  // A backslash before the comma would make it part of the value; the space is dropped when it is read.
  return { text: parts.map((part, index) => (part.endsWith('\\') && index < parts.length - 1 ? `${part} ` : part)).join(',') };
}

function inexpressible(entries: readonly (readonly [string, string])[]): string | null {
  if (entries.length === 0) return 'Shorthand cannot write an empty map.';
  for (const [key, value] of entries) {
    if (typeof value !== 'string') return `The value of '${key}' is not a string.`;
    const wrong = Array.from(key).find((character) => !isKeyCharacter(character));
    if (wrong !== undefined) return `Shorthand keys cannot hold '${wrong}', as in '${key}'.`;
  }
  return null;
}

function needsQuotes(value: string): boolean {
  if (value === '') return false;
  const codes = Array.from(value, (character) => character.codePointAt(0) ?? 0);
  const allowed = codes.every((code, index) => code === 0x2c || (index === 0 ? startsValue(code) : continuesValue(code, 'value')));
  return !allowed || isPythonSpace(codes.at(-1) ?? 0);
}

function write(value: string): string {
  if (!needsQuotes(value)) return value.replaceAll(',', '\\,');
  return quoted(value, value.includes('"') && !value.includes("'") ? "'" : '"');
}

function quoted(value: string, quote: Quote): string {
  return `${quote}${value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** How to write the values that must be last: none after the first of them may hold its quotes. Null when there is no way. */
function quotesOf(dangerous: readonly (readonly [string, string])[]): readonly string[] | null {
  const [one, two] = dangerous;
  const written = ([key, value]: readonly [string, string], quote: Quote): string => `${key}=${quoted(value, quote)}`;
  if (one === undefined) return [];
  if (two === undefined) return [written(one, '"')];
  if (dangerous.length > 2) return null;
  for (const [first, last] of [[one, two], [two, one]] as const) {
    if (!last[1].includes("'")) return [written(first, "'"), written(last, '"')];
    if (!last[1].includes('"')) return [written(first, '"'), written(last, "'")];
  }
  return null;
}
