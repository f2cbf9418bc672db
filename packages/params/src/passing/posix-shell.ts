import { ansiQuoted, expansionEnd, singleEnd } from './posix-expansion.ts';
import { ordinaryEnd, Words, type ShellWord } from './shell-word.ts';
import { PassingError } from './types.ts';

// A word that starts with = is a program's path in zsh.
const plain = /^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:=@%+,-]*$/;

/**
 * A word as every POSIX shell reads it back. Between single quotes nothing is special; a single quote itself stands outside.
 *
 * @example
 * quotePosix("it's $HOME"); // `'it'\''s $HOME'`
 */
export function quotePosix(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The words of a simple command. Quotes and backslashes are read as a POSIX shell does; what a shell would replace or run
 * (`$HOME`, `*.txt`, a second command) is refused, since only the shell knows what becomes of it.
 *
 * @throws {PassingError}
 */
export function splitPosix(line: string): readonly string[] {
  return onlyPlain(readPosix(line));
}

/** @throws {PassingError} a word is not what it seems to be */
export function onlyPlain(words: readonly ShellWord[]): readonly string[] {
  return words.map(({ text, raw, start, odd: [odd], kind }) => {
    if (kind !== 'word') throw new PassingError(`A shell does something with ${JSON.stringify(raw)} at position ${start + 1}: put the word into single quotes.`);
    if (odd?.quoted === true) throw new PassingError(`Only the shell knows what becomes of ${odd.raw} at position ${odd.at + 1}: in single quotes it would be passed as it is written.`);
    if (odd !== undefined) throw new PassingError(`A shell does something with ${JSON.stringify(odd.raw)} at position ${odd.at + 1}: put the word into single quotes.`);
    return text;
  });
}

/**
 * The words with their places, and what stands between commands. What a shell would replace is left as it is written and told in `odd`;
 * comments and the texts of here-documents are no words.
 *
 * @throws {PassingError} a quote without an end
 */
export function readPosix(line: string): readonly ShellWord[] {
  return new Scanner(line).read();
}

// A line that ends with the marks of a text file from Windows ends there all the same.
const lineBreak = /\r?\n/y;
const operator = /&>>?|&&|\|\||\|&|;;&?|;&|<<<|<<-?|<&|<>|>>|>&|>\||[;|&<>()]/y;
const delimiter = /[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;|&<>()'"]+))/y;
const ordinaryInDouble = /[^"$`\\]+/y;

class Scanner {
  readonly #line: string;
  readonly #words: Words;
  readonly #heredocs: { readonly word: string; readonly indented: boolean }[] = [];
  #at = 0;

  constructor(line: string) {
    this.#line = line;
    this.#words = new Words(line);
  }

  read(): readonly ShellWord[] {
    const length = this.#line.trimEnd().length;
    while (this.#at < length) this.#step(this.#line[this.#at] ?? '');
    this.#words.end(length);
    return this.#words.all();
  }

  #step(character: string): void {
    if (character === '\\') this.#backslash();
    else if (this.#matches(lineBreak, this.#at) !== null) this.#lineEnd();
    else if (character === ' ' || character === '\t') this.#words.end(this.#at++);
    else if (character === "'") this.#take(singleEnd(this.#line, this.#at) + 1, (start, end) => this.#line.slice(start + 1, end - 1));
    else if (character === '"') this.#double();
    else if (character === '$' || character === '`') this.#dollar();
    else if (character === '#' && !this.#words.isInWord) this.#at = endOfLine(this.#line, this.#at);
    else if (';|&<>()'.includes(character)) this.#operator();
    else if ('*?[{}!'.includes(character) || (character === '~' && !this.#words.isInWord)) this.#words.addOdd(this.#at++, character);
    else this.#take(ordinaryEnd(this.#line, this.#at), (start, end) => this.#line.slice(start, end));
  }

  #take(end: number, text: (start: number, end: number) => string): void {
    this.#words.add(this.#at, text(this.#at, end));
    this.#at = end;
  }

  #matches(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#line);
  }

  #backslash(): void {
    const broken = this.#matches(lineBreak, this.#at + 1);
    if (broken !== null) this.#at = lineBreak.lastIndex;
    else this.#take(Math.min(this.#at + 2, this.#line.length), (start) => this.#line[start + 1] ?? '\\');
  }

  /** The end of a command, with the texts of the here-documents that it has. */
  #lineEnd(): void {
    const start = this.#at;
    this.#at = lineBreak.lastIndex;
    for (const { word, indented } of this.#heredocs.splice(0)) {
      while (this.#at < this.#line.length) {
        const end = endOfLine(this.#line, this.#at);
        const text = this.#line.slice(this.#at, end).replace(/\r$/, '');
        this.#at = Math.min(end + 1, this.#line.length);
        if ((indented ? text.replace(/^\t+/, '') : text) === word) break;
      }
    }
    this.#words.operator(start, this.#at, 'end');
  }

  #double(): void {
    this.#words.add(this.#at, '');
    const start = this.#at++;
    while (this.#at < this.#line.length) {
      const character = this.#line[this.#at] ?? '';
      const next = this.#line[this.#at + 1] ?? '';
      if (character === '"') {
        this.#at += 1;
        return;
      }
      if (character === '$' || character === '`') this.#expansion(true);
      else if (character === '\\' && next === '\n') this.#at += 2;
      else if (character === '\\') this.#take(this.#at + ('$`"\\'.includes(next) && next !== '' ? 2 : 1), (from, to) => this.#line.slice(to - from === 2 ? from + 1 : from, to));
      else this.#take(this.#at + (this.#matches(ordinaryInDouble, this.#at)?.[0].length ?? 1), (from, to) => this.#line.slice(from, to));
    }
    throw new PassingError(`The double quote at position ${start + 1} has no end.`);
  }

  #dollar(): void {
    const next = this.#line[this.#at] === '$' ? this.#line[this.#at + 1] : '';
    if (next === "'") {
      const { text, end } = ansiQuoted(this.#line, this.#at);
      this.#take(end, () => text);
    } else if (next === '"') this.#at += 1; // A text to translate: the same but for its language.
    else this.#expansion(false);
  }

  #expansion(quoted: boolean): void {
    const end = expansionEnd(this.#line, this.#at);
    if (end === null) return this.#take(this.#at + 1, () => '$');
    this.#words.addOdd(this.#at, this.#line.slice(this.#at, end), { expands: true, quoted });
    this.#at = end;
  }

  #operator(): void {
    const [written = ';'] = this.#matches(operator, this.#at) ?? [];
    const end = this.#at + written.length;
    const redirects = /^&?[<>]/.test(written);
    this.#words.operator(this.#at, end, redirects ? 'redirection' : 'end');
    this.#at = end;
    if (written !== '<<' && written !== '<<-') return;
    const [, single, double, bare] = this.#matches(delimiter, end) ?? [];
    this.#heredocs.push({ word: single ?? double ?? bare ?? '', indented: written === '<<-' });
  }
}

function endOfLine(line: string, at: number): number {
  const end = line.indexOf('\n', at);
  return end === -1 ? line.length : end;
}
