import type { Pipeline, Site } from '@millrace/core';
import { turnsKey } from '@millrace/workload';
import { mostLooks } from './events.ts';
import { literal, NOW, query } from './expression.ts';
import { CALL_TIMEOUT_SECONDS, REPEATABLE, type Fields, type States } from './states.ts';
import { jobRunsState, jobsOf } from './turn-jobs.ts';
import { describeExecution, LISTED, MOST_TRIES, MOST_WAITING, SETTLED_MS, TURN, TURN_ERRORS, WHY } from './turn-parts.ts';
import { queueStates, type Place } from './turn-queue.ts';

/**
 * The states in which a run takes its turn; none where runs may overlap. One object in the runs bucket lists the executions that have a turn or wait
 * for one, oldest first. An entry counts while its execution runs, so nothing has to be released, and one that was killed blocks nobody. The list is
 * read, then those before are looked at from the last one back, then a put that is refused if the list has changed since adds this one. What has ended
 * stays ended, so what was seen holds until the put.
 */
export function turnStates(pipeline: Pipeline, site: Site, first: string): States {
  if (pipeline.overlap === 'allow') return new Map();
  const list: Place = { bucket: site.runs, key: turnsKey(site, pipeline) };
  const jobs = jobsOf(pipeline, site);
  const queue = pipeline.overlap === 'queue';
  return new Map<string, Fields>([
    [TURN.read, readState(list)],
    [TURN.before, queue ? queueChoice(first, jobs.length > 0) : skipChoice(first, jobs.length > 0)],
    [TURN.look, lookState(jobs.length > 0)],
    ...(jobs.length > 0 ? [[TURN.jobs, jobRunsState(jobs)] as const] : []),
    [TURN.take, takeState(list, queue ? TURN.before : first)],
    [TURN.again, {
      Type: 'Wait',
      Comment: 'Another run has changed the list at the same time. The pause is drawn, so that they do not meet again.',
      Seconds: query('1 + $floor($random() * (3 + 2 * $tries))'),
      Next: TURN.read,
    }],
    ...(queue ? queueStates(list, first, mostLooks(pipeline)) : [[TURN.skipped, {
      Type: 'Succeed',
      Comment: "Nothing of this run was started, as overlap 'skip' says.",
      Output: { millrace: 'skipped', live: query('$states.input.run') },
    }] as const]),
    [TURN.unknown, { Type: 'Fail', Error: TURN_ERRORS.unknown, Cause: query('"It could not be told which runs are live, so nothing was started. " & $states.input.why') }],
  ]);
}

/** Variables that the rounds below count with, set once the input is checked. */
export const turnVariables = (pipeline: Pipeline): Fields => (pipeline.overlap === 'allow' ? {} : { tries: 0, looks: 0, busy: [], why: '' });

const BEFORE = '$exists($at) ? [$filter($runs, function($one, $i) { $i < $at })] : $runs';

function readState({ bucket, key }: Place): Fields {
  return {
    Type: 'Task',
    Comment: 'Which runs have a turn or wait for one, oldest first.',
    Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
    Arguments: { Bucket: bucket, Key: key },
    TimeoutSeconds: CALL_TIMEOUT_SECONDS,
    Retry: REPEATABLE,
    Catch: [
      { ErrorEquals: ['S3.NoSuchKeyException', 'S3.NoSuchKey'], Assign: { etag: '', mine: false, waited: false, before: [], left: [] }, Output: {}, Next: TURN.before },
      { ErrorEquals: ['States.ALL'], Output: query(`{"why": ${WHY}}`), Next: TURN.unknown },
    ],
    Assign: {
      etag: query('$states.result.ETag'),
      // It is listed already where the answer to its put was lost.
      mine: query(`(${LISTED}; $exists($at))`),
      waited: query(`(${LISTED}; $exists($at) and $at > 0)`),
      before: query(`(${LISTED}; ${BEFORE})`),
      left: [],
    },
    Output: {},
    Next: TURN.before,
  };
}

const GIVE_UP: Fields = { Comment: 'tried too often', Condition: query(`$tries >= ${MOST_TRIES} and $not($mine)`), Output: query('{"why": $why}'), Next: TURN.unknown };
const IS_LIVE = '$states.input.live = true';
const LOOK: Fields = { Comment: 'some are left to look at', Condition: query('$count($before) > 0'), Output: {}, Next: TURN.look };
const lookAtJobs = (jobs: boolean): Fields[] => (jobs ? [{ Comment: 'some did not succeed', Condition: query('$count($left) > 0'), Output: {}, Next: TURN.jobs }] : []);

