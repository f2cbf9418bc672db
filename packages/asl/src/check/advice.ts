import type { Json } from '../engine-types.ts';
import { isArray, isObject, member } from '../json.ts';
import type { State } from './run.ts';
import { step } from './step.ts';

/** What a task calls, as far as advice depends on it. */
export interface Called {
  readonly is: 'lambda' | 'activity' | 'sdk' | 'optimized' | 'later' | 'unknown';
  readonly service?: string;
  readonly action?: string;
  readonly token?: boolean;
  readonly waits?: boolean;
  readonly syncExists?: boolean;
}

/** A literal of this size takes a good part of the 256 KiB of a payload. */
const largeLiteral = 65_536;

/** Actions that answer with data of any size. */
const byValue: ReadonlySet<string> = new Set(['s3:getObject', 'athena:getQueryResults', 'redshiftdata:getStatementResult', 'rdsdata:executeStatement', 'cloudwatchlogs:getQueryResults']);

/** Actions of the SDK that start a job for which an optimized integration can wait. */
const started: ReadonlyMap<string, string> = new Map([
  ['glue:startJobRun', 'glue:startJobRun.sync'], ['batch:submitJob', 'batch:submitJob.sync'], ['ecs:runTask', 'ecs:runTask.sync'], ['athena:startQueryExecution', 'athena:startQueryExecution.sync'],
  ['codebuild:startBuild', 'codebuild:startBuild.sync'], ['databrew:startJobRun', 'databrew:startJobRun.sync'], ['sfn:startExecution', 'states:startExecution.sync:2'],
  ['emrserverless:startJobRun', 'emr-serverless:startJobRun.sync'], ['emrcontainers:startJobRun', 'emr-containers:startJobRun.sync'], ['mediaconvert:createJob', 'mediaconvert:createJob.sync'],
]);

const transient = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'];

/** What AWS's guidance advises for tasks. */
export function adviseTask(state: State, called: Called): void {
  adviseWaiting(state, called);
  adviseJob(state, called);
  if (called.is === 'lambda' || (called.is === 'optimized' && called.service === 'lambda')) adviseLambda(state);
  if (called.token === true) adviseToken(state);
  advisePayload(state, called);
}

function adviseWaiting({ run, json, at, name }: State, { is, token }: Called): void {
  const has = (field: string): boolean => Object.hasOwn(json, field) || Object.hasOwn(json, `${field}Path`);
  if (!has('TimeoutSeconds')) run.report('ASL2001', at, `Task '${name}' has no TimeoutSeconds.`, 'Add a little more than the longest time that it may take.');
  if ((token === true || is === 'activity') && !has('HeartbeatSeconds')) {
    run.report('ASL2002', at, `Task '${name}' waits for ${is === 'activity' ? 'a worker' : 'its token'} and has no HeartbeatSeconds.`, 'Add the longest time between two signs of life.');
  }
}

function adviseJob({ run, at, name }: State, { is, service = '', action = '', waits, syncExists }: Called): void {
  const other = is === 'sdk' ? started.get(`${service}:${action}`) : syncExists === true ? `${service}:${action}.sync` : undefined;
  if (waits === true || other === undefined || !/^(?:start|submit|run|create)/u.test(action)) return;
  run.report('ASL2004', step(at, 'Resource'), `Task '${name}' starts something and does not wait for its end.`, `Use '${other}', or wait for it in another way.`);
}

function adviseLambda({ run, json, at, name }: State): void {
  const retriers = isArray(json['Retry']) ? json['Retry'] : [];
  const names = retriers.flatMap((retrier) => {
    const errors = member(retrier, 'ErrorEquals');
    return isArray(errors) ? errors : [];
  });
  if (names.some((error) => error === 'States.ALL' || error === 'States.TaskFailed' || (typeof error === 'string' && transient.includes(error)))) return;
  run.report('ASL2005', at, `Task '${name}' calls Lambda and does not retry its transient errors.`, `Add { "ErrorEquals": ${JSON.stringify(transient)}, "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2 } to Retry.`);
}

function adviseToken(state: State): void {
  const { run, json, at, name, language } = state;
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  const given = Object.hasOwn(json, field) ? json[field] : undefined;
  // Without parameters the whole input is passed on, which cannot hold the token.
  if (given !== undefined && mentionsToken(given)) return;
  run.report('ASL2006', given === undefined ? at : step(at, field), `Task '${name}' waits for its token and passes it to nobody.`, language === 'JSONata' ? 'Pass "{% $states.context.Task.Token %}".' : 'Pass "$$.Task.Token" in a field whose name ends with ".$".');
}

function mentionsToken(value: Json): boolean {
  if (typeof value === 'string') return /\$\$|\$states\b|\$[A-Za-z_]/u.test(value);
  if (isArray(value)) return value.some(mentionsToken);
  return isObject(value) && Object.values(value).some(mentionsToken);
}

function advisePayload(state: State, { is, service = '', action = '' }: Called): void {
  const { run, json, at, name } = state;
  if ((is === 'sdk' || is === 'optimized') && byValue.has(`${service}:${action}`) && !narrows(state)) {
    run.report('ASL2016', at, `Task '${name}' passes on what '${service}:${action}' answers, which can be larger than a payload.`, 'Read the data where it is needed and pass on its address, or select what is needed by ResultSelector or Output.');
  }
  adviseLiteral(state, Object.hasOwn(json, 'Parameters') ? 'Parameters' : 'Arguments');
}

/** Whether a state passes on no more than a part of its result. */
const narrows = ({ json }: State): boolean => ['ResultSelector', 'Output'].some((field) => Object.hasOwn(json, field)) || json['ResultPath'] === null;

/** Tells a field that holds much data as it is written. */
export function adviseLiteral({ run, json, at, name }: State, field: string): void {
  const value = Object.hasOwn(json, field) ? json[field] : undefined;
  if (value === undefined || sizeUpTo(value, largeLiteral) < largeLiteral) return;
  run.report('ASL2003', step(at, field), `'${field}' of state '${name}' holds more than ${largeLiteral / 1024} KiB of literal data.`, 'Keep the data in S3 and pass its address.');
}

/** About the characters of a value's JSON; stops counting at the limit. */
function sizeUpTo(value: Json, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  let size = 2;
  for (const [key, item] of Object.entries<Json>(value)) {
    size += (isArray(value) ? 1 : key.length + 4) + sizeUpTo(item, limit);
    if (size >= limit) break;
  }
  return size;
}
