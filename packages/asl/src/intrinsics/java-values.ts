import type { Json } from '../engine-types.ts';
import { isArray, isObject } from '../json.ts';

/**
 * Step Functions computes intrinsic functions on Java's values, and it shows: States.Format writes an object as `{a=1, b=[]}`,
 * States.ArrayContains compares what values are written as, and States.ArrayUnique gives the order of a hash set.
 */

/** What Java writes a value as: texts bare, numbers by `javaNumber`, objects as `{a=1}`. */
export function javaText(value: Json): string {
  if (isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (isObject(value)) return `{${Object.entries(value).map(([key, item]) => `${key}=${javaText(item)}`).join(', ')}}`;
  return typeof value === 'number' ? javaNumber(value) : String(value);
}

/** Integers in full, doubles with an exponent below a thousandth and from ten million on. Source: Java SE, Double.toString. */
function javaNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}

/** Equal values have equal keys: numbers and texts are told apart, the order of members is not. */
function identity(value: Json): string {
  if (isArray(value)) return `[${value.map(identity).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${identity(item)}`).sort().join(',')}}`;
}

/** Java's hash codes. Source: Java SE, hashCode of Integer, Long, Double, Boolean, String, List and Map. */
function hash(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'number') return numberHash(value);
  if (typeof value === 'string') return textHash(value);
  if (isArray(value)) return value.reduce<number>((sum, item) => (Math.imul(31, sum) + hash(item)) | 0, 1);
  return Object.entries(value).reduce((sum, [key, item]) => (sum + (textHash(key) ^ hash(item))) | 0, 0);
}

function textHash(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(31, sum) + text.charCodeAt(i)) | 0;
  return sum;
}

function numberHash(value: number): number {
  if (Number.isSafeInteger(value)) {
    // Integers of 32 bits are their own hash; longer ones fold their two halves.
    if (value === (value | 0)) return value;
    return Number(BigInt.asIntN(32, BigInt(value) ^ (BigInt.asUintN(64, BigInt(value)) >> 32n)));
  }
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}

/** The distinct values in the order of a Java HashSet made of them: by bucket, and in one bucket as they came. */
export function distinct(values: readonly Json[]): Json[] {
  const buckets = bucketCount(values.length);
  const found = new Map<string, { readonly value: Json; readonly bucket: number }>();
  for (const value of values) {
    const key = identity(value);
    if (found.has(key)) continue;
    const code = hash(value);
    found.set(key, { value, bucket: (code ^ (code >>> 16)) & (buckets - 1) });
  }
  return [...found.values()].sort((a, b) => a.bucket - b.bucket).map(({ value }) => value);
}

/** Source: Java SE, HashSet(Collection): three quarters full at most, at least 16, a power of two. */
function bucketCount(size: number): number {
  let count = 16;
  while (count < Math.floor(size / 0.75) + 1) count *= 2;
  return count;
}
