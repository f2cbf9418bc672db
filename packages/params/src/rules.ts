import type { Declaration, DeclaredType, ParamRules, ParamValue } from './declaration.ts';
import { matches, patternFault } from './pattern.ts';

const TEXTS: ReadonlySet<DeclaredType> = new Set(['string', 's3Uri', 'bucket', 'iamRole']);
const NUMBERS: ReadonlySet<DeclaredType> = new Set(['integer', 'double']);

/** Why a value of the right type is not allowed, as the end of a sentence, or null. */
export function broken(declaration: Declaration, value: ParamValue): string | null {
  const { pattern, minLength, maxLength, min, max, type } = declaration;
  if (typeof value === 'number') {
    if (min !== undefined && value < min) return `must be at least ${min}`;
    return max !== undefined && value > max ? `must be at most ${max}` : null;
  }
  if (typeof value !== 'string') return null;
  const [size, unit] = type === 'list' ? [itemsOf(value), 'items'] : [[...value].length, 'characters'];
  if (minLength !== undefined && size < minLength) return `must have at least ${minLength} ${unit}`;
  if (maxLength !== undefined && size > maxLength) return `must have at most ${maxLength} ${unit}`;
  if (pattern === undefined || patternFault(pattern) !== null) return null;
  return matches(pattern, value) ? null : `must match the pattern ${pattern}`;
}

function itemsOf(text: string): number {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list.length : 0;
}

/** What is wrong with the rules themselves, as the end of a sentence, or null. */
export function ruleFault(declaration: Declaration): string | null {
  const { type, pattern, minLength, maxLength, min, max, items } = declaration;
  const stray = (Object.keys(allowed) as (keyof typeof allowed)[]).find((rule) => declaration[rule] !== undefined && !allowed[rule](type)); // keys of a literal
  if (stray !== undefined) return `has the rule ${stray}, which its type ${type} does not take`;
  if (items !== undefined && type !== 'list') return 'has items, and is no list';
  const fault = pattern === undefined ? null : patternFault(pattern);
  if (fault !== null) return `has a pattern that is not taken: ${fault}`;
  const lengths = [minLength, maxLength].filter((one) => one !== undefined);
  if (lengths.some((one) => !Number.isSafeInteger(one) || one < 0)) return 'has a length that is no whole number from 0';
  if ((minLength ?? 0) > (maxLength ?? Infinity)) return 'has a minLength above its maxLength';
  return (min ?? -Infinity) > (max ?? Infinity) ? 'has a min above its max' : null;
}

const allowed: Readonly<Record<Exclude<keyof ParamRules, 'overridable' | 'saved'>, (type: DeclaredType) => boolean>> = {
  pattern: (type) => TEXTS.has(type),
  minLength: (type) => TEXTS.has(type) || type === 'list',
  maxLength: (type) => TEXTS.has(type) || type === 'list',
  min: (type) => NUMBERS.has(type),
  max: (type) => NUMBERS.has(type),
};
