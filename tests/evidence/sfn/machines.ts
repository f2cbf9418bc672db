// State machines of graphs, and runs of them on the engine of the States Language.
import { run, type Json } from '@millrace/asl';
import type { Pipeline, SpTree } from '@millrace/core';
import { plainPipeline } from '@millrace/testkit';
import { decomposition, definitionOf } from '../../../packages/orchestrators/sfn/src/compile/compile.ts';
import { site } from '../../equivalence/site.ts';
import type { Lengths, StepGraph } from './graphs.ts';

/** Longer than any step that is drawn. */
const TIMEOUT_SECONDS = 5 * 24 * 3600;

/** A pipeline of Glue jobs in the order of the graph. */
export function pipelineOf({ names, edges }: StepGraph, failurePolicy: Pipeline['failurePolicy'] = 'continue'): Pipeline {
  const before = Map.groupBy(edges, ([, after]) => after);
  const steps = names.map((name) => [name, { after: (before.get(name) ?? []).map(([step]) => step), timeoutSeconds: TIMEOUT_SECONDS }] as const);
  return plainPipeline('measured', Object.fromEntries(steps), { failurePolicy });
}

export const compiledTree = (pipeline: Pipeline): SpTree => decomposition(pipeline.steps).tree;

/** The definition in the given form, written by the same compiler. */
export const machineOf = (pipeline: Pipeline, tree: SpTree): unknown => definitionOf(pipeline, site, tree, new Map());

export interface Played {
  readonly ms: number;
  /** States entered, which is what Step Functions bills: nothing is tried again in these runs. */
  readonly transitions: number;
}

/** A run in which every job succeeds after its time. Throws when the run or a step goes another way. */
export async function play(definition: unknown, lengths: Lengths): Promise<Played> {
  const started = new Set<string>();
  const ended = await run(definition, {}, {
    tasks: {
      'glue:startJobRun.sync': (call) => {
        const step = stepOf(call.arguments);
        if (started.has(step)) throw new Error(`${step} started twice`);
        started.add(step);
        return { output: { JobRunState: 'SUCCEEDED' }, ms: lengths.get(step) ?? 0 };
      },
    },
  });
  if (ended.status !== 'SUCCEEDED' || started.size !== lengths.size) throw new Error(`the run ended ${ended.status} after ${started.size} of ${lengths.size} steps: ${ended.cause ?? ''}`);
  return { ms: ended.endedAt - ended.startedAt, transitions: ended.events.filter(({ type }) => type.endsWith('StateEntered')).length };
}

function stepOf(json: Json): string {
  // The compiler gives every job run its step's name among the arguments; anything else fails the look-up of the lengths.
  return (json as { readonly Arguments: { readonly '--MILLRACE_STEP': string } }).Arguments['--MILLRACE_STEP'];
}
