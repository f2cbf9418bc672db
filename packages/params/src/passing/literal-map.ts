import { emptyMap, PassingError, type StringMap } from './types.ts';

/** How a language writes a map of strings. */
export interface MapSyntax {
  readonly separator: ':' | '=';
  /** What starts a comment that ends with its line. */
  readonly comment: '#' | '//' | null;
  /** Reads the string that starts at an index: its value, and the index after it; null when none starts there. */
  readonly string: (text: string, at: number) => readonly [value: string, end: number] | null;
}

/** Reads the map after the first place where `name` is followed by a separator and a brace. */
export function mapAfter(text: string, name: RegExp, syntax: MapSyntax): StringMap {
  const found = name.exec(text);
  if (found === null) throw new PassingError('The text holds no arguments in this style.');
  return new MapReader(text, found.index + found[0].length, syntax).read();
}

class MapReader {
  readonly #text: string;
  readonly #syntax: MapSyntax;
  #at: number;

  constructor(text: string, at: number, syntax: MapSyntax) {
    this.#text = text;
    this.#at = at;
    this.#syntax = syntax;
  }

  read(): StringMap {
    const map = emptyMap();
    this.#expect('{');
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] === '}') return map;
      const key = this.#key();
      this.#expect(this.#syntax.separator);
      map[key] = this.#strings();
      this.#skip();
      if (this.#text[this.#at] === ',') this.#at += 1;
      else if (this.#text[this.#at] !== '}' && this.#syntax.separator === ':') throw this.#wrong("',' or '}'");
    }
  }

  /** A string, or a string in brackets, as TypeScript needs it for a name that would be the prototype. */
  #key(): string {
    if (this.#text[this.#at] !== '[') return this.#strings();
    this.#at += 1;
    const key = this.#strings();
    this.#expect(']');
    return key;
  }

  /** Strings that follow each other are one, in Python. */
  #strings(): string {
    this.#skip();
    let value: string | null = null;
    for (;;) {
      const found = this.#syntax.string(this.#text, this.#at);
      if (found === null) break;
      value = (value ?? '') + found[0];
      this.#at = found[1];
      if (this.#syntax.comment !== '#' || this.#syntax.separator === '=') break;
      this.#skip();
    }
    if (value === null) throw this.#wrong('a string (only a run knows what an expression gives)');
    return value;
  }

  #expect(character: string): void {
    this.#skip();
    if (this.#text[this.#at] !== character) throw this.#wrong(`'${character}'`);
    this.#at += 1;
  }

  #skip(): void {
    const { comment } = this.#syntax;
    for (;;) {
      const character = this.#text[this.#at] ?? '';
      if (character !== '' && ' \t\r\n\f'.includes(character)) this.#at += 1;
      else if (comment !== null && this.#text.startsWith(comment, this.#at)) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end === -1 ? this.#text.length : end;
      } else return;
    }
  }

  #wrong(expected: string): PassingError {
    return new PassingError(`At position ${this.#at + 1} of the text ${expected} must stand.`);
  }
}

/** A string in double quotes with the escapes of JSON. */
export function jsonString(text: string, at: number): readonly [string, number] | null {
  if (text[at] !== '"') return null;
  const end = endOfString(text, at);
  try {
    const value: unknown = JSON.parse(text.slice(at, end));
    return typeof value === 'string' ? [value, end] : null;
  } catch {
    return null;
  }
}

/** The index after the quote that ends the string, or the end of the text. */
export function endOfString(text: string, at: number): number {
  const quote = text[at];
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === quote) return index + 1;
  }
  return text.length;
}
