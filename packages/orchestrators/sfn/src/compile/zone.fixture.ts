import { run, type Json, type TaskCall } from '@millrace/asl';
import type { Pipeline } from '@millrace/core';
import { site } from '../test/pipelines.ts';
import { decomposition, definitionOf } from './compile.ts';

/** The day that the first job of an execution is told which starts at `at`. */
export async function evaluate(pipeline: Pipeline, at: number, input: Json): Promise<string> {
  const definition = definitionOf(pipeline, site, decomposition(pipeline.steps).tree, new Map());
  let day = '';
  const tasks = ({ arguments: given }: TaskCall) => {
    // The arguments of a job's start.
    day = (given as { readonly Arguments: { readonly '--DAY': string } }).Arguments['--DAY'];
    return { output: { JobRunState: 'SUCCEEDED' } };
  };
  const { error, cause } = await run(definition, input, { tasks, context: { Execution: { Name: 'x', StartTime: new Date(at).toISOString() } }, now: at });
  if (error !== null) throw new Error(`${error}: ${String(cause)}`);
  return day;
}
