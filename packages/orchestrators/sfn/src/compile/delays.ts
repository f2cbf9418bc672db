import { leaves, type Delay, type SpTree, type Step } from '@millrace/core';
import { placesBefore, type Bits } from './structure.ts';

/** More pairs than anyone reads, or a definition could hold. */
const MOST = 20_000;

/** With one dependency `any` says the same as `all`. */
export const isAny = (step: Step): boolean => step.join === 'any' && step.after.length > 1;

/**
 * The order that the emitted structure adds: which steps must also have ended, and why, before a step is looked at.
 *
 * A step of a series comes after all that stands before it. Of that order the dependencies imply a part. A dependency that holds
 * has run or was kept, and then its own dependencies have ended; it does not imply what it was itself delayed by, since a kept
 * step has ended from the start. A delay implies nothing further: a skip ends a step early.
 *
 * In a graph of hundreds of steps those pairs can be too many. Then the list holds what a first run needs: a dependency that has run
 * implies all that stood before it.
 */
export function addedDelays(steps: readonly Step[], tree: SpTree): Delay[] {
  const order = leaves(tree);
  const byName = new Map(steps.map((step) => [step.name, step]));
  const sorted = order.flatMap((name) => byName.get(name) ?? []);
  const before = placesBefore(tree, order);
  const position = new Map(order.map((name, at) => [name, at]));
  const lasting = missing(sorted, before, impliedBy(sorted, position, (_, implied) => implied));
  const places = lasting.count <= MOST ? lasting.places : missing(sorted, before, impliedBy(sorted, position, (at) => before[at] ?? [])).places;
  return sorted.flatMap((step, at) => placesIn(places[at] ?? []).map((place): Delay => {
    const until = order[place] ?? '';
    return { step: step.name, until, because: reason(step, until) };
  }));
}

/**
 * For each step what must have ended when it starts, by its dependencies: under `all` whatever any of them implies, under `any`
 * what all of them imply. `beyond` says what a dependency implies besides itself.
 */
function impliedBy(steps: readonly Step[], position: ReadonlyMap<string, number>, beyond: (at: number, implied: Bits) => Bits): Bits[] {
  const found: Bits[] = [];
  for (const step of steps) {
    const sets = step.after.flatMap((dependency) => {
      const at = position.get(dependency.step);
      return at === undefined ? [] : [withBit(beyond(at, found[at] ?? []), at)];
    });
    found.push(isAny(step) ? common(sets) : together(sets));
  }
  return found;
}

function withBit(bits: Bits, at: number): Bits {
  const copy = [...bits];
  while (copy.length <= at >> 5) copy.push(0);
  copy[at >> 5] = (copy[at >> 5] ?? 0) | (1 << (at & 31));
  return copy;
}

function together(sets: readonly Bits[]): Bits {
  const [first = [], ...rest] = sets;
  const all = [...first];
  for (const bits of rest) bits.forEach((word, i) => { all[i] = (all[i] ?? 0) | word; });
  return all;
}

function common(sets: readonly Bits[]): Bits {
  const [first = [], ...rest] = sets;
  return first.map((word, i) => rest.reduce((left, bits) => left & (bits[i] ?? 0), word));
}

function missing(steps: readonly Step[], before: readonly Bits[], implied: readonly Bits[]): { readonly count: number; readonly places: readonly Bits[] } {
  let count = 0;
  const places = steps.map((_, at) => (before[at] ?? []).map((word, i) => {
    const left = word & ~(implied[at]?.[i] ?? 0);
    count += ones(left);
    return left;
  }));
  return { count, places };
}

function ones(word: number): number {
  let count = 0;
  for (let left = word; left !== 0; left &= left - 1) count++;
  return count;
}

function placesIn(bits: Bits): number[] {
  const found: number[] = [];
  bits.forEach((word, i) => {
    for (let left = word; left !== 0; left &= left - 1) found.push(i * 32 + 31 - Math.clz32(left & -left));
  });
  return found;
}

function reason(step: Step, until: string): string {
  if (isAny(step) && step.after.some((dependency) => dependency.step === until)) {
    return "Step Functions looks at a step with join 'any' when its last dependency has ended.";
  }
  return 'Branches of a state machine cannot signal each other, so this part starts when all before it has ended.';
}
