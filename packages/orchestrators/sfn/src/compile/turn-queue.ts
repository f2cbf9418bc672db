import { limits } from '@millrace/facts';
import { literal, query } from './expression.ts';
import { CALL_TIMEOUT_SECONDS, machineOf, type Fields, type States } from './states.ts';
import { describeExecution, FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS, LISTED, MOST_WAITING, TURN, TURN_ERRORS, WHY } from './turn-parts.ts';

/** The list of turns. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** What only a queue needs: how many wait, the wait itself, and, when the turn has come, a list without those that are over. */
export function queueStates({ bucket, key }: Place, first: string, looks: number): States {
  const call = { Type: 'Task', TimeoutSeconds: CALL_TIMEOUT_SECONDS, Catch: [{ ErrorEquals: ['States.ALL'], Output: {}, Next: first }], Output: {} };
  return new Map<string, Fields>([
    [TURN.count, countState()],
    [TURN.full, { Type: 'Fail', Error: TURN_ERRORS.full, Cause: `${MOST_WAITING} runs wait already, and no more may. Nothing of this run was started: resume it once there are fewer.` }],
    [TURN.patient, { Type: 'Choice', Choices: [{ Comment: 'too long', Condition: query(`$looks >= ${looks}`), Next: TURN.late }], Default: TURN.wait }],
    [TURN.wait, {
      Type: 'Wait',
      Comment: 'The run before this one is live.',
      Seconds: query(`$min([${LAST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} + ${FIRST_WAIT_SECONDS / 10} * $looks])`),
      Assign: { looks: query('$looks + 1') },
      Output: {},
      Next: TURN.before,
    }],
    [TURN.late, {
      Type: 'Fail', Error: TURN_ERRORS.late,
      Cause: `The run waited about ${hoursOf(looks)} hours for its turn. It cannot wait longer, since Step Functions ends an execution after ${limits.sfnHistoryEvents.value.toLocaleString('en-US')} events. Nothing of it was started: resume it.`,
    }],
    [TURN.come, {
      ...call,
      Comment: 'None is live before this run: they can go from the list. Where that fails, the next run does it.',
      Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
      Arguments: { Bucket: bucket, Key: key },
      Assign: { etag: query('$states.result.ETag'), before: query(`(${LISTED}; $exists($at) ? [$filter($runs, function($one, $i) { $i >= $at })] : $runs)`) },
      Next: TURN.forget,
    }],
    [TURN.forget, {
      ...call,
      Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
      Arguments: query(`{"Bucket": ${literal(bucket)}, "Key": ${literal(key)}, "Body": $string({"runs": $before}), "IfMatch": $etag}`),
      Next: first,
    }],
  ]);
}

/** Of a list that long some may have been stopped while they waited. */
function countState(): Fields {
  const [look, done] = ['Is it live?', 'Execution looked at'];
  return {
    Type: 'Map',
    Comment: `How many of those before this run are live? At most ${MOST_WAITING} may wait.`,
    Items: query('$before'),
    MaxConcurrency: 10,
    ItemSelector: { execution: query('$states.context.Map.Item.Value.execution') },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      ...machineOf(look, new Map<string, Fields>([
        [look, { ...describeExecution('$states.input.execution'), Catch: [{ ErrorEquals: ['Sfn.ExecutionDoesNotExistException'], Output: {}, Next: done }], Output: query('{"live": $states.result.Status = "RUNNING"}'), Next: done }],
        [done, { Type: 'Succeed' }],
      ])),
    },
    Catch: [{ ErrorEquals: ['States.ALL'], Output: query(`{"why": ${WHY}}`), Next: TURN.unknown }],
    Output: query(`{"room": $count($states.result[live = true]) <= ${MOST_WAITING}}`),
    Next: TURN.before,
  };
}

/** How long so many looks last. */
export function hoursOf(looks: number): number {
  let seconds = 0;
  for (let look = 0; look < looks; look++) seconds += Math.min(LAST_WAIT_SECONDS, FIRST_WAIT_SECONDS + (FIRST_WAIT_SECONDS / 10) * look);
  return Math.round(seconds / 3600);
}
