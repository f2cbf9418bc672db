import { Lexer } from 'yaml';
import { deepest } from './json-text.ts';

/** Reading YAML takes long for each of its tokens: this many are about 7,000 states. Larger definitions are given as JSON. */
export const mostTokens = 120_000;

/** What is found before a text is parsed. */
export type Measured =
  | { readonly is: 'long' }
  | { readonly is: 'deep'; readonly offset: number }
  | { readonly is: 'fine'; readonly faults: readonly Fault[] };
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** What the lexer sets before tokens and is not in the text: the start of a document, the end of a flow that is none, a plain or block scalar next. */
const marks: ReadonlySet<string> = new Set(['\u0002', '\u0018']);
const scalarNext = '\u001f';

/** Where a text is between its tokens. */
class Place {
  readonly #columns: number[] = [];
  #flows = 0;
  #before = '';

  /** The innermost value has a column, too. A list may stand at the column of its key, so that half of the levels are counted at least. */
  get deep(): boolean {
    return this.#flows + this.#columns.length > deepest + 1;
  }

  /** Takes a token in; nodes of a block begin at columns of their own, flows in brackets. false: no such token can stand here. */
  take(token: string, starts: boolean, column: number): boolean {
    if (!starts && token.trim() === '') return true;
    const before = this.#before;
    this.#before = starts ? '' : token;
    if (!starts && (token === '[' || token === '{')) this.#flows++;
    else if (!starts && (token === ']' || token === '}')) return this.#close();
    else if (!starts && token === ',') return !['[', '{', ','].includes(before);
    else if (this.#flows === 0 && (starts || token === '-' || token === '?' || /^["']/u.test(token))) {
      while ((this.#columns.at(-1) ?? -1) >= column) this.#columns.pop();
      this.#columns.push(column);
    }
    return true;
  }

  #close(): boolean {
    if (this.#flows === 0) return false;
    this.#flows--;
    return true;
  }
}

/**
 * Looks at the tokens of a text for what the library would take long for, or could not get through: it nests calls, and makes an error, of
 * many microseconds, for every bad escape, bracket and comma. Not more than `most` of these are looked for.
 */
export function measuredYaml(text: string, most: number): Measured {
  const place = new Place();
  const faults: Fault[] = [];
  let count = 0;
  let offset = 0;
  let line = 0;
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (++count > mostTokens) return { is: 'long' };
    const starts = before === scalarNext;
    before = starts ? '' : token;
    if (!starts && (marks.has(token) || token === scalarNext)) continue;
    if (!place.take(token, starts, offset - line) && faults.length < most) faults.push({ offset, message: `Unexpected ${token}` });
    if (place.deep) return { is: 'deep', offset };
    if (!starts && token.startsWith('"') && faults.length < most) faults.push(...badIn(token, offset, most - faults.length));
    const newline = token.lastIndexOf('\n');
    if (newline !== -1) line = offset + newline + 1;
    offset += token.length;
  }
  return { is: 'fine', faults };
}

/** Escapes that YAML has, and at last any other. Source: YAML 1.2, "Escaped characters". */
const escapes = /\\(?:[0abt\tnvfre "/\\N_LP\n]|\r\n|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U(?:0010|000[0-9A-Fa-f])[0-9A-Fa-f]{4}|(?<bad>[^]?))/gu;

function badIn(token: string, offset: number, most: number): readonly Fault[] {
  const found: Fault[] = [];
  for (const one of token.matchAll(escapes)) {
    if (found.length >= most) break;
    if (one.groups?.['bad'] !== undefined) found.push({ offset: offset + one.index, message: `Invalid escape sequence ${one[0]}` });
  }
  return found;
}
