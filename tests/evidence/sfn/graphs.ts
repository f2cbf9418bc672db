// Random graphs of pipelines, how long their steps take, and what runs of them take in each form. Everything follows from seeds.
import { ancestors, leaves, type Edge, type SpTree } from '@millrace/core';
import { drawFrom, seedOf, type Draw } from '@millrace/testkit';

export interface StepGraph {
  /** Each step stands after all that it waits for. */
  readonly names: readonly string[];
  readonly edges: readonly Edge[];
}
/** Milliseconds by step, whole ones so that sums are exact. */
export type Lengths = ReadonlyMap<string, number>;

export const SEED = 20_260_101;
const MINUTE = 60_000;

/**
 * Steps as pipelines have them: one in five waits for none, the others for one to three of the latest ones, of which there are three to
 * fifteen: few in narrow graphs, many in wide ones.
 */
export function pipelineGraph(seed: number, size: number): StepGraph {
  const draw = drawFrom(seedOf(seed, 'pipeline', size));
  const latest = draw.int(3, 15);
  const names = Array.from({ length: size }, (_, at) => `s${at}`);
  const edges = names.flatMap((name, at): Edge[] =>
    at === 0 || draw.chance(0.2) ? [] : draw.some(names.slice(Math.max(0, at - latest), at), draw.int(1, 3)).map((before) => [before, name]));
  return { names, edges };
}

/** Nested forks and joins: steps are split at random, in a row and side by side by turns. */
export function nestedGraph(seed: number, size: number): StepGraph {
  const draw = drawFrom(seedOf(seed, 'nested', size));
  const names: string[] = [];
  const edges: Edge[] = [];
  const grow = (count: number, inRow: boolean): { readonly firsts: readonly string[]; readonly lasts: readonly string[] } => {
    if (count === 1) {
      const name = `s${names.push('') - 1}`;
      names[names.length - 1] = name;
      return { firsts: [name], lasts: [name] };
    }
    const parts = shares(draw, count).map((share) => grow(share, !inRow));
    if (!inRow) return { firsts: parts.flatMap(({ firsts }) => firsts), lasts: parts.flatMap(({ lasts }) => lasts) };
    parts.slice(1).forEach(({ firsts }, at) => {
      for (const before of parts[at]?.lasts ?? []) for (const after of firsts) edges.push([before, after]);
    });
    return { firsts: parts[0]?.firsts ?? [], lasts: parts.at(-1)?.lasts ?? [] };
  };
  grow(size, draw.chance(0.5));
  return { names, edges };
}

/** `count` in two to four parts of at least one. */
function shares(draw: Draw, count: number): number[] {
  const ends = draw.some(Array.from({ length: count - 1 }, (_, at) => at + 1), draw.int(1, 3)).sort((a, b) => a - b);
  return [...ends, count].map((end, at) => end - (ends[at - 1] ?? 0));
}

/** Log-normal minutes, ten in the middle. Two steps in three lie within a factor of e to the sigma. */
export function logNormal(seed: number, names: readonly string[], sigma: number): Lengths {
  const draw = drawFrom(seedOf(seed, 'lengths', names.length));
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw.real())) * Math.cos(2 * Math.PI * draw.real());
  return new Map(names.map((name) => [name, Math.round(10 * MINUTE * Math.exp(sigma * normal()))]));
}

export const equal = (names: readonly string[]): Lengths => new Map(names.map((name) => [name, 10 * MINUTE]));

/** Exponential minutes, ten in the mean. */
export function exponential(seed: number, names: readonly string[]): Lengths {
  const draw = drawFrom(seedOf(seed, 'exponential', names.length));
  return new Map(names.map((name) => [name, Math.round(-10 * MINUTE * Math.log(1 - draw.real()))]));
}

/** Milliseconds of a run in which each step starts as soon as those before it have ended. */
export function soonest({ names, edges }: StepGraph, lengths: Lengths): number {
  const before = Map.groupBy(edges, ([, after]) => after);
  const ends = new Map<string, number>();
  for (const name of names) ends.set(name, Math.max(0, ...(before.get(name) ?? []).map(([step]) => ends.get(step) ?? 0)) + (lengths.get(name) ?? 0));
  return Math.max(...ends.values());
}

/** The form that others emit: all steps of one dependency level side by side, then those of the next. */
export function levels({ names, edges }: StepGraph): SpTree {
  const before = Map.groupBy(edges, ([, after]) => after);
  const level = new Map<string, number>();
  for (const name of names) level.set(name, Math.max(0, ...(before.get(name) ?? []).map(([step]) => (level.get(step) ?? 0) + 1)));
  const rows = Map.groupBy(names, (name) => level.get(name) ?? 0);
  return { series: [...rows].sort(([a], [b]) => a - b).map(([, row]) => (row.length === 1 ? { step: row[0] ?? '' } : { parallel: row.map((step) => ({ step })) })) };
}

/** Milliseconds of a run of the form. */
export function makespan(tree: SpTree, lengths: Lengths): number {
  if ('step' in tree) return lengths.get(tree.step) ?? 0;
  if ('series' in tree) return tree.series.reduce((end, part) => end + makespan(part, lengths), 0);
  return Math.max(...tree.parallel.map((part) => makespan(part, lengths)));
}

/** How many pairs of steps the form runs one after the other although no dependency asks for it. */
export function addedOrder({ names, edges }: StepGraph, tree: SpTree): number {
  const before = Map.groupBy(edges, ([, after]) => after);
  const asked = ancestors(names.map((name) => ({ name, after: (before.get(name) ?? []).map(([step]) => ({ step })) })));
  return ordered(tree) - [...asked.values()].reduce((sum, { size }) => sum + size, 0);
}

function ordered(tree: SpTree): number {
  if ('step' in tree) return 0;
  if ('parallel' in tree) return tree.parallel.reduce((sum, part) => sum + ordered(part), 0);
  let [sum, earlier] = [0, 0];
  for (const part of tree.series) {
    const { length } = leaves(part);
    sum += ordered(part) + earlier * length;
    earlier += length;
  }
  return sum;
}

/** The value below which `share` of the numbers lie. */
export const quantile = (numbers: readonly number[], share: number): number => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? Number.NaN;
