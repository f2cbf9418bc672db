import { valuesOf as usesOf, type OutputType, type Pipeline, type Step, type StepOf, type Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { allSteps, MOST_OUTPUT_BYTES } from '@millrace/workload';
import { field, literal, outcomeOf, query } from '../compile/expression.ts';
import { CONTINUATION } from '../compile/run-keys.ts';
import { CALL_TIMEOUT_SECONDS, REPEATABLE, type Fields } from '../compile/states.ts';
import { carried, fits } from './outputs-size.ts';

/** Where the values that later steps read stand in the state data: no step can have a name with a dot. */
export const valuesOf = (step: string): string => `${step}.outputs`;

const read = new WeakMap<Pipeline, ReadonlyMap<string, ReadonlySet<string>>>();

/** The outputs that some argument reads, by step. Computed once for a pipeline, whose value never changes. */
export function outputsRead(pipeline: Pipeline): ReadonlyMap<string, ReadonlySet<string>> {
  const known = read.get(pipeline);
  if (known !== undefined) return known;
  const found = new Map<string, Set<string>>();
  for (const step of allSteps(pipeline)) {
    for (const { output: [from, name] } of outputReferences(step)) found.set(from, (found.get(from) ?? new Set()).add(name));
  }
  read.set(pipeline, found);
  return found;
}

type OutputReference = Extract<Value, { readonly output: unknown }>;

export function outputReferences(step: Step): readonly OutputReference[] {
  return usesOf(step).map(({ value }) => value).filter((value): value is OutputReference => typeof value === 'object' && 'output' in value);
}

export const hasOutputs = (step: Step): boolean => Object.keys(step.outputs).length > 0;

/** The key of what an attempt writes, as JSONata: what `runFolder(…).outputs(step, tryKey(continuation, try))` gives. A test holds both to the same keys. */
export const outputsKey = (pipeline: Pick<Pipeline, 'name'>, step: string, attempt: string): string =>
  `${literal(`${pipeline.name}/`)} & $run.id & ${literal(`/outputs/${step}/`)} & ${CONTINUATION} & "-" & ${attempt} & ".json"`;

/** The call that reads what an attempt has written. Of an object that is too large only as much is read as shows it: a state takes 262,144 bytes. */
export const readCall = (bucket: string, key: string): Fields => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
  Arguments: { Bucket: bucket, Key: query(key), Range: `bytes=0-${MOST_OUTPUT_BYTES}` },
  TimeoutSeconds: CALL_TIMEOUT_SECONDS,
  Retry: REPEATABLE,
});

/** The outcome and the values that later steps read, as a JSONata object, out of the answer to `readCall`. An error in it says that the object is no JSON. */
export function judged(step: StepOf<'glueJob'>, pipeline: Pipeline): string {
  const checks = Object.entries(step.outputs).map(([name, type]) => `(${isOf(type, `$lookup($out, ${literal(name)})`)})`);
  const { names, budget } = carried(outputsRead(pipeline), pipeline, step.name);
  const whole = `{${names.map((name) => `${literal(name)}: $lookup($out, ${literal(name)})`).join(', ')}}`;
  const succeeded = (values: string): string => `{${literal(step.name)}: "succeeded"${names.length === 0 ? '' : `, ${literal(valuesOf(step.name))}: ${values}`}}`;
  const failed = `{${literal(step.name)}: "failed"}`;
  const good = names.length === 0 || budget === null ? succeeded(whole) : `($values := ${whole}; ${fits('$values', budget)} ? ${succeeded('$values')} : ${failed})`;
  return `($out := $states.result.ContentLength > ${MOST_OUTPUT_BYTES} ? null : $parse($states.result.Body);`
    + ` ($type($out) = "object" ? ${checks.join(' and ')} : false) ? ${good} : ${failed})`;
}

const TESTS: Readonly<Record<OutputType, (value: string) => string>> = {
  string: (value) => `$type(${value}) = "string"`,
  boolean: (value) => `$type(${value}) = "boolean"`,
  // JSONata writes at most 15 digits.
  integer: (value) => `$type(${value}) = "number" ? $floor(${value}) = ${value} and $abs(${value}) < 1000000000000000 : false`,
  s3Uri: (value) => `$type(${value}) = "string" ? $contains(${value}, /^s3:\\/\\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\\/[^\\x00-\\x1f\\x7f]*)?$/) : false`,
};
const isOf = (type: OutputType, value: string): string => TESTS[type](value);

/** JSONata for a value that reads an output, as text or with its type: of a step of this execution, else of one that a resume keeps, else the default. */
export function outputExpression({ output: [from, name], or }: OutputReference, steps: readonly Step[], as: 'text' | 'typed'): string {
  const type = steps.find((step) => step.name === from)?.outputs[name];
  const found = as === 'text' && (type === 'integer' || type === 'boolean') ? '$string($own)' : '$own';
  const own = `$own := $lookup(${outcomeOf(valuesOf(from))}, ${literal(name)}); $own := $exists($own) ? $own : $lookup($keepOutputs.${field(from)}, ${literal(name)})`;
  return or === null ? `(${own}; ${found})` : `(${own}; $exists($own) ? ${found} : ${literal(as === 'text' ? argumentText(or) : or)})`;
}
