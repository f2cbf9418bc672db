import type { SpecParam, SpecScalar } from './job-spec.ts';

/** The longest text that a pattern is tried on, in UTF-16 units. */
const LONGEST_MATCHED = 4096;

/** Which rule of its declaration a value of the right type breaks, as the end of a sentence, or null. */
export function broken({ pattern, minLength, maxLength, min, max }: SpecParam, value: SpecScalar): string | null {
  if (typeof value === 'number') {
    if (min !== undefined && value < min) return `must be at least ${min}`;
    return max !== undefined && value > max ? `must be at most ${max}` : null;
  }
  if (typeof value !== 'string') return null;
  const size = [...value].length;
  if (minLength !== undefined && size < minLength) return `must have at least ${minLength} characters`;
  if (maxLength !== undefined && size > maxLength) return `must have at most ${maxLength} characters`;
  if (pattern === undefined) return null;
  return value.length <= LONGEST_MATCHED && new RegExp(`^(?:${pattern})$`, 'u').test(value) ? null : `must match the pattern ${pattern}`;
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, 'a private key'],
  [/(?:password|passwd|pwd|secret_?access_?key|client_?secret|api[_-]?key|access[_-]?token)["']?\s{0,4}[=:]\s{0,4}["']?[^\s"'{$;,&]/i, 'a password'],
  [/:\/\/[^\s/:@]{1,200}:[^\s/:@]{1,200}@/, 'an address with a password'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}/, 'an access token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10}/, 'an access token'],
  [/^(?=.{0,39}[a-z])(?=.{0,39}[A-Z])(?=.{0,39}[0-9])[A-Za-z0-9/+]{40}$/, 'a secret access key'],
];

/** What kind of secret a text looks like, or null: a guard against accidents, since arguments are logged and shown. */
export const secretIn = (text: string): string | null => SIGNS.find(([sign]) => sign.test(text))?.[1] ?? null;
