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

// What each directive of strptime takes; months and days may be without their zeros.
const DIRECTIVES: Readonly<Record<string, string>> = { Y: '\\d{4}', y: '\\d{2}', m: '(?:1[0-2]|0[1-9]|[1-9])', d: '(?:3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])', H: '(?:2[0-3]|[01]\\d|\\d)', M: '[0-5]?\\d', S: '(?:6[01]|[0-5]?\\d)', f: '\\d{1,6}', j: '\\d{1,3}', '%': '%' };

/** Does strptime read a text by a pattern? True too where the pattern has more than can be told. */
function reads(pattern: string, text: string): boolean {
  const parts = [...pattern.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').matchAll(/%(.)|\s+|[^%]/gs)];
  // Many directives beside each other could be split in very many ways.
  if (parts.length > 20 || parts.filter(([, directive]) => directive !== undefined).length > 8 || text.length > 60 || parts.some(([, directive]) => directive !== undefined && !Object.hasOwn(DIRECTIVES, directive))) return true;
  const source = parts.map(([part, directive]) => (directive !== undefined ? DIRECTIVES[directive] : /^\s/.test(part) ? '\\s+' : part.replace(/[^\w]/g, '\\$&'))).join('');
  const matches = new RegExp(`^${source}$`, 'i').test(text);
  if (!matches || pattern !== '%Y-%m-%d') return matches;
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  return fits('date', `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

// Patterns of strptime that read a declared date.
function patternFault(pattern: string, declaration: AccessorDeclaration | null, sample: string | null): { why: string; hint: string } | null {
  if (declaration?.type === 'date' && pattern !== '%Y-%m-%d' && pattern !== '%F') return { why: `a date is passed as 2026-01-31, which the pattern '${pattern}' does not read`, hint: "Use '%Y-%m-%d'." };
  if (sample !== null && !reads(pattern, sample)) return { why: `the pattern ${pattern} does not read a value that is passed`, hint: 'Correct the pattern or the value.' };
  if (declaration !== null && !['string', 'date', 'enum', 'integer'].includes(declaration.type)) return { why: `it is declared as ${declaration.type}, and is read as a date`, hint: 'Correct the script or the declaration.' };
  return null;
}

function compared({ name, words }: Use, declaration: AccessorDeclaration | null): { why: string; hint: string } | null {
  if (words === null) return { why: `'${name}' is text, and text never equals a number or a truth`, hint: "Compare it with text, such as 'true', or convert it first." };
  // Whether there is a value at all is a question of its own.
  if (words.includes('')) return null;
  const written = words.map((word) => `'${word}'`).join(', ');
  if (declaration?.type === 'enum' && !words.some((word) => declaration.values.includes(word))) return { why: words.length === 1 ? `${written} is no value of '${name}'` : `none of ${written} is a value of '${name}'`, hint: `Its values are ${declaration.values.join(', ')}.` };
  if (declaration?.type === 'boolean' && !words.some((word) => word === 'true' || word === 'false')) return { why: `'${name}' arrives as 'true' or 'false', never as ${written}`, hint: "Compare it with 'true'." };
  return null;
}
