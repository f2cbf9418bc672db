import { createHash } from 'node:crypto';

/** What expressions may know of the world. */
export interface QueryWorld {
  readonly now: number;
  readonly random: () => number;
}

/** The hash algorithms of Step Functions, by what Node calls them. Source: Step Functions developer guide, "Intrinsic functions". */
export const hashAlgorithms: ReadonlyMap<string, string> = new Map([['MD5', 'md5'], ['SHA-1', 'sha1'], ['SHA-256', 'sha256'], ['SHA-384', 'sha384'], ['SHA-512', 'sha512']]);
const longestRange = 1000;
const longestHashed = 10_000;

/**
 * The functions that Step Functions adds to JSONata. Source: Step Functions developer guide, "Transforming data with JSONata".
 * `$now` and `$millis` are here because an execution runs on its own clock.
 */
export function awsFunctions(world: QueryWorld): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  return {
    parse: (text) => {
      if (text === undefined) return undefined;
      if (typeof text !== 'string') throw wrong('$parse', 'a string', text);
      return JSON.parse(text) as unknown;
    },
    uuid: () => uuid(world.random),
    random: (seed) => (seed === undefined ? world.random() : seeded(integer('$random', seed))),
    hash: (content, algorithm) => hash(content, algorithm),
    range: (first, last, step) => range(integer('$range', first), integer('$range', last), integer('$range', step)),
    partition: (items, size) => partition(items, integer('$partition', size)),
    millis: () => world.now,
  };
}

function wrong(name: string, wanted: string, got: unknown): Error {
  return new TypeError(`${name} takes ${wanted}, not ${JSON.stringify(got) ?? 'nothing'}`);
}

function integer(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(name, 'a number', value);
  return Math.trunc(value);
}

function hash(content: unknown, algorithm: unknown): string {
  if (typeof content !== 'string') throw wrong('$hash', 'a string as its first argument', content);
  if (content.length > longestHashed) throw new RangeError(`$hash takes at most ${longestHashed} characters`);
  const known = typeof algorithm === 'string' ? hashAlgorithms.get(algorithm) : undefined;
  if (known === undefined) throw wrong('$hash', `one of ${[...hashAlgorithms.keys()].join(', ')} as its second argument`, algorithm);
  return createHash(known).update(content, 'utf8').digest('hex');
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new RangeError('$range takes a step other than 0');
  const count = Math.floor((last - first) / step) + 1;
  if (count > longestRange) throw new RangeError(`$range makes at most ${longestRange} items, not ${count}`);
  return Array.from({ length: Math.max(count, 0) }, (_, i) => first + i * step);
}

function partition(items: unknown, size: number): unknown[][] | undefined {
  if (items === undefined) return undefined;
  if (!Array.isArray(items)) throw wrong('$partition', 'an array as its first argument', items);
  if (size <= 0) throw new RangeError(`$partition takes a size above 0, not ${size}`);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size) as unknown[]);
}

/** A random UUID of version 4. */
export function uuid(random: () => number): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
  // RFC 9562: version 4, variant 10.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** One draw of mulberry32: the same seed gives the same number. */
export function seeded(seed: number): number {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
