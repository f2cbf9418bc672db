import fc from 'fast-check';
import type { Edge } from './graph.ts';

export interface RandomGraph {
  readonly names: readonly string[];
  readonly edges: readonly Edge[];
}

/** Acyclic graphs whose declaration order need not be topological. */
export const dags: fc.Arbitrary<RandomGraph> = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    rank: fc.shuffledSubarray(Array.from({ length: size }, (_, v) => v), { minLength: size }),
    pairs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 3 * size }),
  }).map(({ rank, pairs }) => ({
    names: rank.map((_, v) => `s${v}`),
    edges: pairs.flatMap(([u, v]): Edge[] => {
      const [a, b] = [rank[u] ?? 0, rank[v] ?? 0];
      return a === b ? [] : [a < b ? [`s${u}`, `s${v}`] : [`s${v}`, `s${u}`]];
    }),
  })),
);

/** Longer graphs, as pipelines have them: each step waits for none to three of the latest few. */
export const pipelines: fc.Arbitrary<RandomGraph> = fc.tuple(fc.integer({ min: 3, max: 10 }), fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 20, maxLength: 40 })).map(([latest, backs]) => ({
  names: backs.map((_, v) => `s${v}`),
  edges: backs.flatMap((some, v) => some.flatMap((back): Edge[] => (v > back % latest ? [[`s${v - 1 - (back % latest)}`, `s${v}`]] : []))),
}));

/** Graphs that are nested forks and joins by construction; edges from every last to every first step, shuffled. */
export const seriesParallel: fc.Arbitrary<RandomGraph> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant<Shape>('step'),
    fc.record({ series: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ parallel: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }) }),
  ),
})).shape.chain((shape) => fc.gen().map((gen) => {
  const names: string[] = [];
  const edges: Edge[] = [];
  grow(shape, names, edges);
  const shuffled = gen(fc.shuffledSubarray, names, { minLength: names.length });
  return { names: shuffled, edges };
}));

type Shape = 'step' | { readonly series: readonly Shape[] } | { readonly parallel: readonly Shape[] };

function grow(shape: Shape, names: string[], edges: Edge[]): { firsts: string[]; lasts: string[] } {
  if (shape === 'step') {
    const name = `s${names.length}`;
    names.push(name);
    return { firsts: [name], lasts: [name] };
  }
  const parts = ('series' in shape ? shape.series : shape.parallel).map((part) => grow(part, names, edges));
  if ('parallel' in shape) return { firsts: parts.flatMap((part) => part.firsts), lasts: parts.flatMap((part) => part.lasts) };
  parts.slice(1).forEach((part, index) => {
    for (const u of parts[index]?.lasts ?? []) for (const v of part.firsts) edges.push([u, v]);
  });
  return { firsts: parts[0]?.firsts ?? [], lasts: parts.at(-1)?.lasts ?? [] };
}

/** The steps that the algebra takes. */
export const nodesOf = ({ names, edges }: RandomGraph) => names.map((name) => ({ name, after: edges.filter(([, to]) => to === name).map(([step]) => ({ step })) }));

/** All pairs (before, after) that the edges imply, the slow and sure way. */
export function implied(edges: readonly Edge[]): Set<string> {
  const pairs = new Set(edges.map(([u, v]) => `${u} ${v}`));
  for (let size = -1; size !== pairs.size;) {
    size = pairs.size;
    for (const pair of [...pairs]) for (const [u, v] of edges) if (pair.endsWith(` ${u}`)) pairs.add(`${pair.split(' ')[0]} ${v}`);
  }
  return pairs;
}
