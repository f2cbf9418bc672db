/** A part of a word that a shell does not hand over as it is written. */
export interface Odd {
  /** As it is written. */
  readonly raw: string;
  /** Where it stands in the line. */
  readonly at: number;
  /** Where it stands in the text of the word. */
  readonly place: number;
  /** Replaced by what a variable holds or a command prints; otherwise it is matched with the names of files, or the like. */
  readonly expands: boolean;
  /** Within double quotes, where what comes of it stays in one piece. */
  readonly quoted: boolean;
}

/** One word of a command line, as a program gets it. */
export interface ShellWord {
  readonly text: string;
  /** As it is written. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** What the shell would replace or run, read in the text as the characters that they are. */
  readonly odd: readonly Odd[];
  /** No word of a program, but what stands between them: the end of a command, or a redirection. */
  readonly kind: 'word' | 'end' | 'redirection';
}

/**
 * Where the characters end that begin at `at` and mean nothing to any shell: behind one at least, since the caller knows the first. They are
 * taken together: a long word of single characters is costly to join.
 */
export function ordinaryEnd(line: string, at: number): number {
  const ordinary = /[A-Za-z0-9_./:=+-]+/y;
  ordinary.lastIndex = at + 1;
  return ordinary.test(line) ? ordinary.lastIndex : at + 1;
}

/** Collects the characters of words, with their places. */
export class Words {
  readonly #line: string;
  readonly #words: ShellWord[] = [];
  #start: number | null = null;
  #text = '';
  #odd: Odd[] = [];

  constructor(line: string) {
    this.#line = line;
  }

  get isInWord(): boolean {
    return this.#start !== null;
  }

  add(at: number, text: string): void {
    this.#start ??= at;
    this.#text += text;
  }

  addOdd(at: number, raw: string, { expands = false, quoted = false }: { readonly expands?: boolean; readonly quoted?: boolean } = {}): void {
    this.#odd.push({ raw, at, place: this.#text.length, expands, quoted });
    this.add(at, raw);
  }

  end(at: number): void {
    if (this.#start !== null) this.#put(this.#start, at, 'word');
    this.#start = null;
    this.#text = '';
    this.#odd = [];
  }

  /** What stands between words. A number before a redirection belongs to it. */
  operator(at: number, end: number, kind: 'end' | 'redirection'): void {
    const numbered = kind === 'redirection' && this.#start !== null && /^(?:\d+|\*)$/.test(this.#line.slice(this.#start, at));
    const start = numbered ? (this.#start ?? at) : at;
    if (numbered) this.#start = null;
    this.end(at);
    this.#text = this.#line.slice(start, end);
    this.#put(start, end, kind);
    this.#text = '';
    this.#odd = [];
  }

  all(): readonly ShellWord[] {
    return this.#words;
  }

  #put(start: number, end: number, kind: ShellWord['kind']): void {
    this.#words.push({ text: this.#text, raw: this.#line.slice(start, end), start, end, odd: this.#odd, kind });
  }
}