function skipChoice(first: string, jobs: boolean): Fields {
  return {
    Type: 'Choice',
    Comment: 'Looks at those before this run, from the last one back, until one is live or none is left.',
    Choices: [
      GIVE_UP,
      { Comment: 'it has its turn', Condition: query('$mine'), Output: {}, Next: first },
      { Comment: 'one is live', Condition: query(IS_LIVE), Next: TURN.skipped },
      LOOK,
      ...lookAtJobs(jobs),
    ],
    Default: TURN.take,
  };
}

function queueChoice(first: string, jobs: boolean): Fields {
  return {
    Type: 'Choice',
    Comment: 'Looks at those before this run, from the last one back. Once it has its place it waits until none is live.',
    Choices: [
      GIVE_UP,
      { Comment: 'one is live', Condition: query(`${IS_LIVE} and $mine`), Next: TURN.patient },
      { Comment: 'no room', Condition: query('$states.input.room = false'), Next: TURN.full },
      { Comment: 'room', Condition: query('$states.input.room = true'), Next: TURN.take },
      { Comment: 'a long list', Condition: query(`${IS_LIVE} and $count($before) > ${MOST_WAITING}`), Output: {}, Next: TURN.count },
      { Comment: 'to be waited for, behind the others', Condition: query(IS_LIVE), Next: TURN.take },
      LOOK,
      ...lookAtJobs(jobs),
      { Comment: 'it has waited', Condition: query('$mine and $waited'), Output: {}, Next: TURN.come },
      { Comment: 'it has its turn', Condition: query('$mine'), Output: {}, Next: first },
    ],
    Default: TURN.take,
  };
}

const LAST = '$before[-1]';
const WITHOUT_LAST = '[$filter($before, function($one, $i) { $i < $count($before) - 1 })]';
/** DescribeExecution is eventually consistent: one that has just taken its turn may not be known to it. */
const YOUNG = `${NOW} - ${LAST}.at < ${SETTLED_MS}`;

/** A run that has succeeded had its turn, so all before it were over. One that ended otherwise may have left job runs that still stop. */
function lookState(jobs: boolean): Fields {
  const is = (...states: readonly string[]): string => `$states.result.Status in ${literal(states)}`;
  return {
    ...describeExecution(`${LAST}.execution`),
    Comment: 'Is the last one of those before this run live?',
    Catch: [
      { ErrorEquals: ['Sfn.ExecutionDoesNotExistException'], Assign: { before: query(`${YOUNG} ? $before : ${WITHOUT_LAST}`) }, Output: query(`{"live": ${YOUNG}, "run": ${LAST}.run}`), Next: TURN.before },
      { ErrorEquals: ['States.ALL'], Output: query(`{"why": ${WHY}}`), Next: TURN.unknown },
    ],
    Assign: {
      before: query(`${is('RUNNING')} ? $before : ${is('SUCCEEDED')} ? [] : ${WITHOUT_LAST}`),
      ...(jobs ? { left: query(`${is('RUNNING', 'SUCCEEDED')} or ${LAST}.run = $run.id ? $left : [$append($left, ${LAST})]`) } : {}),
    },
    Output: query(`{"live": ${is('RUNNING')}, "run": ${LAST}.run}`),
    Next: TURN.before,
  };
}

/** Whatever refuses the put, it is looked again: it may have been done although its answer was lost. */
function takeState({ bucket, key }: Place, next: string): Fields {
  const own = `{"run": $run.id, "execution": $states.context.Execution.Id, "at": ${NOW}}`;
  return {
    Type: 'Task',
    Comment: 'Puts this run behind those that are live, unless the list has changed since it was read.',
    Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
    Arguments: query(`$merge([{"Bucket": ${literal(bucket)}, "Key": ${literal(key)}}, {"Body": $string({"runs": [$append($append($before, $left), ${own})]})}, $etag = "" ? {"IfNoneMatch": "*"} : {"IfMatch": $etag}])`),
    TimeoutSeconds: CALL_TIMEOUT_SECONDS,
    Catch: [{ ErrorEquals: ['States.ALL'], Assign: { tries: query('$tries + 1'), why: query(WHY) }, Output: {}, Next: TURN.again }],
    Assign: { mine: true, waited: query('$count($before) > 0 or $count($left) > 0') },
    Output: {},
    Next: next,
  };
}
