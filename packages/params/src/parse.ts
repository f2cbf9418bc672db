import type { ParamDeclaration, ParamType, ParamValue } from './declaration.ts';

/** What each type looks like, for messages. */
export const LOOKS: Readonly<Record<ParamType, string>> = {
  string: 'text',
  integer: 'a whole number such as 42',
  double: 'a number such as 0.5',
  boolean: 'true or false',
  date: 'a day of the calendar such as 2026-01-31',
  s3Uri: 'an S3 URI such as s3://bucket/folder/',
  enum: 'one of its values',
};

/** The typed value, or null when `raw` is not of the type. Text is parsed, so words of a command line work. */
export function parseValue(declaration: ParamDeclaration, raw: unknown): ParamValue | null {
  return parsers[declaration.type](raw, declaration);
}

type Parser = (raw: unknown, declaration: ParamDeclaration) => ParamValue | null;

const parsers: Readonly<Record<ParamType, Parser>> = {
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
  s3Uri: (raw) => (typeof raw === 'string' && S3_URI.test(raw) ? raw : null),
  enum: (raw, { values }) => (typeof raw === 'string' && values.includes(raw) ? raw : null),
};

// Bucket names: 3 to 63 of lower case letters, digits, dots and hyphens. Keys: anything without control characters.
const S3_URI = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\x00-\x1f\x7f]*)?$/;

// JSON has no -0: a value must survive being written and read.
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Is this a day that exists, written YYYY-MM-DD? */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
