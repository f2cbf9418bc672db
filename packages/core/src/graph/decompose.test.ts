import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decompose, leaves, type Decomposition, type SpTree } from './decompose.ts';
import type { Edge } from './graph.ts';
import { dags, implied, pipelines, seriesParallel, type RandomGraph } from './random-graph.fixture.ts';

/** A tree in a line: `a (b | c d) e`. */
function print(tree: SpTree): string {
  if ('step' in tree) return tree.step;
  return 'series' in tree ? tree.series.map(print).join(' ') : `(${tree.parallel.map(print).join(' | ')})`;
}

function precedences(tree: SpTree): string[] {
  if ('step' in tree) return [];
  const children = 'series' in tree ? tree.series : tree.parallel;
  const inner = children.flatMap(precedences);
  if ('parallel' in tree) return inner;
  return [...inner, ...children.flatMap((child, at) => leaves(child).flatMap((u) => children.slice(at + 1).flatMap((later) => leaves(later).map((v) => `${u} ${v}`))))];
}

/** When the last step ends if every step starts as soon as the tree lets it. */
function makespan(tree: SpTree, length: (step: string) => number): number {
  if ('step' in tree) return length(tree.step);
  return 'series' in tree ? tree.series.reduce((end, child) => end + makespan(child, length), 0) : Math.max(...tree.parallel.map((child) => makespan(child, length)));
}

/** When each step starts if all take one unit. */
function starts(tree: SpTree, from = 0): Map<string, number> {
  if ('step' in tree) return new Map([[tree.step, from]]);
  if ('parallel' in tree) return new Map(tree.parallel.flatMap((child) => [...starts(child, from)]));
  let at = from;
  return new Map(tree.series.flatMap((child) => {
    const found = [...starts(child, at)];
    at += makespan(child, () => 1);
    return found;
  }));
}

/** The end of each step if it starts as soon as those before it have ended. */
function ends({ names, edges }: RandomGraph, length: (step: string) => number): Map<string, number> {
  const found = new Map(names.map((name) => [name, length(name)]));
  for (const _ of names) for (const [u, v] of edges) found.set(v, Math.max(found.get(v) ?? 0, (found.get(u) ?? 0) + length(v)));
  return found;
}

const soonest = (graph: RandomGraph, length: (step: string) => number): number => Math.max(...ends(graph, length).values());

/** All steps of one level at once, then those of the next. */
function levels(graph: RandomGraph): SpTree {
  const level = ends(graph, () => 1);
  const depth = Math.max(...level.values());
  return { series: Array.from({ length: depth }, (_, at) => ({ parallel: graph.names.filter((name) => level.get(name) === at + 1).map((step) => ({ step })) })) };
}

const shape = (edges: readonly Edge[], nodes = [...new Set(edges.flat())].sort()): { tree: string; added: Decomposition['added'] } => {
  const { tree, added } = decompose(nodes, edges);
  return { tree: print(tree), added };
};

test('a chain is a chain', () => {
  expect(shape([['a', 'b'], ['b', 'c']])).toEqual({ tree: 'a b c', added: [] });
});

test('a fork and join is a parallel between two steps, and an edge that a longer way implies changes nothing', () => {
  expect(shape([['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd'], ['a', 'd']])).toEqual({ tree: 'a (b | c) d', added: [] });
});

test('two layers that are fully joined need no step in between', () => {
  expect(shape([['a', 'c'], ['a', 'd'], ['b', 'c'], ['b', 'd']])).toEqual({ tree: '(a | b) (c | d)', added: [] });
});

test('steps that nothing joins run in parallel, in the order of declaration', () => {
  expect(shape([['c', 'd']], ['b', 'd', 'c', 'a'])).toEqual({ tree: '(b | c d | a)', added: [] });
});

test('an N is the least graph that needs order added: one pair', () => {
  expect(shape([['a', 'c'], ['b', 'c'], ['b', 'd']])).toEqual({ tree: '(a | b) (c | d)', added: [{ before: 'a', after: 'd' }] });
});

test('order is added only where it must be: a chain beside an N stays free', () => {
  const { tree, added } = shape([['a', 'c'], ['b', 'c'], ['b', 'd'], ['x', 'y'], ['y', 'z']]);
  expect(tree).toBe('((a | b) (c | d) | x y z)');
  expect(added).toHaveLength(1);
});

test('one step and none', () => {
  expect(decompose(['a'], [])).toEqual({ tree: { step: 'a' }, added: [] });
  expect(decompose([], [])).toEqual({ tree: { series: [] }, added: [] });
});

