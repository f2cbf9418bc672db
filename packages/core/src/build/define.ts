import type { ParamDeclaration } from '@millrace/params';
import type { Position, Problem } from '../problem.ts';
import { pointerOf } from '../util/pointer.ts';
import { callerOf, firstFrame } from './caller.ts';
import { note, revealed } from './note.ts';
import { plain, plainStep, type Collected } from './plain.ts';
import type { PipelineInput } from './types.ts';

// Registered for the same reason as the notes: two copies of this package must know each other's drafts.
const PIPELINE = Symbol.for('millrace.pipeline');

/** A pipeline as its author wrote it, not yet checked: give it to `parseDraft`, or export it for `load`. */
export interface PipelineDraft {
  readonly json: unknown;
  readonly origins: ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
}

/**
 * Defines a pipeline. Never throws: whatever is wrong becomes a problem when the draft is loaded.
 *
 * @example
 * export default definePipeline({
 *   name: 'orders-daily',
 *   params: { day: param.date({ default: run.date }) },
 *   steps: ({ params }) => [glueJob('load', { script: './jobs/load.py', args: { DAY: params.day } })],
 * });
 */
export function definePipeline<const P extends Readonly<Record<string, ParamDeclaration>> = Record<never, never>>(input: PipelineInput<P>): PipelineDraft {
  const into: Collected = { origins: new Map(), problems: [] };
  const at = callerOf(definePipeline);
  if (at !== null) into.origins.set('', at);
  const json = collect(input, into);
  return Object.defineProperty({ json, ...into }, PIPELINE, { value: 1 });
}

/** Is this what `definePipeline` of any copy of this package returned? */
export function isPipelineDraft(value: unknown): value is PipelineDraft {
  return typeof value === 'object' && value !== null && PIPELINE in value;
}

// The input is `unknown` here: JavaScript authors, and casts, can pass anything.
function collect(input: unknown, into: Collected): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input === undefined ? null : plain(input, '', into);
  const json: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input) as [string, unknown][]) {
    if (value === undefined) continue;
    if (key === 'steps') json[key] = collectSteps(value, 'params' in input ? input.params : undefined, into);
    else if (key === 'onFailure' || key === 'finally') json[key] = plainStep(value, pointerOf(key), into);
    else json[key] = plain(value, pointerOf(key), into);
  }
  return json;
}

function collectSteps(steps: unknown, params: unknown, into: Collected): unknown {
  const made = isFunction(steps) ? callSteps(steps, params, into) : steps;
  if (!Array.isArray(made)) return made === undefined ? null : plain(made, '/steps', into);
  return made.map((step: unknown, index) => plainStep(step ?? null, pointerOf('steps', index), into));
}

// What it takes and gives is only known to be what the documentation says; both are checked later.
function isFunction(value: unknown): value is (given: object) => unknown {
  return typeof value === 'function';
}

function callSteps(steps: (given: object) => unknown, params: unknown, into: Collected): unknown {
  try {
    return steps({ params: paramRefs(params) });
  } catch (thrown) {
    const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    into.problems.push({ code: 'MR1003', severity: 'error', message: `the function under 'steps' threw: ${why}`, pointer: '/steps', at: firstFrame(stack, into.origins.get('')?.file), hint: 'Correct the code at this place.' });
    return null;
  }
}

function paramRefs(params: unknown): object {
  const declared = typeof params === 'object' && params !== null ? Object.fromEntries(Object.keys(params).map((name) => [name, { param: name }])) : {};
  // A name that nobody declared still gives a reference, so that the mistake is told with its place instead of thrown.
  const get = (_target: object, name: string | symbol): unknown => (typeof name === 'symbol' ? undefined : note(revealed({ param: name }, `param ${name}`), callerOf(get)));
  return new Proxy(declared, { get });
}
