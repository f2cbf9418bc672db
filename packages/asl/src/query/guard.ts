import type { Budget } from './regex/match.ts';

export interface QueryLimits {
  /** Milliseconds of the machine's clock that one expression may run: for what the counts below do not see. */
  readonly expressionMs: number;
  /** How deep evaluation may nest. */
  readonly expressionDepth: number;
  /** Longest sequence that an expression may build. */
  readonly sequenceItems: number;
  /** Parts of an expression that are evaluated, over all its loops. */
  readonly expressionSteps?: number;
  /** Characters of JSON that a value inside an expression may have, shared parts counted each time. */
  readonly valueChars?: number;
  /** Places of texts that the regular expressions of an expression look at. */
  readonly regexSteps?: number;
}

/** New items that take about as long as one step. */
const itemsPerStep = 16;

/** An expression does more than an expression may. */
export class LimitReached extends Error {}

/**
 * Counts what one expression does. The functions of JSONata run to their end once they have begun, so what they are given has to be small:
 * every value is weighed as it is made, before anything walks through it.
 */
export class Guard {
  readonly #maxSteps: number;
  readonly #maxChars: number;
  readonly #maxRegex: number;
  /** Weights of values that have been walked. Those of an execution never change, so they hold for later expressions. */
  readonly #weights = new WeakMap<object, number>();
  #steps = 0;
  readonly regex: Budget = { left: 0 };

  constructor(limits: QueryLimits) {
    this.#maxSteps = limits.expressionSteps ?? Infinity;
    this.#maxChars = limits.valueChars ?? Infinity;
    this.#maxRegex = limits.regexSteps ?? Infinity;
  }

  begin(): void {
    this.#steps = 0;
    this.regex.left = this.#maxRegex;
  }

  /** After each part of the expression has been evaluated. */
  check(result: unknown): void {
    this.#steps += 1;
    if (this.#steps > this.#maxSteps) throw new LimitReached(`it takes more than ${this.#maxSteps} steps`);
    if (typeof result === 'string') this.text(result.length);
    else if (typeof result === 'object' && result !== null && !isFunction(result)) this.text(this.#weigh(result));
  }

  text(chars: number): void {
    if (chars > this.#maxChars) throw new LimitReached(`it makes a value of more than ${this.#maxChars} characters`);
  }

  /** About the length of the value's JSON. Stops counting a little above the limit. */
  #weigh(value: object): number {
    const known = this.#weights.get(value);
    if (known !== undefined) return known;
    let sum = 2;
    let items = 0;
    for (const item of Array.isArray(value) ? (value as readonly unknown[]) : Object.values(value)) { // Array.isArray gives any[]
      sum += this.#weightOf(item);
      items += 1;
      if (sum > this.#maxChars) break;
    }
    // Making a long list is one part of an expression, and takes as long as many.
    this.#steps += Math.trunc(items / itemsPerStep);
    this.#weights.set(value, sum);
    return sum;
  }
  #weightOf(item: unknown): number {
    if (typeof item === 'string') return item.length + 3;
    return typeof item === 'object' && item !== null && !isFunction(item) ? this.#weigh(item) + 1 : 2;
  }
}

export function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp;
}
