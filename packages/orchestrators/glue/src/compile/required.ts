import { topologicalOrder, type Step } from '@millrace/core';

/** For each step, the steps that must have succeeded for it to run. One bit for each pair of steps. */
export interface Required {
  has(step: string, other: string): boolean;
  count(step: string): number;
  /** The last of them in the order of the graph: when it has not succeeded, the step does not run. Null where nothing is required. */
  deepest(step: string): string | null;
}

const BITS = 32;

/**
 * An all-join needs what each of its dependencies needs, and those themselves that it waits for with `succeeded`; an any-join only what all of
 * its dependencies need in common.
 */
export function requiredSteps(steps: readonly Step[]): Required {
  const sorted = topologicalOrder(steps);
  const rank = new Map(sorted.map(({ name }, index) => [name, index]));
  const width = Math.ceil(sorted.length / BITS);
  const rows = new Uint32Array(width * sorted.length);
  sorted.forEach((step, index) => fill(rows, width, index, step, rank));
  const bit = (row: number, column: number): boolean => ((rows[row * width + (column >>> 5)] ?? 0) & (1 << (column & 31))) !== 0;
  const rowOf = (step: string): number => rank.get(step) ?? -1;
  return {
    has: (step, other) => rank.has(step) && rank.has(other) && bit(rowOf(step), rowOf(other)),
    count: (step) => sorted.reduce((count, _, column) => count + (bit(rowOf(step), column) ? 1 : 0), 0),
    deepest: (step) => sorted.findLast((_, column) => bit(rowOf(step), column))?.name ?? null,
  };
}

function fill(rows: Uint32Array, width: number, index: number, step: Step, rank: ReadonlyMap<string, number>): void {
  const any = step.join === 'any' && step.after.length > 1;
  step.after.forEach(({ step: name, on }, place) => {
    const from = rank.get(name) ?? 0;
    for (let word = 0; word < width; word += 1) {
      const own = on === 'succeeded' && from >>> 5 === word ? 1 << (from & 31) : 0;
      const needed = (rows[from * width + word] ?? 0) | own;
      const at = index * width + word;
      const before = rows[at] ?? 0;
      rows[at] = place === 0 ? needed : any ? before & needed : before | needed;
    }
  });
}

/**
 * The dependencies of a step that tell something: one that is waited for with `succeeded` goes when another one can end only after it has
 * succeeded. By name. Any-joins stay as they are.
 */
export function reducedDependencies(step: Step, required: Required): Step['after'] {
  const tells = ({ step: name, on }: Step['after'][number]): boolean =>
    on !== 'succeeded' || !step.after.some((other) => other.step !== name && required.has(other.step, name));
  const kept = step.join === 'any' || step.after.length < 2 ? step.after : step.after.filter(tells);
  return [...kept].sort((a, b) => compareText(a.step, b.step));
}

/** Code unit order: the same bytes everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
