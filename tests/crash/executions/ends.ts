import type { Json } from '@millrace/core';
import type { Operation, Service } from '@millrace/local';
import type { End } from './subject.ts';

type Fields = Readonly<Record<string, Json | undefined>>;

const TOLD: Readonly<Record<Exclude<End, 'ABORTED'>, { readonly event: string; readonly details: string; readonly error: string; readonly cause: string }>> = {
  FAILED: { event: 'ExecutionFailed', details: 'executionFailedEventDetails', error: 'States.Runtime', cause: 'The execution reached the maximum number of history events.' },
  TIMED_OUT: { event: 'ExecutionTimedOut', details: 'executionTimedOutEventDetails', error: 'States.Timeout', cause: 'The execution took too long.' },
};

/** Step Functions that tells of an execution that was aborted as of one that it ended itself. */
export function endingAs(end: End, sfn: Service): Service {
  if (end === 'ABORTED') return sfn;
  const { event, details, error, cause } = TOLD[end];
  const execution = (one: Fields): Json => defined(one['status'] === 'ABORTED' ? { ...one, status: end, error, cause } : one);
  const told = (one: Fields): Json => defined(one['type'] === 'ExecutionAborted' ? { ...one, type: event, [details]: { error, cause } } : one);
  const changed = (name: string, change: (output: Fields) => Json): Operation => async (tx, input, world) => {
    const reaction = await sfn.operations[name]?.(tx, input, world);
    if (reaction === undefined) throw new Error(`Step Functions has no ${name}.`);
    return { ...reaction, output: change(fields(reaction.output)) };
  };
  return { ...sfn, operations: {
    ...sfn.operations,
    DescribeExecution: changed('DescribeExecution', execution),
    ListExecutions: changed('ListExecutions', (output) => defined({ ...output, executions: list(output['executions']).map((one) => execution(fields(one))) })),
    GetExecutionHistory: changed('GetExecutionHistory', (output) => defined({ ...output, events: list(output['events']).map((one) => told(fields(one))) })),
  } };
}

// Array.isArray does not narrow readonly arrays.
const isList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
const list = (json: Json | undefined): readonly Json[] => (isList(json) ? json : []);
// An object of JSON values is all that is claimed.
const fields = (json: Json): Fields => (typeof json === 'object' && json !== null && !isList(json) ? (json) : {});
const defined = (all: Fields): Json => Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
