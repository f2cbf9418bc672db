import type { Json } from '@millrace/core';
import { isRecord, type Fields } from '../../service/input.ts';
import { modelReader } from '../../validate/model.ts';
import { answerModel } from './answers.ts';
import { optimizedFailure, sdkFailure, type CallError, type End, type Failure } from './failures.ts';
import { functionCall, functionOutput } from './optimized.ts';
import type { Integration, Wait } from './resource.ts';
import { answerOf, asIso, asMilliseconds, requestOf } from './shapes.ts';

/** An integration that calls a service. */
export type Calling = Exclude<Integration, { readonly kind: 'activity' }>;

/** The call that a task makes, or why it cannot be made. */
export type Call = { readonly service: string; readonly op: string; readonly input: Json } | { readonly failure: Failure };
// Models are read once, and never change while the program runs.
const requests = modelReader();

export const waitOf = (calling: Calling): Wait => (calling.kind === 'function' ? 'none' : calling.wait);
export const readsOnly = (integration: Integration | null): boolean => integration?.kind === 'sdk' && integration.reads && integration.wait === 'none';

export async function callOf(calling: Calling, given: Json): Promise<Call> {
  if (calling.kind === 'function') return { service: 'lambda', op: 'Invoke', input: functionCall(calling.arn, given) };
  if (calling.kind === 'optimized') return { service: calling.action.service, op: calling.action.op, input: calling.action.request(fields(given)) };
  const { service, op } = calling;
  const model = await requests(service);
  const wrong: string[] = [];
  const input = model === null ? given : requestOf(model.shapes, model.operations[op] ?? null, given, (name) => wrong.push(name));
  if (wrong.length === 0) return { service, op, input };
  const list = wrong.map((name) => `The value for the field '${name}' must be a STRING`).join(', ');
  return { failure: { error: 'States.Runtime', cause: `The Parameters '${JSON.stringify(given)}' could not be used to start the Task: [${list}]` } };
}

/** What the task gives when the call was its whole work. `requestId` stands in what AWS tells of the call itself. */
export async function endOf(calling: Calling, given: Json, answer: Json, requestId: string): Promise<End> {
  const shown = await answered(calling, answer);
  if (calling.kind === 'sdk') return { output: shown };
  if (calling.kind === 'function') return functionOutput(fields(shown));
  const end = calling.action.output(fields(shown), fields(given));
  return 'output' in end && isRecord(end.output) ? { output: { ...end.output, ...ofTheCall(requestId) } } : end;
}

/** The part of the SDK's answer that is about the request. */
function ofTheCall(requestId: string): Fields {
  return { SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: requestId } };
}

async function answered(calling: Calling, answer: Json): Promise<Json> {
  const { service, op } = calling.kind === 'function' ? { service: 'lambda', op: 'Invoke' } : calling.kind === 'sdk' ? calling : calling.action;
  const model = await answerModel(service);
  return model === null ? answer : answerOf(model.shapes, model.operations[op] ?? null, answer, calling.kind === 'sdk' ? asIso : asMilliseconds);
}

export async function failureOf(calling: Calling, error: CallError, requestId: string): Promise<Failure> {
  if (calling.kind === 'function') return optimizedFailure('Lambda', 'AWSLambda', error, requestId);
  if (calling.kind === 'optimized') return optimizedFailure(calling.action.prefix, calling.action.named, error, requestId);
  return sdkFailure(calling.prefix, await answerModel(calling.service), error, requestId);
}

/** A part of an answer of AWS's own integrations, by the shape that it has there: a job run, an execution. */
export async function shownAs(service: string, shape: string, json: Json): Promise<Json> {
  const model = await answerModel(service);
  return model === null ? json : answerOf(model.shapes, shape, json, asMilliseconds);
}

function fields(json: Json): Fields {
  return isRecord(json) ? json : {};
}
