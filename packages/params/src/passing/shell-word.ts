/** One word of a command line, as a program gets it. */
export interface ShellWord {
  readonly text: string;
  /** As it is written. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** What the shell would replace, run or split at, read here as the characters that they are. */
  readonly odd: readonly string[];
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
  #odd: string[] = [];

  constructor(line: string) {
    this.#line = line;
  }

  get isInWord(): boolean {
    return this.#start !== null;
  }

  add(at: number, text: string, odd: readonly string[] = []): void {
    this.#start ??= at;
    this.#text += text;
    for (const one of odd) this.#odd.push(one);
  }

  end(at: number): void {
    if (this.#start !== null) this.#words.push({ text: this.#text, raw: this.#line.slice(this.#start, at), start: this.#start, end: at, odd: this.#odd });
    this.#start = null;
    this.#text = '';
    this.#odd = [];
  }

  /** A word of its own between words: the end of a line. */
  put(at: number, text: string): void {
    this.end(at);
    this.add(at, text, [text]);
    this.end(at + 1);
  }

  all(): readonly ShellWord[] {
    return this.#words;
  }
}
