import type { StepKind, Word } from '../model.ts';
import { callerOf } from './caller.ts';
import { markStep, note, revealed } from './note.ts';
import type { OutputRef, Outputs, StepDraft, StepInput, StepName, Waiting } from './types.ts';

interface Builder<K extends StepKind> {
  <const O extends Outputs = Record<never, never>>(name: string, fields: StepInput<K, O>): StepDraft<O>;
  /** Without a name: for `onFailure` and `finally`, which have names of their own. */
  <const O extends Outputs = Record<never, never>>(fields: StepInput<K, O>): StepDraft<O>;
}

function builder<K extends StepKind>(kind: K): Builder<K> {
  const build = (first: unknown, second?: unknown): StepDraft => {
    const named = typeof first !== 'object' || first === null;
    const fields = named ? second : first;
    const given: { readonly name?: unknown; readonly kind: unknown } = { ...(named && first !== undefined ? { name: first } : {}), kind, ...(typeof fields === 'object' ? fields : {}) };
    const name = typeof given.name === 'string' ? given.name : '';
    const draft: StepDraft = { name, kind, outputs: outputRefs(name) };
    return note(markStep(draft, given), callerOf(build));
  };
  // The draft knows its outputs by name only; which ones exist is what the overloads say, and `checkPipeline` holds them to it.
  return build;
}

function outputRefs(step: string): StepDraft['outputs'] {
  const get = (_target: object, name: string | symbol): unknown => (typeof name === 'symbol' ? undefined : outputRef(step, name, callerOf(get)));
  return new Proxy<Record<string, OutputRef>>({}, { get });
}

function outputRef(step: string, name: string, at: ReturnType<typeof callerOf>): OutputRef {
  const output = [step, name] as const;
  const or: OutputRef['or'] = (value) => note({ output, or: value }, at);
  // Hidden from JSON: under this name the normalised form has the default itself.
  return note(revealed(Object.defineProperty({ output, or }, 'or', { enumerable: false }), `output ${step}.${name}`), at);
}

/**
 * A Glue job: `script` defines one, `job` uses an existing one.
 *
 * @example
 * glueJob('clean', { type: 'pythonshell', script: './jobs/clean.py', args: { DAY: params.day }, timeout: '30m', retry: { attempts: 2 } })
 * glueJob('load', { script: './jobs/load.py', settings: { workerType: 'G.2X', workers: 10, bookmark: 'enable' } })
 */
export const glueJob = builder('glueJob');
/**
 * A Glue crawler: `crawler('catalog', { database: 'sales', s3: 's3://acme/orders/', after: load })`; also over `jdbc`, `dynamoDb` and
 * `catalogTables`. `crawler` uses an existing one.
 */
export const crawler = builder('crawler');
/** A call of an existing function: `lambda('notify', { function: 'notify-sales', payload: { day: params.day } })`. */
export const lambda = builder('lambda');
/** A message to a topic: `sns('tell', { topic: 'data-alerts', subject: 'Orders', message: clean.outputs.report })`. */
export const sns = builder('sns');
/** A run of an Automation document: `ssm('scale', { document: 'ScaleCluster', parameters: { nodes: ['3'] } })`. */
export const ssm = builder('ssm');
/** A pause: `wait('settle', { for: '10m' })`. */
export const wait = builder('wait');

function waiting(on: Word): (step: StepName) => Waiting {
  const wrap = (step: StepName): Waiting => note({ step: typeof step === 'object' ? step?.name : step, on }, callerOf(wrap));
  return wrap;
}

/** For `after`: wait until the step has succeeded. The same as the step alone. */
export const succeeded = waiting('succeeded');
/** For `after`: wait until the step has failed, timed out or was stopped. */
export const failed = waiting('failed');
/** For `after`: wait until the step has ended, well or badly. A skipped step satisfies nothing. */
export const finished = waiting('finished');
