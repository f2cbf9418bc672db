/** Error names that Step Functions itself raises. Source: Step Functions developer guide, "Error names". */
export const errorNames = {
  all: 'States.ALL',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  runtime: 'States.Runtime',
  dataLimit: 'States.DataLimitExceeded',
  query: 'States.QueryEvaluationError',
  noChoice: 'States.NoChoiceMatched',
  branchFailed: 'States.BranchFailed',
  referencePath: 'States.ReferencePathConflict',
} as const;

/** A failure of a state. `location` is the field whose expression went wrong, for the EvaluationFailed event. */
export class StateError extends Error {
  override readonly name: string;
  readonly location: string | null;
  constructor(name: string, cause: string, location: string | null = null) {
    super(cause);
    this.name = name;
    this.location = location;
  }
}

/** The history is full: ends the execution, whatever catches. */
export class HistoryFull extends Error {}

/**
 * Does `ErrorEquals` match `error`? The wildcards never match what ends an execution for good, and States.TaskFailed leaves timeouts out.
 */
export function matches(errorEquals: readonly string[], error: string): boolean {
  if (error === errorNames.runtime) return false;
  if (errorEquals.includes(error)) return true;
  if (error === errorNames.dataLimit) return false;
  const timedOut = error === errorNames.timeout || error === errorNames.heartbeatTimeout;
  if (timedOut && errorEquals.includes(errorNames.timeout)) return true;
  return errorEquals.includes(errorNames.all) || (!timedOut && errorEquals.includes(errorNames.taskFailed));
}
