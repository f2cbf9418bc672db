import { parseShorthand, type ShorthandMap } from '../shorthand/index.ts';
import { emptyMap, type StringMap } from './types.ts';

export type ExplainedKind = 'unquoted-json' | 'typographic-quotes' | 'leading-dash' | 'no-dashes' | 'comma-in-value' | 'shell-replaces' | 'not-text' | 'lost-quotes' | 'repeated' | 'refused';
export interface ExplainedProblem {
  readonly kind: ExplainedKind;
  readonly message: string;
}
export type Tell = (kind: ExplainedKind, message: string) => void;

/** The map in the value of `--arguments`, with its names as a job asks for them; null when the value cannot be understood. */
export function explainValue(text: string, tell: Tell): StringMap | null {
  const json = text.trimStart().startsWith('{');
  if (json && objectOf(text, false) === null && objectOf(text) !== null) tell(...TYPOGRAPHIC);
  const read = json ? objectOf(text) : shorthandOf(text);
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

export const TYPOGRAPHIC = ['typographic-quotes', 'The quotes are typographic, as word processors make them: shells take them for letters.'] as const;
export const straight = (text: string): string => text.replace(/[\u201c\u201d]/g, '"').replace(/[\u2018\u2019]/g, "'");

function shorthandOf(text: string): ShorthandMap | null {
  try {
    return parseShorthand(text);
  } catch {
    return null;
  }
}

function dashed(read: Readonly<Record<string, unknown>>, tell: Tell): StringMap {
  const map = emptyMap();
  for (const [key, value] of Object.entries(read)) {
    if (!key.startsWith('--')) tell('no-dashes', `The AWS CLI sends '${key}' as it is, and the job gets '${key}' as a word that is no option: getResolvedOptions reports ${key} missing. The name is --${key}.`);
    const items = Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
    if (items !== null) tell('comma-in-value', `The commas make a list of '${key}', and Glue takes strings only: quote the value.`);
    else if (typeof value !== 'string') tell('not-text', `The value of '${key}' is ${value === null ? 'null' : `a ${typeof value}`}, and Glue takes strings only: put it into double quotes.`);
    map[key.startsWith('--') ? key : `--${key}`] = typeof value === 'string' ? value : (items?.join(',') ?? JSON.stringify(value));
  }
  return map;
}
