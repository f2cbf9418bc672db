import fc from 'fast-check';
import { argumentText, param, type Declarations } from '@millrace/params';
import { awkwardValue } from '../../../packages/params/src/passing/awkward.fixture.ts';

/** What the accessors of Python and Scala are made from: texts under awkward names, and one of each other type. */
export const declared: Declarations = {
  LOCATION: param.string(), DATE: param.string(), class: param.string(), source_path: param.string(), x: param.string(),
  count: param.integer(), rate: param.double(), full: param.boolean(), day: param.date(), tags: param.list(), ids: param.list({ items: 'integer' }), extra: param.json(),
};
export const texts = ['LOCATION', 'DATE', 'class', 'source_path', 'x'] as const;

/** One value for each name, as a job wants to have it. */
export interface Typed {
  readonly LOCATION: string;
  readonly DATE: string;
  readonly class: string;
  readonly source_path: string;
  readonly x: string;
  readonly count: number;
  readonly rate: number;
  readonly full: boolean;
  readonly day: string;
  readonly tags: readonly string[];
  readonly ids: readonly number[];
  readonly extra: string | number | boolean | object;
}

const json = fc.oneof(awkwardValue, fc.integer(), fc.boolean(), fc.dictionary(awkwardValue.filter((key) => key !== '__proto__'), fc.oneof(fc.integer(), fc.constant(null), fc.array(awkwardValue, { maxLength: 2 })), { maxKeys: 3, noNullPrototype: true }), fc.array(fc.oneof(awkwardValue, fc.constant(null)), { maxLength: 3 }));
const typed: fc.Arbitrary<Typed> = fc.record({
  LOCATION: awkwardValue, DATE: awkwardValue, class: awkwardValue, source_path: awkwardValue, x: awkwardValue,
  count: fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 })).map((value) => value + 0), rate: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0), full: fc.boolean(),
  day: fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  tags: fc.array(awkwardValue, { maxLength: 3 }), ids: fc.array(fc.maxSafeInteger(), { maxLength: 3 }), extra: json,
}, { noNullPrototype: true });

/** The same maps for every language. */
export const maps: readonly Typed[] = fc.sample(typed, { numRuns: 2000, seed: 20260131 });

/** The texts that a job is given. */
export function textsOf(map: Typed): Readonly<Record<string, string>> {
  const { tags, ids, extra, ...plain } = map;
  return { ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, argumentText(value)])), tags: JSON.stringify(tags), ids: JSON.stringify(ids), extra: JSON.stringify(extra) };
}
