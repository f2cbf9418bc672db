import type { Json } from '../engine-types.ts';
import type { Bounds } from '../engine/bounds.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { isArray, isObject } from '../json.ts';

/** How deep values, templates, rules and filters may nest. Our own limit: deeper ones would end the process with a stack overflow. */
export const deepest = 1000;

/** How many places one path may visit. Our own limit: a path such as `$..*..*..*` visits powers of what its input holds. */
const mostVisits = 1_000_000;

/** Counts the places that one reading visits, and with `bounds` those of all readings of a state. Throws a StateError when they are too many. */
export class Visits {
  #count = 0;
  readonly #source: string;
  readonly #bounds: Bounds | undefined;
  constructor(source: string, bounds?: Bounds) {
    this.#source = source;
    this.#bounds = bounds;
  }
  add(count: number): void {
    this.#bounds?.visit(count);
    this.#count += count;
    if (this.#count > mostVisits) {
      throw new StateError(errorNames.runtime, `The path '${this.#source}' visits more than ${mostVisits} places: select less, or use fewer '..'.`);
    }
  }
}

/** Does the value nest more than `deepest` levels? Without recursion, since the answer may be yes. */
export function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((item) => (isArray(item) ? item : isObject(item) ? Object.values(item) : [])).filter((item) => isArray(item) || isObject(item));
  }
  return false;
}

/** JSON text for a cause. A cause names the input, but never fails for it. */
export function shown(value: Json): string {
  return isTooDeep(value) ? '(deeply nested)' : JSON.stringify(value);
}
