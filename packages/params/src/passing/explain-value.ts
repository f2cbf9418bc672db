import { parseShorthand, type ShorthandMap } from '../shorthand/index.ts';
import { mapAfter } from './literal-map.ts';
import { pythonSyntax } from './python-literal.ts';
import { emptyMap, PassingError, type StringMap } from './types.ts';

export type ExplainedKind =
  | 'unquoted-json' | 'typographic-quotes' | 'typographic-dashes' | 'leading-dash' | 'no-dashes' | 'comma-in-value' | 'spaces' | 'twice' | 'shell-replaces' | 'not-text' | 'lost-quotes'
  | 'unreadable' | 'repeated' | 'refused';
export interface ExplainedProblem {
  readonly kind: ExplainedKind;
  readonly message: string;
}
export type Tell = (kind: ExplainedKind, message: string) => void;

/** The map in the value of `--arguments`, with its names as a job asks for them; null when the value cannot be understood. */
export function explainValue(text: string, tell: Tell): StringMap | null {
  const json = text.trimStart().startsWith('{');
  if (json && objectOf(text, false) === null && objectOf(text) !== null) tell(...TYPOGRAPHIC);
  const read = json ? (objectOf(text) ?? nearJson(text, tell)) : shorthandOf(text, tell);
  return read === null || Object.keys(read).length === 0 ? null : dashed(read, tell);
}

/** An object of JSON, with straight quotes where those of a word processor make it none. */
export function objectOf(text: string, lenient = true): Readonly<Record<string, unknown>> | null {
  for (const candidate of lenient ? [text, straight(text)] : [text]) {
    try {
      const value: unknown = JSON.parse(candidate);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(emptyMap(), value) : null;
    } catch {
      // The next candidate, or none.
    }
  }
  return null;
}

/** What is nearly JSON: with backslashes before its quotes, as Python writes it, or without quotes. */
function nearJson(text: string, tell: Tell): Readonly<Record<string, unknown>> | null {
  const unescaped = objectOf(text.replaceAll('\\"', '"'));
  if (unescaped !== null) {
    tell('unreadable', 'The backslashes before the double quotes arrive as they are, and JSON has none there: leave them out.');
    return unescaped;
  }
  const read = pythonOf(text) ?? bareOf(text);
  if (read !== null) tell('unreadable', 'This is no JSON: names and values stand in double quotes, with colons between them and no comma behind the last.');
  return read;
}

function pythonOf(text: string): StringMap | null {
  try {
    return mapAfter(text, /^\s*/, pythonSyntax);
  } catch (error) {
    if (error instanceof PassingError) return null;
    throw error;
  }
}

function bareOf(text: string): StringMap | null {
  const [, inner] = /^\s*\{([^{}"'[\]]*)\}\s*$/.exec(text) ?? [];
  const pairs = (inner ?? '').replace(/,\s*$/, '').split(',').map((pair) => /^\s*([\w.#/-]+)\s*[:=](.*)$/s.exec(pair));
  const map = emptyMap();
  for (const pair of pairs) {
    if (pair === null) return null;
    map[pair[1] ?? ''] = (pair[2] ?? '').trim();
  }
  return map;
}

export const TYPOGRAPHIC = ['typographic-quotes', 'The quotes are typographic, as word processors make them: shells take them for letters.'] as const;
export const TYPOGRAPHIC_DASHES = ['typographic-dashes', 'The dashes are typographic, as word processors make them of two hyphens: names begin with two hyphens.'] as const;
export const straight = (text: string): string => text.replace(/[\u201c\u201d]/g, '"').replace(/[\u2018\u2019]/g, "'");

function shorthandOf(text: string, tell: Tell): ShorthandMap | null {
  const twice = (key: string): void => tell('twice', `'${key}' is given twice, and the AWS CLI refuses that: leave one of them out. The last one is kept below.`);
  try {
    return parseShorthand(text, { twice });
  } catch {
    const typed = text.replace(/(^|,)\s*-?[\u2010-\u2015\u2212]-?(?=[A-Za-z_])/g, '$1--');
    if (typed === text) return unreadable(text, tell);
    tell(...TYPOGRAPHIC_DASHES);
    return shorthandOf(typed, tell);
  }
}

/** Values with quotes or brackets in them, where it is clear at least what the names are. */
function unreadable(text: string, tell: Tell): ShorthandMap | null {
  const names = [...text.matchAll(/(?:^|,)\s*([A-Za-z0-9_.#/:-]+)\s*=/g)];
  if (names[0]?.index !== 0) return null;
  const map: Record<string, string> = emptyMap();
  for (const [at, { 0: whole, 1: name = '', index }] of names.entries()) {
    const value = text.slice(index + whole.length, names[at + 1]?.index).trim();
    // A quote at the start has no end: what was meant to be in it is not known.
    if (/^["']/.test(value)) return null;
    map[name] = value;
  }
  tell('unreadable', 'The AWS CLI cannot read a value with quotes or brackets in it as it is: the value needs quotes of its own, within those of the shell.');
  return map;
}

function dashed(read: Readonly<Record<string, unknown>>, tell: Tell): StringMap {
  const map = emptyMap();
  for (const [key, value] of Object.entries(read)) {
    const name = key.startsWith('--') ? key : `--${key.replace(/^[-\u2010-\u2015\u2212]+/, '')}`;
    if (/^-?[\u2010-\u2015\u2212]/.test(key)) tell(...TYPOGRAPHIC_DASHES);
    else if (name !== key) tell('no-dashes', `The AWS CLI sends '${key}' as it is, and the job gets '${key}' as a word that is no option of its: getResolvedOptions reports ${name.slice(2)} missing. The name is ${name}.`);
    if (name in map) tell('twice', `${name} is given twice: leave one of them out. The last one is kept below.`);
    const items = Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
    if (items !== null) tell('comma-in-value', `The commas make a list of '${key}', and Glue takes strings only: quote the value.`);
    else if (typeof value !== 'string') tell('not-text', `The value of '${key}' is ${value === null ? 'null' : `a ${typeof value}`}, and Glue takes strings only: put it into double quotes.`);
    map[name] = typeof value === 'string' ? value : (items?.join(',') ?? JSON.stringify(value));
  }
  return map;
}
