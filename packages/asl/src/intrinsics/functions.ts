import { createHash } from 'node:crypto';
import type { Json } from '../engine-types.ts';
import { hashAlgorithms, seeded, uuid, type QueryWorld } from '../query/functions.ts';
import { arrayOf, flatEnough, inRange, integerOf, invalid, numberOf, objectOf, shortText, textOf } from './failure.ts';
import { format } from './format.ts';
import { distinct, javaText } from './java-values.ts';
import type { Argument } from './syntax.ts';

export interface IntrinsicFunction {
  /** How many arguments it takes: at least, at most. */
  readonly takes: readonly [number, number];
  /** It does not walk through its values. */
  readonly looks?: true;
  /** The values are as many as it takes; `args` is how they are written. */
  readonly call: (values: readonly Json[], world: QueryWorld, args: readonly Argument[]) => Json;
}

/** Longest array that States.ArrayRange makes. Source: Step Functions developer guide, "Intrinsic functions". */
const longestRange = 1000;

/**
 * All intrinsic functions.
 *
 * Sources: Step Functions developer guide, "Intrinsic functions"; Amazon States Language specification, "Appendix B". Where executions on
 * AWS differ from the two, they are followed: decimals are cut off, not rounded, but in States.MathAdd.
 */
export const functions: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['States.Format', { takes: [1, Infinity], call: (values, _, args) => format(values, args) }],
  ['States.StringToJson', { takes: [1, 1], call: ([text = null]) => parsed(textOf(text, 'States.StringToJson')) }],
  ['States.JsonToString', { takes: [1, 1], call: ([value = null]) => JSON.stringify(flatEnough(value, 'States.JsonToString')) }],
  ['States.Array', { looks: true, takes: [0, Infinity], call: (items) => [...items] }],
  ['States.ArrayPartition', { takes: [2, 2], call: ([items = null, size = null]) => partition(items, size) }],
  ['States.ArrayContains', { takes: [2, 2], call: ([items = null, wanted = null]) => contains(items, wanted) }],
  ['States.ArrayRange', { takes: [3, 3], call: ([first = null, last = null, step = null]) => range(first, last, step) }],
  ['States.ArrayGetItem', { looks: true, takes: [2, 2], call: ([items = null, index = null]) => item(items, index) }],
  ['States.ArrayLength', { looks: true, takes: [1, 1], call: ([items = null]) => arrayOf(items, 'States.ArrayLength').length }],
  ['States.ArrayUnique', { takes: [1, 1], call: ([items = null]) => distinct(arrayOf(flatEnough(items, 'States.ArrayUnique'), 'States.ArrayUnique')) }],
  ['States.Base64Encode', { takes: [1, 1], call: ([text = null]) => encoded(text) }],
  ['States.Base64Decode', { takes: [1, 1], call: ([text = null]) => decoded(text) }],
  ['States.Hash', { takes: [2, 2], call: ([value = null, algorithm = null]) => hashed(value, algorithm) }],
  ['States.JsonMerge', { takes: [3, 3], call: ([first = null, second = null, deep = null]) => merged(first, second, deep) }],
  ['States.MathRandom', { takes: [2, 3], call: ([first = null, end = null, ...seed], world) => random(first, end, seed, world) }],
  ['States.MathAdd', { takes: [2, 2], call: ([a = null, b = null]) => inRange(rounded(a) + rounded(b), 'States.MathAdd') }],
  ['States.StringSplit', { takes: [2, 2], call: ([text = null, by = null]) => split(text, by) }],
  ['States.UUID', { takes: [0, 0], call: (_, world) => uuid(world.random) }],
]);

function parsed(text: string): Json {
  if (text.trim() === '') return null;
  let value: Json;
  try {
    // JSON.parse gives JSON.
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid('States.StringToJson', 'the text is not JSON.');
  }
  return value === 0 ? 0 : flatEnough(value, 'States.StringToJson');
}

function partition(given: Json, size: Json): Json {
  const items = arrayOf(given, 'States.ArrayPartition');
  const by = integerOf(size, 'States.ArrayPartition');
  if (by < 1) throw invalid('States.ArrayPartition', 'a size above 0 is expected.');
  return Array.from({ length: Math.ceil(items.length / by) }, (_, i) => items.slice(i * by, (i + 1) * by));
}