test('the tree contains each step once', () => {
  fc.assert(fc.property(dags, ({ names, edges }) => {
    expect(leaves(decompose(names, edges).tree).sort()).toEqual([...names].sort());
  }));
});

test('its order is exactly what the edges and the added pairs imply', () => {
  fc.assert(fc.property(dags, ({ names, edges }) => {
    const { tree, added } = decompose(names, edges);
    const wanted = implied([...edges, ...added.map(({ before, after }): Edge => [before, after])]);
    expect(new Set(precedences(tree))).toEqual(wanted);
  }));
});

test('nothing is added to a graph of nested forks and joins', () => {
  fc.assert(fc.property(seriesParallel, ({ names, edges }) => {
    const { tree, added } = decompose(names, edges);
    expect(added).toEqual([]);
    expect(new Set(precedences(tree))).toEqual(implied(edges));
  }));
});

test('nothing is added that the edges imply, and no pair twice', () => {
  fc.assert(fc.property(dags, ({ names, edges }) => {
    const known = implied(edges);
    const pairs = decompose(names, edges).added.map(({ before, after }) => `${before} ${after}`);
    expect(pairs.filter((pair) => known.has(pair))).toEqual([]);
    expect(new Set(pairs).size).toBe(pairs.length);
  }));
});

test('of the added pairs none can be left out', () => {
  fc.assert(fc.property(dags, ({ names, edges }) => {
    const { added } = decompose(names, edges);
    const pairs = added.map(({ before, after }): Edge => [before, after]);
    for (const [at, [before, after]] of pairs.entries()) expect(implied([...edges, ...pairs.toSpliced(at, 1)])).not.toContain(`${before} ${after}`);
  }));
});

test('when all steps are equally long, no run takes longer than its longest chain', () => {
  fc.assert(fc.property(fc.oneof(dags, pipelines), ({ names, edges }) => {
    expect(makespan(decompose(names, edges).tree, () => 1)).toBe(soonest({ names, edges }, () => 1));
  }));
});

test('a barrier stands where runs wait least: `c` need not wait for `y` when only `d` could', () => {
  const edges: Edge[] = [['a', 'b'], ['b', 'c'], ['c', 'd'], ['x', 'd'], ['x', 'y']];
  expect(shape(edges)).toEqual({ tree: '(a b c | x y) d', added: [{ before: 'y', after: 'd' }] });
});

test('when some steps are far longer than others, runs lose less than a sixth of what one barrier after every level would lose', () => {
  const lengths = fc.array(fc.constantFrom(1, 2, 3, 20), { minLength: 40, maxLength: 40 });
  const lost = { ours: 0, levels: 0 };
  for (const [graph, drawn] of fc.sample(fc.tuple(pipelines, lengths), { seed: 7, numRuns: 100 })) {
    const length = (name: string): number => drawn[Number(name.slice(1))] ?? 0;
    const least = soonest(graph, length);
    lost.ours += makespan(decompose(graph.names, graph.edges).tree, length) - least;
    lost.levels += makespan(levels(graph), length) - least;
  }
  expect(lost.ours).toBeGreaterThan(0);
  expect(lost.ours).toBeLessThan(lost.levels / 6);
});

test('the order in which edges are given does not matter', () => {
  fc.assert(fc.property(dags, ({ names, edges }) => {
    expect(decompose(names, edges.toReversed())).toEqual(decompose(names, edges));
  }));
});

test('in a graph too big to compare barriers, each step still stands after all that it waits for, and no run of equal steps gets longer', () => {
  const names = Array.from({ length: 1000 }, (_, v) => `s${v}`);
  const edges = names.flatMap((name, v) => [1 + (v % 3), 5].flatMap((back): Edge[] => (v >= back ? [[`s${v - back}`, name]] : [])));
  const { tree, added } = decompose(names, edges);
  const start = starts(tree);
  expect(leaves(tree).sort()).toEqual([...names].sort());
  expect(edges.filter(([u, v]) => (start.get(v) ?? 0) < (start.get(u) ?? 0) + 1)).toEqual([]);
  expect(added.length).toBeGreaterThan(0);
  expect(makespan(tree, () => 1)).toBe(soonest({ names, edges }, () => 1));
});

test('forks may be nested thousands deep', () => {
  const names = Array.from({ length: 4001 }, (_, v) => `s${v}`);
  const edges = names.slice(1).map((name, v): Edge => [`s${v - (v % 2)}`, name]);
  expect(decompose(names, edges).added).toEqual([]);
  expect(leaves(decompose(names, edges).tree)).toHaveLength(4001);
});
