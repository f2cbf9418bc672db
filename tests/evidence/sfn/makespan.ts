// How long runs take in the emitted form, as a ratio to starting every step as soon as it may: 500 random graphs beside the form of one Parallel a
// level, 500 graphs of nested forks and joins. The compiler knows no length of a step.
import { type SpTree } from '@millrace/core';
import { report } from '../report.ts';
import { addedOrder, equal, exponential, levels, logNormal, makespan, nestedGraph, pipelineGraph, quantile, SEED, soonest, type Lengths, type StepGraph } from './graphs.ts';
import { compiledTree, machineOf, pipelineOf, play } from './machines.ts';

const SIZES = [5, 8, 12, 16, 20, 30, 40, 50, 75, 100] as const;
const GRAPHS = 50;
const DRAWS = 7;
const SIGMA = 0.9;

interface Measured {
  readonly graph: StepGraph;
  readonly ours: SpTree;
  readonly level: SpTree;
}
interface Ratios {
  readonly ours: readonly number[];
  readonly levels: readonly number[];
}

const seeds = Array.from({ length: GRAPHS }, (_, at) => SEED + at);
const measured = (graph: StepGraph): Measured => ({ graph, ours: compiledTree(pipelineOf(graph)), level: levels(graph) });
const draws = (graph: StepGraph, seed: number): Lengths[] => Array.from({ length: DRAWS }, (_, at) => logNormal(seed * 1000 + at, graph.names, SIGMA));

/** A run on the engine for the first draw: it must take what the tree says, so that the other draws need no engine. */
async function ranAsTold({ graph, ours, level }: Measured, lengths: Lengths): Promise<void> {
  for (const tree of [ours, level]) {
    const { ms } = await play(machineOf(pipelineOf(graph), tree), lengths);
    if (ms !== makespan(tree, lengths)) throw new Error(`a run of ${graph.names.length} steps took ${ms} ms, but its form takes ${makespan(tree, lengths)}`);
  }
}

function ratios(graphs: readonly (readonly [Measured, readonly Lengths[]])[]): Ratios {
  const of = (form: 'ours' | 'level'): number[] => graphs.flatMap(([one, drawn]) => drawn.map((lengths) => makespan(one[form], lengths) / soonest(one.graph, lengths)));
  return { ours: of('ours'), levels: of('level') };
}

const two = (numbers: readonly number[]): string => `${quantile(numbers, 0.5).toFixed(2)} (90 %: ${quantile(numbers, 0.9).toFixed(2)})`;
const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

// Nested forks and joins first: nothing may be added, in any draw.
let nestedRuns = 0;
const longer: string[] = [];
for (const size of SIZES) {
  for (const seed of seeds) {
    const one = measured(nestedGraph(seed, size));
    const drawn = draws(one.graph, seed);
    await ranAsTold(one, drawn[0] ?? equal(one.graph.names));
    for (const lengths of drawn) {
      nestedRuns += 1;
      if (makespan(one.ours, lengths) !== soonest(one.graph, lengths)) longer.push(`${size} steps, seed ${seed}`);
    }
  }
}

const bySize = new Map<number, readonly Measured[]>();
const logNormals = new Map<number, Ratios>();
for (const size of SIZES) {
  const graphs = seeds.map((seed) => measured(pipelineGraph(seed, size)));
  bySize.set(size, graphs);
  const drawn = graphs.map((one, at) => [one, draws(one.graph, SEED + at)] as const);
  for (const [one, [lengths]] of drawn) await ranAsTold(one, lengths ?? equal(one.graph.names));
  logNormals.set(size, ratios(drawn));
}

const table = [...logNormals].map(([size, { ours, levels: others }]) => `${size}: ${two(ours)} beside ${two(others)}`).join('; ');
const shorter = [...logNormals].every(([size, { ours, levels: others }]) => (size < 12 ? median(ours) <= median(others) : median(ours) < median(others)));
const all = [...logNormals.values()];
const ourAll = all.flatMap(({ ours }) => ours);
const levelAll = all.flatMap(({ levels: others }) => others);
const share = (count: number): string => `${((100 * count) / ourAll.length).toFixed(1)} %`;
const nested = [...bySize].map(([size, graphs]) => `${size}: ${graphs.filter(({ graph, ours }) => addedOrder(graph, ours) === 0).length}`).join(', ');
const waits = (size: number, form: 'ours' | 'level'): number => median((bySize.get(size) ?? []).map((one) => addedOrder(one.graph, one[form])));
const atFifty = logNormals.get(50)?.ours ?? [];

/** The same graphs with other lengths. */
const otherwise = (lengthsOf: (graph: StepGraph, seed: number) => Lengths): Ratios =>
  ratios([...bySize].filter(([size]) => size >= 12).flatMap(([, graphs]) => graphs.map((one, at) => [one, [lengthsOf(one.graph, SEED + at)]] as const)));
const equals = otherwise(({ names }) => equal(names));
const others = {
  'log-normal, sigma 0.4': otherwise(({ names }, seed) => logNormal(seed, names, 0.4)),
  'log-normal, sigma 1.4': otherwise(({ names }, seed) => logNormal(seed, names, 1.4)),
  exponential: otherwise(({ names }, seed) => exponential(seed, names)),
};

report([
  {
    figure: `${SIZES.length * GRAPHS} graphs of nested forks and joins, ${SIZES.join(', ')} steps, ${nestedRuns} draws of log-normal lengths (sigma ${SIGMA}): ${longer.length === 0 ? 'all take exactly as long as soonest starts' : `${longer.length} take longer: ${longer.slice(0, 5).join('; ')}`}`,
    holds: longer.length === 0,
  },
  {
    figure: `${SIZES.length * GRAPHS} random graphs, ${GRAPHS} a size, ${DRAWS} draws each, log-normal with sigma ${SIGMA}; median run over soonest starts beside one Parallel a level, by steps: ${table}. Graphs that are nested forks and joins, of ${GRAPHS}: ${nested}. Of all ${ourAll.length} draws ${share(ourAll.filter((ratio, at) => ratio < (levelAll[at] ?? 0)).length)} are shorter than with levels, ${share(ourAll.filter((ratio, at) => ratio > (levelAll[at] ?? 0)).length)} longer. One draw of each graph ran on the engine in both forms and took what is told here`,
    holds: shorter,
  },
  { figure: `50 steps: median ${median(atFifty).toFixed(3)}`, holds: median(atFifty) <= 1.1 },
  { figure: `all steps equally long, 12 steps and more: the longest run over soonest starts ${Math.max(...equals.ours).toFixed(2)} (levels: ${Math.max(...equals.levels).toFixed(2)})`, holds: Math.max(...equals.ours) === 1 },
  {
    figure: `pairs of steps in an order that no dependency asks for, median a graph beside levels: ${[12, 20, 50, 100].map((size) => `${size} steps ${waits(size, 'ours')} beside ${waits(size, 'level')}`).join(', ')}`,
    holds: [12, 20, 50, 100].every((size) => waits(size, 'ours') < waits(size, 'level')),
  },
  {
    figure: `lengths that the compiler does not have in mind, 12 steps and more, median beside levels: ${Object.entries(others).map(([name, { ours, levels: level }]) => `${name} ${two(ours)} beside ${two(level)}`).join('; ')}`,
    holds: Object.values(others).every(({ ours, levels: level }) => median(ours) < median(level)),
  },
]);
