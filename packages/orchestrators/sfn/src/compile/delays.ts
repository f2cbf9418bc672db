import { leaves, type Delay, type SpTree, type Step } from '@millrace/core';

/**
 * The order that the emitted structure adds: which steps must also have ended, and why, before a step is looked at.
 *
 * A step of a series comes after all that stands before it. Of that order the dependencies imply a part: with join `all`, a
 * dependency that holds has run or was kept, and then the same is true of its own dependencies. A delay implies nothing
 * further, since a skip ends a step early and a kept step has ended from the start. With join `any` nothing is implied.
 */
export function addedDelays(steps: readonly Step[], tree: SpTree): Delay[] {
  const order = leaves(tree);
  const position = new Map(order.map((name, at) => [name, at]));
  const byName = new Map(steps.map((step) => [step.name, step]));
  const before = structure(tree, position);
  const width = Math.ceil(order.length / 32);
  const implied = new Map<string, Uint32Array>();
  const delays: Delay[] = [];
  for (const name of order) {
    const step = byName.get(name);
    if (step === undefined) continue;
    const known = impliedBy(step, implied, position, width);
    implied.set(name, known);
    for (const at of missing(before.get(name) ?? [], known)) {
      const until = order[at];
      if (until !== undefined) delays.push({ step: name, until, because: reason(step, until) });
    }
  }
  return delays;
}

type Interval = readonly [from: number, to: number];

/** For each step, the stretches of leaves that stand before it in some series. */
function structure(tree: SpTree, position: ReadonlyMap<string, number>): Map<string, readonly Interval[]> {
  const found = new Map<string, readonly Interval[]>();
  let next = 0;
  const walk = (node: SpTree, outer: readonly Interval[]): void => {
    if ('step' in node) {
      found.set(node.step, outer);
      next = (position.get(node.step) ?? next) + 1;
    } else if ('parallel' in node) {
      for (const branch of node.parallel) walk(branch, outer);
    } else {
      const start = next;
      for (const part of node.series) walk(part, next > start ? [...outer, [start, next]] : outer);
    }
  };
  walk(tree, []);
  return found;
}

function impliedBy(step: Step, implied: ReadonlyMap<string, Uint32Array>, position: ReadonlyMap<string, number>, width: number): Uint32Array {
  const bits = new Uint32Array(width);
  if (isAny(step)) return bits;
  for (const { step: dependency } of step.after) {
    implied.get(dependency)?.forEach((word, i) => { bits[i] = (bits[i] ?? 0) | word; });
    const at = position.get(dependency);
    if (at !== undefined) bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
  }
  return bits;
}

/** With one dependency `any` says the same as `all`. */
export const isAny = (step: Step): boolean => step.join === 'any' && step.after.length > 1;

function* missing(intervals: readonly Interval[], known: Uint32Array): Generator<number> {
  for (const [from, to] of intervals) {
    for (let at = from; at < to; at++) {
      const word = known[at >> 5] ?? 0;
      if (word === 0xffffffff) at |= 31;
      else if ((word & (1 << (at & 31))) === 0) yield at;
    }
  }
}

function reason(step: Step, until: string): string {
  if (isAny(step) && step.after.some((dependency) => dependency.step === until)) {
    return "Step Functions looks at a step with join 'any' when its last dependency has ended.";
  }
  return 'Branches of a state machine cannot signal each other, so this part starts when all before it has ended.';
}
