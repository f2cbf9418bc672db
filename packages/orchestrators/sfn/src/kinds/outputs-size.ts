import type { Pipeline, Scalar } from '@millrace/core';
import { limits } from '@millrace/facts';
import { MOST_OUTPUT_BYTES } from '@millrace/workload';

/** What a state takes and gives, in bytes; outcomes, branches and the rest of the state data have a part of it for themselves. */
const STATE_BYTES = limits.sfnPayloadBytes.value;
const FOR_THE_REST = 32_768;

/**
 * How many bytes the values of one step may have that later steps read, so that the values of all steps fit into the state data together.
 * Beyond that Step Functions ends the whole execution with States.DataLimitExceeded: States.ALL does not catch it, and the states that pass data on
 * cannot catch anything. Null where the limit of one object is enough.
 */
export function valuesBudget(readSteps: number): number | null {
  return readSteps * MOST_OUTPUT_BYTES <= STATE_BYTES - FOR_THE_REST ? null : Math.floor((STATE_BYTES - FOR_THE_REST) / readSteps);
}

// JSONata counts characters, of which one is at most four bytes.
/** A JSONata condition: does the JSON of `value` stay within so many bytes, whatever its characters are? */
export const fits = (value: string, budget: number): string => `($text := $string(${value}); $length($text) + 3 * $length($replace($text, /[\\x00-\\x7f]+/, "")) <= ${budget})`;

/** The same of values that are here: null where they fit, else the end of a sentence. */
export function tooLarge(values: Readonly<Record<string, Scalar>>, names: readonly string[], budget: number | null): string | null {
  const text = JSON.stringify(Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]))));
  const bytes = [...text].reduce((sum, char) => sum + (char <= '\x7f' ? 1 : 4), 0);
  return budget === null || bytes <= budget ? null : `what later steps read of it has up to ${bytes} bytes, and in this pipeline a state machine carries ${budget} of each step`;
}

/** Which values of a step later steps read, and how large they may be. */
export function carried(read: ReadonlyMap<string, ReadonlySet<string>>, pipeline: Pick<Pipeline, 'steps'>, step: string): { readonly names: readonly string[]; readonly budget: number | null } {
  const outputs = pipeline.steps.find(({ name }) => name === step)?.outputs ?? {};
  return { names: [...(read.get(step) ?? [])].filter((name) => Object.hasOwn(outputs, name)), budget: valuesBudget(read.size) };
}
