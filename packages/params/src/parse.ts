import type { Declaration, DeclaredType, ParamValue } from './declaration.ts';
import { exactJsonOf, isExactJson } from './json-text.ts';

/** What each type looks like, for messages. */
export const LOOKS: Readonly<Record<DeclaredType, string>> = {
  string: 'text',
  integer: 'a whole number such as 42',
  double: 'a number such as 0.5',
  boolean: 'true or false',
  date: 'a day of the calendar such as 2026-01-31',
  s3Uri: 'an S3 URI such as s3://bucket/folder/',
  enum: 'one of its values',
  bucket: 'the name of a bucket such as acme-raw, without s3://',
  iamRole: 'the ARN of a role such as arn:aws:iam::123456789012:role/etl',
  list: 'a JSON array such as ["a","b"]',
  json: 'JSON other than null, with each key once and no number that a double cannot hold',
  secret: 'the name or ARN of a secret such as orders/database, never the secret itself',
};

/**
 * The typed value, or null when `raw` is not of the type. Text is parsed, so words of a command line work. A list and JSON become
 * their JSON text, since that is what a job gets; text of JSON stays as it is written, and is refused where reading would change it.
 */
export function parseValue(declaration: Declaration, raw: unknown): ParamValue | null {
  return parsers[declaration.type](raw, declaration);
}

type Parser = (raw: unknown, declaration: Declaration) => ParamValue | null;

const textLike = (pattern: RegExp): Parser => (raw) => (typeof raw === 'string' && pattern.test(raw) ? raw : null);

// Bucket names: 3 to 63 of lower case letters, digits, dots and hyphens. Keys: anything without control characters.
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const S3_URI = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\x00-\x1f\x7f]*)?$/;
const IAM_ROLE = /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\x21-\x7e]{1,512}$/;
const SECRET = /^(?:arn:aws[a-z-]{0,20}:secretsmanager:[a-z0-9-]{1,40}:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/;

/** What texts of some types look like, beside what a parameter's own pattern says. */
export const SHAPES: Readonly<Partial<Record<DeclaredType, RegExp>>> = { bucket: BUCKET, s3Uri: S3_URI, iamRole: IAM_ROLE, secret: SECRET };

const parsers: Readonly<Record<DeclaredType, Parser>> = {
  string: (raw) => (typeof raw === 'string' ? raw : null),
  integer: (raw) => {
    const value = typeof raw === 'string' && /^[+-]?\d+$/.test(raw.trim()) ? Number(raw) : raw;
    return Number.isSafeInteger(value) ? positiveZero(Number(value)) : null;
  },
  double: (raw) => {
    const value = typeof raw === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw.trim()) ? Number(raw) : raw;
    return Number.isFinite(value) ? positiveZero(Number(value)) : null;
  },
  boolean: (raw) => {
    if (typeof raw === 'boolean') return raw;
    return raw === 'true' ? true : raw === 'false' ? false : null;
  },
  date: (raw) => (typeof raw === 'string' && isDay(raw) ? raw : null),
  s3Uri: textLike(S3_URI),
  enum: (raw, { values }) => (typeof raw === 'string' && values.includes(raw) ? raw : null),
  bucket: textLike(BUCKET),
  iamRole: textLike(IAM_ROLE),
  list: (raw, { items = 'string' }) => {
    const text = jsonText(raw);
    const list: unknown = text === null ? null : JSON.parse(text);
    if (!Array.isArray(list)) return null;
    return list.every((item) => (items === 'integer' ? Number.isSafeInteger(item) : typeof item === 'string')) ? text : null;
  },
  json: (raw) => {
    const text = jsonText(raw);
    return text === null || JSON.parse(text) === null ? null : text;
  },
  secret: textLike(SECRET),
};

/** Text is JSON already; anything else is a value. */
function jsonText(raw: unknown): string | null {
  if (typeof raw !== 'string') return exactJsonOf(raw);
  return isExactJson(raw) ? raw : null;
}

// JSON has no -0: a value must survive being written and read.
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Is this a day that exists, written YYYY-MM-DD? There is no year 0: Python and databases refuse it. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
