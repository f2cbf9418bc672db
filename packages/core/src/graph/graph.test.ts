import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cycles } from './cycles.ts';
import { graphOf, topologicalOrder } from './graph.ts';
import { ancestors, transitiveReduction } from './reachability.ts';
import { dags, implied, nodesOf } from './random-graph.fixture.ts';

const node = (name: string, ...after: string[]) => ({ name, after: after.map((step) => ({ step })) });
const names = (nodes: readonly { readonly name: string }[]): string[] => nodes.map(({ name }) => name);

test('the order keeps the declaration where the edges allow', () => {
  expect(names(topologicalOrder([node('load', 'clean'), node('z'), node('clean'), node('a')]))).toEqual(['z', 'clean', 'load', 'a']);
});

test('each step comes after all that it waits for', () => {
  fc.assert(fc.property(dags, (graph) => {
    const place = new Map(names(topologicalOrder(nodesOf(graph))).map((name, at) => [name, at]));
    expect(place.size).toBe(graph.names.length);
    for (const [u, v] of graph.edges) expect(place.get(u)).toBeLessThan(place.get(v) ?? -1);
  }));
});

test('an order of steps that wait for each other is refused by name', () => {
  expect(() => topologicalOrder([node('a', 'b'), node('b', 'a'), node('c')])).toThrow(/a, b wait for each other/);
});

test('one named circle for each group of steps that wait for each other', () => {
  const steps = [node('in'), node('a', 'in', 'c'), node('b', 'a'), node('c', 'b', 'd'), node('d', 'c'), node('self', 'self'), node('out', 'd')];
  expect(cycles(steps)).toEqual([['a', 'b', 'c'], ['self']]);
});

test('no circle in a graph without one, and one when an edge is turned round', () => {
  fc.assert(fc.property(dags, (graph) => {
    expect(cycles(nodesOf(graph))).toEqual([]);
    const [edge] = graph.edges;
    if (edge === undefined) return;
    const turned = [...graph.edges, [edge[1], edge[0]] as const];
    const circles = cycles(nodesOf({ ...graph, edges: turned }));
    expect(circles).toHaveLength(1);
    const steps = circles.flat();
    const known = new Set(turned.map((each) => each.join(' ')));
    for (const [at, name] of steps.entries()) expect(known).toContain(`${name} ${steps[(at + 1) % steps.length]}`);
  }));
});

test('ancestors are all that comes before', () => {
  fc.assert(fc.property(dags, (graph) => {
    const pairs = [...ancestors(nodesOf(graph))].flatMap(([name, before]) => [...before].map((each) => `${each} ${name}`));
    expect(new Set(pairs)).toEqual(implied(graph.edges));
  }));
});

test('sets of ancestors answer as sets do', () => {
  const before = ancestors([node('c', 'b'), node('b', 'a'), node('a')]).get('c');
  const seen: string[] = [];
  before?.forEach((name) => seen.push(name));
  expect([before?.size, before?.has('a'), before?.has('c'), before?.has('nobody'), seen]).toEqual([2, true, false, false, ['b', 'a']]);
});

test('the reduction drops exactly the edges that a longer way implies', () => {
  fc.assert(fc.property(dags, (graph) => {
    const reduced = transitiveReduction(nodesOf(graph));
    expect(implied(reduced)).toEqual(implied(graph.edges));
    for (const edge of reduced) expect(implied(reduced.filter((each) => each !== edge)).has(edge.join(' '))).toBe(false);
  }));
});

test('names that no step has are left out of the graph', () => {
  expect(graphOf([node('a', 'ghost')]).from).toEqual([[]]);
});
