import { emptyMap, PassingError, type StringMap } from './types.ts';

/** How a language writes a map of strings. */
export interface MapSyntax {
  readonly separator: ':' | '=';
  /** What starts comments: that of C ends with its own word, the others with their line. */
  readonly comments: readonly ('#' | '//' | '/*')[];
  /** Strings that follow each other are one. */
  readonly joins?: boolean;
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
      this.#separator();
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

  /** In HCL either of the two. */
  #separator(): void {
    this.#skip();
    if (this.#syntax.separator === '=' && this.#text[this.#at] === ':') this.#at += 1;
    else this.#expect(this.#syntax.separator);
  }

  #strings(): string {
    this.#skip();
    let value: string | null = null;
    for (;;) {
      const found = this.#syntax.string(this.#text, this.#at);
      if (found === null) break;
      value = (value ?? '') + found[0];
      this.#at = found[1];
      if (this.#syntax.joins !== true) break;
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
    for (;;) {
      const character = this.#text[this.#at] ?? '';
      const comment = this.#syntax.comments.find((start) => this.#text.startsWith(start, this.#at));
      if (character !== '' && ' \t\r\n\f'.includes(character)) this.#at += 1;
      else if (comment !== undefined) {
        const end = comment === '/*' ? '*/' : '\n';
        const at = this.#text.indexOf(end, this.#at + comment.length);
        this.#at = at === -1 ? this.#text.length : at + end.length;
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
