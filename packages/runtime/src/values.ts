import type { SpecParam, SpecScalar } from './job-spec.ts';

/** A value as the text of an argument: text as it is, all else as JSON. */
export const argumentText = (value: SpecScalar | readonly SpecScalar[]): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The typed value, or null when `raw` is not of the type. */
export function typed({ type, values }: SpecParam, raw: unknown): SpecScalar | null {
  switch (type) {
    case 'string':
      return typeof raw === 'string' ? raw : null;
    case 'integer':
      return number(raw, /^[+-]?[0-9]+$/, Number.isSafeInteger);
    case 'double':
      return number(raw, /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/, Number.isFinite);
    case 'boolean':
      return typeof raw === 'boolean' ? raw : raw === 'true' ? true : raw === 'false' ? false : null;
    case 'date':
      return typeof raw === 'string' && isDay(raw) ? raw : null;
    case 's3Uri':
      return typeof raw === 'string' && s3Uri.test(raw) ? raw : null;
    case 'enum':
      return typeof raw === 'string' && values.includes(raw) ? raw : null;
    case 'bucket':
      return typeof raw === 'string' && bucketName.test(raw) ? raw : null;
    case 'iamRole':
      return typeof raw === 'string' && iamRole.test(raw) ? raw : null;
    case 'secret':
      return typeof raw === 'string' && secretName.test(raw) ? raw : null;
  }
}

function number(raw: unknown, looks: RegExp, fits: (value: unknown) => boolean): number | null {
  const value = typeof raw === 'string' && looks.test(raw.trim()) ? Number(raw.trim()) : raw;
  if (typeof value !== 'number' || !fits(value)) return null;
  // JSON has no -0.
  return value === 0 ? 0 : value;
}

// Control characters are what a key may not hold.
const s3Uri = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\x00-\x1f\x7f]*)?$/;

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const iamRole = /^arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role\/[\x21-\x7e]{1,512}$/;

const secretName = /^(?:arn:aws[a-z-]{0,20}:secretsmanager:[a-z0-9-]{1,40}:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/;

function isDay(text: string): boolean {
  if (!/^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day of an instant in a zone, YYYY-MM-DD. */
export function dayIn(zone: string, epochMs: number): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(epochMs);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
