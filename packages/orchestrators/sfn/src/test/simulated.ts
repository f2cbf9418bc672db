import { run, type Ended, type Json, type TaskAnswer, type TaskCall } from '@millrace/asl';
import type { Outcome, Pipeline, Site } from '@millrace/core';
import { decomposition, definitionOf } from '../compile/compile.ts';
import { site as somewhere } from './pipelines.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 31, 2);

/** What a job run does, by step and try. Minutes. */
export type Play = (step: string, attempt: number) =>
  | { readonly state: 'SUCCEEDED' | 'FAILED' | 'TIMEOUT' | 'STOPPED'; readonly minutes: number }
  | { readonly refused: string };

export interface Played extends Ended {
  /** Minute at which each job was started, per try. */
  readonly starts: Readonly<Record<string, readonly number[]>>;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** The arguments of the last start of each step. */
  readonly args: Readonly<Record<string, Json>>;
}

/** Runs what was compiled on a virtual clock, with job runs that behave as told. Every other call is answered by `calls`. */
export async function play(
  pipeline: Pipeline,
  script: Play,
  options: { readonly input?: Json; readonly name?: string; readonly site?: Site; readonly stoppedSucceeds?: boolean; readonly calls?: (call: TaskCall) => TaskAnswer | null } = {},
): Promise<Played> {
  const { tree } = decomposition(pipeline.steps);
  const definition = definitionOf(pipeline, options.site ?? somewhere, tree, new Map());
  const starts: Record<string, number[]> = {};
  const args: Record<string, Json> = {};
  const tasks = (call: TaskCall): TaskAnswer | null => {
    if (call.resource !== 'arn:aws:states:::glue:startJobRun.sync') return options.calls?.(call) ?? { error: 'Test.NoAnswer', cause: call.resource };
    (starts[call.state] ??= []).push((call.now - START) / MINUTE);
    args[call.state] = argumentsOf(call.arguments);
    const played = script(call.state, call.attempt);
    if ('refused' in played) return { error: played.refused, cause: 'the service says no' };
    const { state, minutes } = played;
    const jobRun = { JobName: call.state, JobRunState: state };
    const good = state === 'SUCCEEDED' || (state === 'STOPPED' && options.stoppedSucceeds === true);
    return good ? { output: jobRun, ms: minutes * MINUTE } : { error: 'States.TaskFailed', cause: JSON.stringify(jobRun), ms: minutes * MINUTE };
  };
  const context = { Execution: { Name: options.name ?? nameOf(options.input), StartTime: new Date(START).toISOString() } };
  const result = await run(definition, options.input ?? {}, { tasks, context, now: START });
  // The output of a run is the state data: step to outcome.
  return { ...result, starts, args, outcomes: (result.output ?? {}) as Record<string, Outcome> };
}

/** As a runner names the execution of a continuation. */
function nameOf(input: Json | undefined): string {
  // Of an object any member may be asked for.
  const { run = {}, continuation } = (input ?? {}) as { readonly run?: { readonly id?: string }; readonly continuation?: number };
  return `${run.id ?? '20260131t020000-abcdef'}-${continuation ?? 1}`;
}

function argumentsOf(json: Json): Json {
  // startJobRun's input is an object; Arguments are in it under that name.
  return (json as { readonly Arguments: Json }).Arguments;
}