/** Compares what values are written as: the number 1 is found where the text '1' is. */
function contains(given: Json, wanted: Json): boolean {
  const name = 'States.ArrayContains';
  const text = javaText(flatEnough(wanted, name));
  return arrayOf(flatEnough(given, name), name).some((one) => javaText(one) === text);
}

function range(given: Json, end: Json, by: Json): Json {
  const name = 'States.ArrayRange';
  const [first, last, step] = [integerOf(given, name), integerOf(end, name), integerOf(by, name)];
  if (step === 0) throw invalid(name, 'a step other than 0 is expected.');
  const count = Math.floor((last - first) / step) + 1;
  if (count > longestRange) throw invalid(name, `at most ${longestRange} items are made.`);
  return Array.from({ length: Math.max(count, 0) }, (_, i) => first + i * step);
}

function item(given: Json, index: Json): Json {
  const items = arrayOf(given, 'States.ArrayGetItem');
  const at = integerOf(index, 'States.ArrayGetItem');
  const found = at < 0 ? undefined : items[at];
  // On AWS an empty array has null at every index.
  if (found === undefined && (items.length > 0 || at < 0)) throw invalid('States.ArrayGetItem', `there is no item ${at}.`);
  return found ?? null;
}

function encoded(given: Json): string {
  const text = shortText(textOf(given, 'States.Base64Encode'), 'States.Base64Encode');
  return Buffer.from(text, 'utf8').toString('base64');
}

/** As lenient as on AWS: characters that are not of Base64 are passed over, and what follows the padding is not read. */
function decoded(given: Json): string {
  const text = shortText(textOf(given, 'States.Base64Decode'), 'States.Base64Decode');
  const [digits = ''] = text.split('=', 1);
  return Buffer.from(digits.replace(/[^A-Za-z0-9+/_-]/gu, ''), 'base64').toString('utf8');
}

function hashed(value: Json, algorithm: Json): string {
  const known = typeof algorithm === 'string' ? hashAlgorithms.get(algorithm) : undefined;
  if (known === undefined) throw invalid('States.Hash', `the algorithm is one of ${[...hashAlgorithms.keys()].join(', ')}.`);
  return createHash(known).update(shortText(javaText(flatEnough(value, 'States.Hash')), 'States.Hash'), 'utf8').digest('hex');
}

function merged(given: Json, other: Json, deep: Json): Json {
  const [first, second] = [objectOf(given, 'States.JsonMerge'), objectOf(other, 'States.JsonMerge')];
  if (deep === true) throw invalid('States.JsonMerge', 'only the shallow merging mode is supported: pass false.');
  // From a Map, so that a member named __proto__ is a member like others.
  return Object.fromEntries(new Map([...Object.entries(first), ...Object.entries(second)]));
}

function random(given: Json, end: Json, seed: readonly Json[], world: QueryWorld): number {
  const [first, last] = [integerOf(given, 'States.MathRandom'), integerOf(end, 'States.MathRandom')];
  if (first >= last) throw invalid('States.MathRandom', 'a start below the end is expected.');
  const drawn = seed[0] === undefined ? world.random() : seeded(Math.trunc(numberOf(seed[0], 'States.MathRandom')));
  return first + Math.floor(drawn * (last - first));
}

/** Half-way numbers go up: -0.5 becomes 0. */
function rounded(value: Json): number {
  return inRange(Math.floor(numberOf(value, 'States.MathAdd') + 0.5), 'States.MathAdd');
}

/** Splits at every character of `by`, and leaves empty parts out. */
function split(given: Json, by: Json): Json {
  const [text, separators] = [textOf(given, 'States.StringSplit'), new Set(textOf(by, 'States.StringSplit'))];
  const parts: string[] = [];
  let part = '';
  for (const char of text) {
    if (!separators.has(char)) part += char;
    else if (part !== '') {
      parts.push(part);
      part = '';
    }
  }
  return part === '' ? parts : [...parts, part];
}
