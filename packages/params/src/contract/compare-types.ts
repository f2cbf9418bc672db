import type { AccessorDeclaration } from '../codegen/index.ts';
import { parseValue } from '../parse.ts';
import type { Use, Wanted } from './reading.ts';

const INTEGER = /^\s*[+-]?\d+(?:_\d+)*\s*$/;
const DOUBLE = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$|^\s*[+-]?(?:inf|infinity|nan)\s*$/i;

/** Why a use does not fit what is known about a value, or null when it may be right. */
export function misuse(use: Use, declaration: AccessorDeclaration | null, sample: string | null, scala: boolean): { readonly why: string; readonly hint: string } | null {
  const written = use.as === 'date' && use.detail !== null && !scala ? patternFault(use.detail, declaration, use.conditional ? null : sample) : null;
  if (written !== null) return written;
  // `text % number` may fill a place in the text.
  if (use.as === 'arithmetic' && use.detail === '%' && declaration?.type !== 'integer' && declaration?.type !== 'double' && (sample === null || !DOUBLE.test(sample))) return null;
  if (use.as === 'arithmetic') return { why: `'${use.name}' is text, and is used as a number`, hint: `Convert it first: ${scala ? '.toInt' : 'int(…)'} or ${scala ? '.toDouble' : 'float(…)'}.` };
  if (use.as === 'truth') return declaration?.type === 'boolean' || sample === 'false' ? { why: `the text of '${use.name}' is used as a truth, and 'false' is a text that is true`, hint: "Compare it: args[…] == 'true'." } : null;
  if (use.as === 'compared') return compared(use, declaration);
  const enumOk = declaration?.type === 'enum' && declaration.values.some((value) => fits(use.as, value));
  if (declaration !== null && !enumOk && !allowed(use.as, declaration)) return { why: `'${use.name}' is declared as ${declaration.type}, and is read as ${WORDS[use.as]}`, hint: 'Correct the script or the declaration.' };
  if (sample !== null && !use.conditional && use.detail === null && !fits(use.as, sample)) return { why: `'${use.name}' is read as ${WORDS[use.as]}, and a value that is passed is not one`, hint: 'Correct the script or the value.' };
  return null;
}

const WORDS: Readonly<Record<Wanted, string>> = { integer: 'a whole number', double: 'a number', date: 'a date', timestamp: 'a date', json: 'JSON', boolean: 'true or false', truth: 'a truth', arithmetic: 'a number', compared: 'a word' };

function allowed(as: Wanted, { type }: AccessorDeclaration): boolean {
  if (type === 'string') return true;
  switch (as) {
    case 'integer': return type === 'integer';
    case 'double': return type === 'integer' || type === 'double';
    case 'date': case 'timestamp': return type === 'date';
    case 'json': return type === 'list' || type === 'json' || type === 'integer' || type === 'double' || type === 'boolean';
    case 'boolean': return type === 'boolean';
    case 'truth': case 'arithmetic': case 'compared': return true;
  }
}

function fits(as: Wanted, text: string): boolean {
  switch (as) {
    case 'integer': return INTEGER.test(text);
    case 'double': return DOUBLE.test(text);
    case 'date': return parseValue({ type: 'date', description: '', default: null, values: [] }, text) !== null || /^\d{8}$/.test(text);
    case 'json': return isJson(text);
    case 'boolean': return /^(true|false|yes|no|y|n|t|f|on|off|0|1)$/i.test(text);
    case 'timestamp': case 'truth': case 'arithmetic': case 'compared': return true;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Patterns of strptime that read a declared date.
function patternFault(pattern: string, declaration: AccessorDeclaration | null, sample: string | null): { why: string; hint: string } | null {
  if (declaration?.type === 'date' && pattern !== '%Y-%m-%d' && pattern !== '%F') return { why: `a date is passed as 2026-01-31, which the pattern '${pattern}' does not read`, hint: "Use '%Y-%m-%d'." };
  if (sample !== null && pattern === '%Y-%m-%d' && !fits('date', sample)) return { why: 'the pattern %Y-%m-%d does not read a value that is passed', hint: 'Correct the pattern or the value.' };
  if (declaration !== null && !['string', 'date', 'enum', 'integer'].includes(declaration.type)) return { why: `it is declared as ${declaration.type}, and is read as a date`, hint: 'Correct the script or the declaration.' };
  return null;
}

function compared({ name, words }: Use, declaration: AccessorDeclaration | null): { why: string; hint: string } | null {
  if (words === null) return { why: `'${name}' is text, and text never equals a number or a truth`, hint: "Compare it with text, such as 'true', or convert it first." };
  const written = words.map((word) => `'${word}'`).join(', ');
  if (declaration?.type === 'enum' && !words.some((word) => declaration.values.includes(word))) return { why: words.length === 1 ? `${written} is no value of '${name}'` : `none of ${written} is a value of '${name}'`, hint: `Its values are ${declaration.values.join(', ')}.` };
  if (declaration?.type === 'boolean' && !words.some((word) => word === 'true' || word === 'false')) return { why: `'${name}' arrives as 'true' or 'false', never as ${written}`, hint: "Compare it with 'true'." };
  return null;
}
