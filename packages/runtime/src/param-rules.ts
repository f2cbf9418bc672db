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
  // An ARN has `secret:` too, so that a colon counts behind a quoted key only. Small numbers are settings, such as a number of tokens.
  [/(?:token|secret)(?:["']\s{0,4}:|["']?\s{0,4}=)\s{0,4}["']?(?!\d{1,6}\b)[^\s"'{$;,&]/i, 'a token'],
  [/:\/\/[^\s/:@]{1,200}:[^\s/:@]{1,200}@/, 'an address with a password'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}/, 'an access token'],
  [/\bgithub_pat_[A-Za-z0-9_]{20}/, 'an access token'],
  [/\bglpat-[A-Za-z0-9_-]{20}/, 'an access token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10}/, 'an access token'],
  [/\bnpm_[A-Za-z0-9]{36}/, 'an access token'],
  [/\b[sr]k_(?:live|test)_[A-Za-z0-9]{10}/, 'a key of a payment service'],
  [/\bAIza[A-Za-z0-9_-]{35}/, 'an API key'],
  [/\beyJ[A-Za-z0-9_-]{8,1000}\.eyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8}/, 'a signed token (JWT)'],
];
// The secret half of an AWS key: 40 characters of base64, of every kind.
const SECRET_KEY = /^(?=.{0,39}[a-z])(?=.{0,39}[A-Z])(?=.{0,39}\d)[A-Za-z0-9/+]{40}$/;

/** What kind of secret a text looks like, or null: a guard against accidents, since arguments are logged and shown. */
export function secretIn(text: string): string | null {
  const sign = SIGNS.find(([pattern]) => pattern.test(text))?.[1];
  if (sign !== undefined) return sign;
  return text.split(/[\s,;"'=\\[\]{}]+/).some((piece) => SECRET_KEY.test(piece)) ? 'a secret access key' : null;
}
