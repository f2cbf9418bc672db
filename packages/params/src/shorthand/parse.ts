import { continuesValue, isKeyCharacter, startsValue, trimEndAsPython, type Place } from './characters.ts';
import { DuplicateKeyError, ShorthandFileError, ShorthandSyntaxError } from './errors.ts';

export type ShorthandValue = string | readonly ShorthandValue[] | ShorthandMap;
/** Without a prototype, since its keys come from outside. */
export interface ShorthandMap {
  readonly [key: string]: ShorthandValue;
}
export interface ShorthandOptions {
  /** Reads `file://…` behind `@=`; null when there is no such file. Without it, no file can be read. */
  readonly readFile?: (uri: string) => string | null;
  /** Told of a key that is given twice, which is otherwise refused; its last value counts. */
  readonly twice?: (key: string) => void;
}

// The CLI itself runs out of stack near here.
const DEEPEST = 400;

/**
 * Reads the AWS CLI's shorthand, `KEY=VALUE,KEY2=VALUE2`, with its lists, nested maps, quotes and oddities.
 * A parser of its own, after the grammar in the CLI's user guide and what the CLI was seen to do.
 *
 * @throws {ShorthandSyntaxError} where the CLI raises ShorthandParseSyntaxError, and for nesting of more than 400 levels
 * @throws {DuplicateKeyError} a key is given twice at the top level
 * @throws {ShorthandFileError} a file behind `@=` cannot be read
 * @example
 * parseShorthand('--LOCATION=NY,--DAYS=1,2'); // { '--LOCATION': 'NY', '--DAYS': ['1', '2'] }
 */
export function parseShorthand(text: string, options: ShorthandOptions = {}): ShorthandMap {
  return new Parser(text, options).parse();
}

function emptyMap(): Record<string, ShorthandValue> {
  return Object.create(null) as Record<string, ShorthandValue>; // Object.create is typed as any.
}

class Parser {
  readonly #text: string;
  readonly #options: ShorthandOptions;
  #at = 0;
  #depth = 0;
  /** The last key was followed by `@`: its values may name files. */
  #files = false;

  constructor(text: string, options: ShorthandOptions) {
    this.#text = text;
    this.#options = options;
  }

  parse(): ShorthandMap {
    const map = emptyMap();
    let end = 0;
    do {
      if (this.#at > 0) this.#expect(',');
      const key = this.#keyAndEquals();
      const value = this.#topValue();
      if (key in map && this.#options.twice === undefined) throw new DuplicateKeyError(this.#text, end + 1, key);
      if (key in map) this.#options.twice?.(key);
      map[key] = value;
      end = this.#at;
    } while (!this.#ended());
    return map;
  }

  #keyAndEquals(): string {
    const start = this.#at;
    while (!this.#ended() && isKeyCharacter(this.#character())) this.#at += 1;
    const key = this.#text.slice(start, this.#at);
    this.#skipSpace();
    this.#files = this.#character() === '@';
    if (this.#files) this.#expect('@');
    this.#expect('=');
    return key;
  }

  #topValue(): ShorthandValue {
    if (this.#ended()) return '';
    return this.#nested() ?? this.#valueOrList();
  }

  #nested(): ShorthandValue | null {
    const opening = this.#character();
    if (opening !== '[' && opening !== '{') return null;
    if (this.#depth === DEEPEST) throw this.#wrong(`less than ${DEEPEST} levels of brackets`);
    this.#depth += 1;
    const value = opening === '[' ? this.#list() : this.#map();
    this.#depth -= 1;
    return value;
  }

  #list(): ShorthandValue {
    const values: ShorthandValue[] = [];
    this.#expect('[');
    while (this.#character() !== ']') {
      values.push(this.#nested() ?? this.#first());
      this.#separator(']');
    }
    this.#at += 1;
    return values;
  }

  #map(): ShorthandValue {
    const map = emptyMap();
    this.#expect('{');
    while (this.#character() !== '}') {
      const key = this.#keyAndEquals();
      map[key] = this.#nested() ?? this.#first();
      this.#separator('}');
    }
    this.#at += 1;
    return map;
  }

  #separator(closing: string): void {
    this.#skipSpace();
    if (this.#character() !== closing) this.#expect(',');
  }

  /**
   * One value, or a list without brackets. Only after the comma does it show whether the next word is a value of a list
   * or the key of what follows: then the comma is given back. The comma given back is the nearest, even one within quotes.
   */
  #valueOrList(): ShorthandValue {
    const first = this.#first();
    const list = [first];
    this.#skipSpace();
    while (this.#character() === ',') {
      this.#expect(',');
      const next = this.#listValue();
      this.#skipSpace();
      if (next !== null && (this.#ended() || this.#character() === ',')) {
        list.push(next);
        continue;
      }
      if (this.#ended()) throw this.#wrong('a value');
      this.#at = this.#text.lastIndexOf(',', this.#at);
      break;
    }
    return list.length === 1 ? first : list;
  }

  /** The next value of a list without brackets; null when none starts here. */
  #listValue(): string | null {
    const quote = this.#character();
    if (quote !== '"' && quote !== "'") return this.#plain('list');
    return this.#endOfQuoted(quote) === -1 ? null : this.#quoted(quote);
  }

  #first(): string {
    const quote = this.#character();
    if (quote === '"' || quote === "'") return this.#quoted(quote);
    return this.#plain('value') ?? '';
  }

  #plain(place: Place): string | null {
    const start = this.#at;
    for (;;) {
      const code = this.#text.codePointAt(this.#at);
      if (code === 0x5c && this.#text[this.#at + 1] === ',') this.#at += 2;
      else if (code !== undefined && (this.#at === start ? startsValue(code) : continuesValue(code, place))) this.#at += 1;
      else break;
    }
    return this.#at === start ? null : this.#contents(trimEndAsPython(this.#text.slice(start, this.#at).replaceAll('\\,', ',')), start);
  }

  #quoted(quote: string): string {
    const start = this.#at;
    const end = this.#endOfQuoted(quote);
    if (end === -1) throw this.#wrong('a value with its closing quote');
    this.#at = end + 1;
    return this.#contents(this.#text.slice(start + 1, end).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\'), start);
  }

  /** The first quote without a backslash before it; when there is none, the last one with. */
  #endOfQuoted(quote: string): number {
    let last = -1;
    for (let at = this.#text.indexOf(quote, this.#at + 1); at !== -1; at = this.#text.indexOf(quote, at + 1)) {
      if (at === this.#at + 1 || this.#text[at - 1] !== '\\') return at;
      last = at;
    }
    return last;
  }

  #contents(value: string, at: number): string {
    if (!this.#files || !/^fileb?:\/\//.test(value)) return value;
    const text = this.#options.readFile?.(value) ?? null;
    if (text === null) throw new ShorthandFileError(this.#text, at, value);
    return text;
  }

  #expect(character: string): void {
    this.#skipSpace();
    if (this.#character() !== character) throw this.#wrong(`'${character}'`);
    this.#at += 1;
    this.#skipSpace();
  }

  #skipSpace(): void {
    while (!this.#ended() && ' \t\n\r\v\f'.includes(this.#character())) this.#at += 1;
  }

  #wrong(expected: string): ShorthandSyntaxError {
    return new ShorthandSyntaxError(this.#text, this.#at, expected);
  }

  /** Empty at the end of the text. */
  #character(): string {
    return this.#text[this.#at] ?? '';
  }

  #ended(): boolean {
    return this.#at >= this.#text.length;
  }
}
