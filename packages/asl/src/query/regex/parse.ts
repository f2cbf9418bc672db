/** A regular expression as a tree. `min` and `max` of a repeat may be 0 and Infinity. */
export type Node =
  | { readonly is: 'char'; readonly test: (char: string) => boolean }
  | { readonly is: 'sequence'; readonly parts: readonly Node[] }
  | { readonly is: 'either'; readonly options: readonly Node[] }
  /** `groups`: numbers of the first group in it and of the first behind it; each turn begins without them. */
  | { readonly is: 'repeat'; readonly part: Node; readonly min: number; readonly max: number; readonly lazy: boolean; readonly groups: readonly [from: number, to: number] }
  | { readonly is: 'group'; readonly part: Node; readonly number: number }
  | { readonly is: 'again'; readonly group: number }
  | { readonly is: 'place'; readonly at: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly is: 'look'; readonly part: Node; readonly behind: boolean; readonly not: boolean };

export interface Parsed {
  readonly root: Node;
  readonly groups: number;
}

/** What this engine does not read, in a pattern that JavaScript does. */
export class RegexUnsupported extends Error {}

/** Reads a pattern that JavaScript has accepted, without the `u` flag: a character is a UTF-16 unit. */
export function parseRegex(source: string, ignoreCase: boolean): Parsed {
  const reader = new Reader(source, ignoreCase);
  const root = reader.either();
  return { root, groups: reader.groups };
}

const digits = (char: string): boolean => char >= '0' && char <= '9';
const word = (char: string): boolean => /^\w$/.test(char);
const space = (char: string): boolean => /^\s$/.test(char);
const lineEnd = (char: string): boolean => char === '\n' || char === '\r' || char === '\u2028' || char === '\u2029';
const classes: Readonly<Record<string, (char: string) => boolean>> = {
  d: digits, D: (char) => !digits(char), w: word, W: (char) => !word(char), s: space, S: (char) => !space(char),
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

class Reader {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  groups = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  either(): Node {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 && options[0] !== undefined ? options[0] : { is: 'either', options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      const before = this.groups;
      parts.push(this.#repeated(this.#atom(), before));
    }
    return { is: 'sequence', parts };
  }

  #repeated(part: Node, before: number): Node {
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/.exec(this.#source.slice(this.#at, this.#at + 40));
    if (found === null) return part;
    this.#at += found[0].length;
    const [, sign, least, comma, most] = found;
    const more = { is: 'repeat', part, lazy: found[5] === '?', groups: [before + 1, this.groups + 1] } as const;
    if (sign !== undefined) return { ...more, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
    const min = Number(least);
    return { ...more, min, max: comma === undefined ? min : most === '' || most === undefined ? Infinity : Number(most) };
  }

  #atom(): Node {
    const char = this.#next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return { is: 'char', test: this.#set() };
      case '.':
        return { is: 'char', test: (one) => !lineEnd(one) };
      case '^':
        return { is: 'place', at: 'start' };
      case '$':
        return { is: 'place', at: 'end' };
      case '\\':
        return this.#escaped();
      default:
        return this.#charOf(char);
    }
  }

  #group(): Node {
    const kind = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(this.#source.slice(this.#at, this.#at + 100))?.[0] ?? '';
    this.#at += kind.length;
    const plain = kind === '' || (kind.startsWith('?<') && kind.length > 3);
    const number = plain ? ++this.groups : 0;
    const part = this.either();
    this.#take(')');
    if (plain) return { is: 'group', part, number };
    if (kind === '?:') return part;
    return { is: 'look', part, behind: kind.startsWith('?<'), not: kind.endsWith('!') };
  }

  #escaped(): Node {
    const rest = this.#source.slice(this.#at);
    if (rest.startsWith('k<') || rest.startsWith('p{') || rest.startsWith('P{')) throw new RegexUnsupported(`\\${rest.slice(0, 2)}`);
    const back = /^[1-9]\d*/.exec(rest)?.[0];
    if (back !== undefined) {
      this.#at += back.length;
      return { is: 'again', group: Number(back) };
    }
    const char = this.#next();
    if (char === 'b') return { is: 'place', at: 'boundary' };
    if (char === 'B') return { is: 'place', at: 'inside' };
    const test = classes[char];
    return test === undefined ? this.#charOf(this.#meant(char)) : { is: 'char', test };
  }

  /** The character after a backslash. */
  #meant(char: string): string {
    const code = (char === 'x' ? /^[\da-f]{2}/i : char === 'u' ? /^[\da-f]{4}/i : /^(?!)/).exec(this.#source.slice(this.#at, this.#at + 4))?.[0];
    if (code === undefined) return controls[char] ?? char;
    this.#at += code.length;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  #set(): (char: string) => boolean {
    const not = this.#take('^');
    const tests: ((char: string) => boolean)[] = [];
    while (this.#at < this.#source.length && !this.#take(']')) {
      const from = this.#member();
      const range = typeof from === 'string' && this.#peek() === '-' && this.#source[this.#at + 1] !== ']';
      if (!range) {
        tests.push(typeof from === 'string' ? (char) => char === from : from);
        continue;
      }
      this.#at += 1;
      const to = this.#member();
      if (typeof to === 'string') tests.push((char) => char >= from && char <= to);
      else tests.push((char) => char === from || char === '-' || to(char));
    }
    const has = (char: string): boolean => tests.some((test) => test(char));
    return (char) => (has(char) || (this.#ignoreCase && (has(char.toLowerCase()) || has(char.toUpperCase())))) !== not;
  }

  #member(): string | ((char: string) => boolean) {
    const char = this.#next();
    if (char !== '\\') return char;
    const escaped = this.#next();
    return escaped === 'b' ? '\b' : (classes[escaped] ?? this.#meant(escaped));
  }

  #charOf(char: string): Node {
    if (!this.#ignoreCase) return { is: 'char', test: (one) => one === char };
    const upper = char.toUpperCase();
    return { is: 'char', test: (one) => one === char || one.toUpperCase() === upper };
  }

  #peek(): string {
    return this.#source[this.#at] ?? '';
  }
  #next(): string {
    const char = this.#peek();
    this.#at += 1;
    return char;
  }
  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }
}
