import { createHash } from 'node:crypto';

/** SHA-256 of the text's UTF-8 bytes, in lower case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * JSON with the keys of every object sorted, so that equal values give equal bytes. Without `indent` it is one line.
 * As in JSON, fields that are undefined are left out.
 *
 * @example
 * stableJson({ b: 1, a: [true] }) // '{"a":[true],"b":1}'
 */
export function stableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, inner: unknown) => sorted(inner), indent);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  // Code units, not the locale: the order must be the same on every machine.
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
