import { query } from './expression.ts';
import { CALL_TIMEOUT_SECONDS, throttled, type Fields } from './states.ts';

/** The states of a run's turn. Steps begin with a small letter, so that none has such a name. */
export const TURN = {
  read: 'Runs before',
  before: 'Before this run',
  look: 'The one before',
  jobs: 'Their job runs',
  take: 'Take the turn',
  again: 'Look again soon',
  skipped: 'Another run is live',
  unknown: 'Turn unknown',
  count: 'Which are live?',
  full: 'Queue is full',
  patient: 'Waited too long?',
  wait: 'Wait for the turn',
  late: 'Waited too long',
  come: 'Turn has come',
  forget: 'Forget those before',
} as const;

/** The errors with which such an execution ends before its first step. */
export const TURN_ERRORS = { unknown: 'Millrace.TurnUnknown', full: 'Millrace.QueueFull', late: 'Millrace.WaitedTooLong' } as const;

/** How many runs may wait. */
export const MOST_WAITING = 100;
/** So often a put that was refused is tried again. */
export const MOST_TRIES = 50;
/** So long an execution that DescribeExecution does not know counts as live. */
export const SETTLED_MS = 5 * 60_000;
/** The first wait for the turn; each further one is longer by a tenth of it, up to the last. */
export const [FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS] = [30, 300];

/** What `Turn unknown` tells. */
export const WHY = '$states.errorOutput.Error & ": " & $states.errorOutput.Cause';

/** The runs of the list, of an answer to GetObject, as `$runs`; the place of this execution among them, or nothing, as `$at`. */
export const LISTED = '$runs := [$parse($states.result.Body).runs]; $at := $map($runs, function($one, $i) { $one.execution = $states.context.Execution.Id ? $i })[0]';

/** A look at an execution, without its input and output, which may be too large for a state. `arn` is JSONata. */
export const describeExecution = (arn: string): Fields => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution',
  Arguments: { ExecutionArn: query(arn), IncludedData: 'METADATA_ONLY' },
  TimeoutSeconds: CALL_TIMEOUT_SECONDS,
  Retry: throttled('Sfn.ThrottlingException', 'Sfn.SfnException', 'Sfn.SdkClientException'),
});
