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
  /** What the specification calls the same. */
  resultPath: 'States.ResultPathMatchFailure',
  tolerance: 'States.ExceedToleratedFailureThreshold',
  itemReader: 'States.ItemReaderFailed',
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

/** The history is full, as the message says: ends the execution, whatever catches. */
export class HistoryFull extends Error {}

/**
 * How a state failed. Error and cause may be absent (null), as with a SendTaskFailure that names neither. `also` is a second name that
 * `ErrorEquals` may use: a missed heartbeat is told as States.Timeout and answers to States.HeartbeatTimeout, too, and a ResultPath that cannot be applied by both its names.
 */
export interface Failure {
  readonly error: string | null;
  readonly cause: string | null;
  readonly also?: string;
}

/**
 * Does `ErrorEquals` match the failure? States.Runtime is matched by nothing, States.DataLimitExceeded by its own name only, and
 * States.TaskFailed leaves timeouts out. Source: Step Functions developer guide, "Error names".
 */
export function matches(errorEquals: readonly string[], { error, also }: Failure): boolean {
  if (error === errorNames.runtime) return false;
  if (error !== null && errorEquals.includes(error)) return true;
  if (also !== undefined && errorEquals.includes(also)) return true;
  if (error === errorNames.dataLimit) return false;
  const timedOut = error === errorNames.timeout || error === errorNames.heartbeatTimeout;
  if (timedOut && errorEquals.includes(errorNames.timeout)) return true;
  return errorEquals.includes(errorNames.all) || (!timedOut && errorEquals.includes(errorNames.taskFailed));
}
