import { ordinaryEnd, Words, type ShellWord } from './shell-word.ts';
import { PassingError } from './types.ts';

// Deeper is no line that somebody wrote.
const DEEPEST = 20;
const LONGEST_NAME = 300;
const lineBreak = /\r?\n/y;
const operator = /&&|\|\||>>|>&\d?|[;|&<>(){}]/y;
const variable = /(?:[A-Za-z]+:)?[A-Za-z0-9_?]+|[$^]/y;
const comment = /#[^\n]*|<#[^]*?(?:#>|$)/y;
// Text over several lines, between lines of its own.
const hereStringStart = /@(['"])[ \t]*\r?(?=\n)/y;
const ordinaryInDouble = /[^"\u201c\u201d\u201e$`]+/y;

/** Reads a line word by word, as PowerShell 7.3 and later do. */
export class PowerShellScanner {
  readonly #line: string;
  readonly #words: Words;
  readonly #lastEnds = new Map<string, number>();
  #at = 0;

  constructor(line: string) {
    this.#line = line;
    this.#words = new Words(line);
  }

  read(): readonly ShellWord[] {
    // The end of the line is the end of the command only with more after it.
    const length = this.#line.trimEnd().length;
    while (this.#at < length) this.#step(this.#line[this.#at] ?? '');
    this.#words.end(length);
    return this.#words.all();
  }

  #step(character: string): void {
    const isStart = !this.#words.isInWord;
    if (character === '`') this.#backtick();
    else if (this.#matches(lineBreak) !== null) this.#operator(lineBreak.lastIndex, 'end');
    else if (/\s/.test(character)) this.#words.end(this.#at++);
    else if (isStart && (character === '#' || this.#line.startsWith('<#', this.#at))) this.#at += this.#matches(comment)?.[0].length ?? 1;
    else if (isStart && character === '@' && this.#hereString()) return;
    else if (isQuote(character)) this.#single();
    else if (isDouble(character)) this.#double();
    else if (character === '$') this.#dollar(false);
    else if (';|&<>(){}'.includes(character)) this.#operator(this.#at + (this.#matches(operator)?.[0].length ?? 1), '<>'.includes(character) ? 'redirection' : 'end');
    else if (character === ',' || (character === '@' && isStart)) this.#words.addOdd(this.#at++, character);
    else this.#take(ordinaryEnd(this.#line, this.#at), this.#line.slice(this.#at, ordinaryEnd(this.#line, this.#at)));
  }

  #matches(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#line);
  }

  #take(end: number, text: string): void {
    this.#words.add(this.#at, text);
    this.#at = end;
  }

  #operator(end: number, kind: 'end' | 'redirection'): void {
    this.#words.operator(this.#at, end, kind);
    this.#at = end;
  }

  #backtick(): void {
    const next = this.#line[this.#at + 1];
    const broken = /\r?\n/y;
    broken.lastIndex = this.#at + 1;
    if (broken.test(this.#line)) this.#at = broken.lastIndex;
    else this.#take(this.#at + (next === undefined ? 1 : 2), next === undefined ? '`' : unescaped(next));
  }

  /** Takes the text of a here-string, if one starts here. */
  #hereString(): boolean {
    const [start, mark = ''] = this.#matches(hereStringStart) ?? [];
    if (start === undefined || this.#lastEnd(mark) < this.#at) return false;
    const from = this.#at + start.length;
    const end = this.#line.indexOf(`\n${mark}@`, from);
    const text = this.#line.slice(from + 1, Math.max(from + 1, end)).replace(/\r$/, '');
    this.#words.add(this.#at, '');
    this.#at = from + 1;
    if (mark === '"') this.#expandable(from + 1 + text.length);
    else this.#take(from + 1, text);
    this.#at = end + mark.length + 2;
    return true;
  }

  /** The text of a here-string, in which double quotes are nothing special. */
  #expandable(end: number): void {
    while (this.#at < end) {
      const next = this.#line[this.#at + 1] ?? '';
      const character = this.#line[this.#at] ?? '';
      if (character === '`') this.#take(this.#at + 2, unescaped(next));
      else if (character === '$') this.#dollar(true);
      else this.#take(this.#at + 1, character);
    }
  }

  /** Where the last here-string could end: looked for once, since a text may have many starts. */
  #lastEnd(mark: string): number {
    const known = this.#lastEnds.get(mark) ?? this.#line.lastIndexOf(`\n${mark}@`);
    this.#lastEnds.set(mark, known);
    return known;
  }

  #single(): void {
    const start = this.#at;
    let text = '';
    for (let at = start + 1; at < this.#line.length; at += 1) {
      const character = this.#line[at] ?? '';
      const doubled = isQuote(this.#line[at + 1] ?? '');
      if (isQuote(character) && !doubled) return this.#take(at + 1, text);
      if (isQuote(character)) at += 1;
      text += character;
    }
    throw new PassingError(`The single quote at position ${start + 1} has no end.`);
  }

  #double(): void {
    this.#words.add(this.#at, '');
    const start = this.#at++;
    while (this.#at < this.#line.length) {
      const character = this.#line[this.#at] ?? '';
      const next = this.#line[this.#at + 1] ?? '';
      if (isDouble(character) && !isDouble(next)) {
        this.#at += 1;
        return;
      }
      if (isDouble(character)) this.#take(this.#at + 2, character);
      else if (character === '`' && next !== '') this.#take(this.#at + 2, unescaped(next));
      else if (character === '$') this.#dollar(true);
      else {
        const length = this.#matches(ordinaryInDouble)?.[0].length ?? 1;
        this.#take(this.#at + length, this.#line.slice(this.#at, this.#at + length));
      }
    }
    throw new PassingError(`The double quote at position ${start + 1} has no end.`);
  }

  #dollar(quoted: boolean): void {
    const end = expansionEnd(this.#line, this.#at, 0);
    if (end === null) return this.#take(this.#at + 1, '$');
    this.#words.addOdd(this.#at, this.#line.slice(this.#at, end), { expands: true, quoted });
    this.#at = end;
  }
}

/** Behind a variable or a `$(…)`; null where the dollar means itself. */
function expansionEnd(line: string, at: number, depth: number): number | null {
  const next = line[at + 1];
  if (next === '(') return nestedEnd(line, at, depth);
  if (next === '{') {
    const length = line.slice(at, at + LONGEST_NAME).indexOf('}');
    return length === -1 ? null : at + length + 1;
  }
  variable.lastIndex = at + 1;
  return variable.test(line) ? variable.lastIndex : null;
}

function nestedEnd(line: string, start: number, depth: number): number {
  if (depth >= DEEPEST) throw new PassingError(`More than ${DEEPEST} levels of what PowerShell replaces, at position ${start + 1}.`);
  let open = 0;
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '`') at += 1;
    else if (isQuote(character)) at = quoteEnd(line, at, isQuote);
    else if (isDouble(character)) at = doubleEnd(line, at, depth);
    else if (character === '(') open += 1;
    else if (character === ')') {
      open -= 1;
      if (open === 0) return at + 1;
    }
  }
  throw new PassingError(`What PowerShell replaces at position ${start + 1} has no end.`);
}

// A doubled quote is the end of one text and the start of another, as far as the place of the end goes.
function quoteEnd(line: string, start: number, isEnd: (character: string) => boolean): number {
  for (let at = start + 1; at < line.length; at += 1) if (isEnd(line[at] ?? '')) return at;
  throw new PassingError(`The quote at position ${start + 1} has no end.`);
}

function doubleEnd(line: string, start: number, depth: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (isDouble(character)) return at;
    if (character === '`') at += 1;
    else if (character === '$') at = (expansionEnd(line, at, depth + 1) ?? at + 1) - 1;
  }
  throw new PassingError(`The double quote at position ${start + 1} has no end.`);
}

const escapes: Readonly<Record<string, string>> = { 0: '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const unescaped = (character: string): string => (Object.hasOwn(escapes, character) ? (escapes[character] ?? '') : character);

// PowerShell takes the typographic ones for single quotes too.
function isQuote(character: string): boolean {
  return character !== '' && "'\u2018\u2019\u201a\u201b".includes(character);
}

// Typographic double quotes count here too.
function isDouble(character: string): boolean {
  return character !== '' && '"\u201c\u201d\u201e'.includes(character);
}
