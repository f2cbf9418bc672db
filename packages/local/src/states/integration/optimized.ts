import type { Json } from '@millrace/core';
import { type Fields, isList, isRecord } from '../../service/input.ts';
import type { End } from './failures.ts';

/** One of AWS's own integrations that the embedded AWS has. */
export interface Optimized {
  readonly service: string;
  readonly op: string;
  /** Begins the names of its errors. */
  readonly prefix: string;
  /** How causes of failures call the service. */
  readonly named: string;
  /** What `.sync` waits for; null: it has none. */
  readonly sync: 'job' | 'execution' | null;
  readonly token: boolean;
  readonly request: (given: Fields) => Json;
  /** Output of the task from the service's answer; members of the answer are in PascalCase, times in milliseconds. */
  readonly output: (answer: Fields, given: Fields) => End;
}

const asIs = (answer: Fields): End => ({ output: answer });

/** Sources: Step Functions developer guide, the page of each service under "Integrating optimized services with Step Functions". */
export const optimized: ReadonlyMap<string, Optimized> = new Map<string, Optimized>([
  ['glue:startJobRun', {
    service: 'glue', op: 'StartJobRun', prefix: 'Glue', named: 'AWSGlue', sync: 'job', token: false,
    request: (given) => given,
    output: (answer, given) => ({ output: { ...answer, JobName: given['JobName'] ?? '' } }),
  }],
  ['lambda:invoke', {
    service: 'lambda', op: 'Invoke', prefix: 'Lambda', named: 'AWSLambda', sync: null, token: true,
    request: (given) => ({ ...given, Payload: payloadText(given['Payload'] ?? null) }),
    output: (answer) => raised(answer) ?? { output: { ...answer, Payload: payloadJson(answer['Payload'] ?? null) } },
  }],
  ['sns:publish', { service: 'sns', op: 'Publish', prefix: 'SNS', named: 'AmazonSNS', sync: null, token: true, request: (given) => ({ ...given, ...textOf(given, 'Message') }), output: asIs }],
  ['events:putEvents', {
    service: 'events', op: 'PutEvents', prefix: 'EventBridge', named: 'AmazonEventBridge', sync: null, token: true,
    request: (given) => ({ ...given, Entries: list(given['Entries']).map((entry) => (isRecord(entry) ? { ...entry, ...textOf(entry, 'Detail') } : entry)) }),
    output: (answer) => (answer['FailedEntryCount'] === 0 ? { output: answer } : { failure: { error: 'EventBridge.FailedEntry', cause: JSON.stringify(answer) } }),
  }],
  ['states:startExecution', {
    service: 'sfn', op: 'StartExecution', prefix: 'StepFunctions', named: 'AWSStepFunctions', sync: 'execution', token: true,
    request: ({ StateMachineArn = null, Name = null, Input = null }) => ({
      stateMachineArn: StateMachineArn, ...(Name === null ? {} : { name: Name }), ...(Input === null ? {} : { input: typeof Input === 'string' ? Input : JSON.stringify(Input) }),
    }),
    output: asIs,
  }],
]);

/** The integrations in the words of a definition: for the sentence that says what there is. */
export const optimizedNames: readonly string[] = [...optimized].flatMap(([name, { sync, token }]) => [
  name, ...(sync === null ? [] : [`${name}.sync`]), ...(sync === 'execution' ? [`${name}.sync:2`] : []), ...(token ? [`${name}.waitForTaskToken`] : []),
]);

/** A function that is named by its ARN gets the input of the task and gives its own output. */
export function functionCall(arn: string, input: Json): Json {
  return { FunctionName: arn, Payload: JSON.stringify(input) };
}
export function functionOutput(answer: Fields): End {
  return raised(answer) ?? { output: payloadJson(answer['Payload'] ?? null) };
}

/** A function that raised fails the task under the name of what it raised. */
function raised(answer: Fields): End | null {
  if (typeof answer['FunctionError'] !== 'string') return null;
  const text = typeof answer['Payload'] === 'string' ? answer['Payload'] : JSON.stringify(answer['Payload'] ?? null);
  const payload = payloadJson(text);
  const type = isRecord(payload) ? (payload['errorType'] ?? null) : null;
  return { failure: { error: typeof type === 'string' && type !== '' ? type : 'Lambda.Unknown', cause: text } };
}

const payloadText = (payload: Json): string => JSON.stringify(payload ?? {});

function payloadJson(payload: Json): Json {
  if (typeof payload !== 'string') return payload ?? {};
  if (payload === '') return {};
  try {
    // JSON.parse gives JSON by definition.
    return JSON.parse(payload) as Json;
  } catch {
    // What is no JSON stays the text that it is.
    return payload;
  }
}

/** A member that the service takes as text: JSON is written into it. */
function textOf(given: Fields, member: string): Fields {
  const value = given[member];
  return value === undefined || typeof value === 'string' ? {} : { [member]: JSON.stringify(value) };
}
function list(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : [];
}
