// What a run costs in transitions: the emitted form beside one Parallel a level, both written by the same compiler and run on the engine, and beside the
// barest machine of levels, with no state but a Task a step and a Parallel a level.
import { leaves, type Pipeline, type SpTree } from '@millrace/core';
import { prices } from '@millrace/facts';
import { report, type Result } from '../report.ts';
import { equal, levels, pipelineGraph, quantile, SEED } from './graphs.ts';
import { compiledTree, machineOf, pipelineOf, play } from './machines.ts';

const SIZES = [5, 12, 20, 50, 100] as const;
const GRAPHS = 40;

interface Counts {
  readonly ours: number;
  readonly levels: number;
  readonly bare: number;
}

/** A Task a step and a Parallel for every level of several steps. */
const barest = (tree: SpTree): number => leaves(tree).length + ('series' in tree ? tree.series : [tree]).filter((part) => 'parallel' in part).length;

async function count(seed: number, size: number, policy: Pipeline['failurePolicy']): Promise<Counts> {
  const graph = pipelineGraph(seed, size);
  const pipeline = pipelineOf(graph, policy);
  const lengths = equal(graph.names);
  const [ours, level] = [compiledTree(pipeline), levels(graph)];
  return {
    ours: (await play(machineOf(pipeline, ours), lengths)).transitions,
    levels: (await play(machineOf(pipeline, level), lengths)).transitions,
    bare: barest(level),
  };
}

const perThousand = prices.sfnThousandTransitions.value;
const price = (transitions: number): string => `${((transitions * perThousand) / 1000).toFixed(4)} USD`;

async function measure(policy: Pipeline['failurePolicy']): Promise<Result> {
  const lines: string[] = [];
  let atMost = true;
  for (const size of SIZES) {
    const counts: Counts[] = [];
    for (let at = 0; at < GRAPHS; at += 1) counts.push(await count(SEED + at, size, policy));
    const of = (form: keyof Counts): number => quantile(counts.map((one) => one[form]), 0.5);
    atMost &&= of('ours') <= of('levels');
    lines.push(`${size} steps ${of('ours')} (${price(of('ours'))}) beside ${of('levels')} (${price(of('levels'))}), barest ${of('bare')} (${price(of('bare'))})`);
  }
  return {
    figure: `transitions of a run in which all succeeds, failurePolicy '${policy}', median of ${GRAPHS} random graphs a size, beside one Parallel a level with the same states a step: ${lines.join('; ')}; ${perThousand} USD per 1,000`,
    holds: atMost,
  };
}

report([await measure('continue'), await measure('stop')]);
