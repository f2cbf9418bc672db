import type { Json } from '../engine-types.ts';
import { isArray } from '../json.ts';
import { errorNames, StateError } from './errors.ts';

/** How many places the paths of one state may visit together, and how many one path may. Our own limits: see `Visits`. */
const mostPlaces = 4_000_000;
/** Characters of a value that take an intrinsic function about as long as a path takes one place. */
const charsPerPlace = 64;

/**
 * What one state may do with its data while it evaluates its fields. Payloads share what they are made of, so that a short definition
 * makes a value that is too long to be written, or to be walked through: it is weighed while it is made.
 */
export class Bounds {
  readonly #maxChars: number;
  readonly #tooLong: () => StateError;
  /** Values of an execution never change, so one weight holds wherever a value is a part. */
  readonly #weights: WeakMap<object, number>;
  #places = 0;

  constructor(maxChars: number, weights: WeakMap<object, number>, tooLong: () => StateError) {
    this.#maxChars = maxChars;
    this.#weights = weights;
    this.#tooLong = tooLong;
  }

  /** A value that is going to be made of others; the first few objects are weighed only when there are more of them than `free`. */
  payload(free: number): Payload {
    return new Payload(this.#maxChars, free, (value) => this.weigh(value), this.#tooLong);
  }

  /** Counts places that a path visits. */
  visit(count: number): void {
    this.#places += count;
    if (this.#places > mostPlaces) throw new StateError(errorNames.runtime, `The paths of the state visit more than ${mostPlaces} places together: select less, or use fewer of them.`);
  }

  /** A function is going to walk through a value of this weight. */
  walk(chars: number): void {
    this.visit(Math.trunc(chars / charsPerPlace));
  }

  /** Throws when the value is too long to be written. */
  check(value: Json): void {
    if (this.weigh(value) > this.#maxChars) throw this.#tooLong();
  }

  /** About the length of the value's JSON. Stops counting a little above the limit. */
  weigh(value: Json): number {
    if (typeof value === 'string') return value.length + 2;
    if (typeof value !== 'object' || value === null) return 1;
    const known = this.#weights.get(value);
    if (known !== undefined) return known;
    const isList = isArray(value);
    let sum = 2;
    for (const [key, item] of Object.entries<Json>(value)) {
      sum += this.weigh(item) + (isList ? 1 : key.length + 3);
      if (sum > this.#maxChars) break;
    }
    this.#weights.set(value, sum);
    return sum;
  }
}

/** So few objects in a payload cannot make it much longer than they are: most payloads need no walk. */
export const freeObjects = 4;

/** Values that come together in one. The largest of them is there already and counts nothing. */
export class Payload {
  readonly #maxChars: number;
  readonly #free: number;
  readonly #weigh: (value: Json) => number;
  readonly #tooLong: () => StateError;
  #unweighed: Json[] = [];
  #sum = 0;
  #largest = 0;

  constructor(maxChars: number, free: number, weigh: (value: Json) => number, tooLong: () => StateError) {
    this.#maxChars = maxChars;
    this.#free = free;
    this.#weigh = weigh;
    this.#tooLong = tooLong;
  }

  /** One more value, which is returned. */
  add(value: Json): Json {
    if (typeof value !== 'object' || value === null) this.#count(value);
    else if (this.#unweighed.length < this.#free) this.#unweighed.push(value);
    else {
      for (const earlier of this.#unweighed.splice(0)) this.#count(earlier);
      this.#count(value);
    }
    return value;
  }

  /** Of all that was weighed. */
  get weight(): number {
    return this.#sum;
  }

  #count(value: Json): void {
    const weight = this.#weigh(value);
    this.#largest = Math.max(this.#largest, weight);
    this.#sum += weight;
    if (this.#sum - this.#largest > this.#maxChars) throw this.#tooLong();
  }
}
