import type { Json } from '@millrace/core';
import { AwsError, type Operation, type Reply } from '../host/types.ts';
import { type Fields, isList, isRecord } from '../service/input.ts';
import { type Ctx, handler, isoTime, table, uuid, Waiting } from '../service/kit.ts';
import { codes, functionAt, functionArn, type FunctionRow, operation } from './rows.ts';

/** A call under way. */
type CallRow = { readonly name: string; readonly waited: boolean; readonly timeout: number };
const calls = table<CallRow>('call');

/** Source: Invoke, payload quotas. */
const mostBytes = 6 * 2 ** 20;
const timer = (id: string): string => `timeout/${id}`;

export const invokeOperations: Readonly<Record<string, Operation>> = {
  Invoke: operation((ctx, input) => {
    const row = functionAt(ctx, input);
    const type = input.oneOf('InvocationType', ['RequestResponse', 'Event', 'DryRun'], 'RequestResponse');
    const payload = payloadOf(input.raw('Payload'));
    if (type === 'DryRun') return { StatusCode: 204, Payload: '' };
    const id = uuid(ctx);
    begin(ctx, row, id, payload, type === 'RequestResponse');
    return type === 'Event' ? { StatusCode: 202, Payload: '' } : new Waiting(id);
  }),
};

function begin(ctx: Ctx, row: FunctionRow, id: string, payload: Json, waited: boolean): void {
  const code = codes.get(ctx, row.name);
  if (code === null) throw new AwsError('ServiceException', `The code of the function ${row.name} is missing.`, 500);
  const environment = { ...row.environment, AWS_LAMBDA_FUNCTION_NAME: row.name, AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(row.memory), MILLRACE_FUNCTION_ARN: functionArn(ctx, row.name) };
  calls.put(ctx, id, { name: row.name, waited, timeout: row.timeout });
  ctx.effects.push(
    { type: 'work', work: { kind: 'function', id, functionName: row.name, code, handler: row.handler, payload, environment }, replyTo: { handler: 'ended', data: { id } } },
    { type: 'timer', id: timer(id), at: ctx.world.now() + row.timeout * 1000, order: 1, handler: 'timedOut', data: { id } },
  );
}

/** A payload comes as text from clients, as JSON from state machines; none counts as an empty object. */
function payloadOf(raw: Json): Json {
  if (typeof raw !== 'string') return raw ?? {};
  if (Buffer.byteLength(raw, 'utf8') > mostBytes) throw new AwsError('RequestTooLargeException', `${String(raw.length)} byte payload is too large for the RequestResponse invocation type (limit ${mostBytes} bytes)`, 413);
  if (raw === '') return {};
  try {
    // JSON.parse gives JSON by definition.
    return JSON.parse(raw) as Json;
  } catch (error) {
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const invokeHandlers = {
  ended: handler<Reply>((ctx, reply) => {
    const id = idOf(reply.data);
    const call = calls.get(ctx, id);
    // A call that was cut short has been answered.
    if (call === null) return;
    const result: Fields = reply.ok && isRecord(reply.output) ? reply.output : {};
    const lines = isList(result['log'] ?? null) ? (result['log'] as readonly Json[]).filter((line) => typeof line === 'string') : [];
    const message = typeof result['message'] === 'string' ? result['message'] : null;
    if (result['outcome'] === 'succeeded') end(ctx, id, call, { Payload: message ?? 'null' }, lines);
    else end(ctx, id, call, failure(reply.ok ? (message ?? errorText('Runtime.ExitError', 'The function was stopped.')) : errorText('Runtime.ExitError', reply.error.message)), lines);
  }),
  timedOut: handler<{ readonly id: string }>((ctx, { id }) => {
    const call = calls.get(ctx, id);
    if (call === null) return;
    ctx.effects.push({ type: 'stopWork', id });
    end(ctx, id, call, failure(errorText('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${call.timeout.toFixed(2)} seconds`)), []);
  }),
};

function end(ctx: Ctx, id: string, call: CallRow, output: { readonly Payload: string; readonly FunctionError?: string }, lines: readonly string[]): void {
  calls.remove(ctx, id);
  ctx.effects.push({ type: 'cancelTimer', id: timer(id) });
  const answer = { StatusCode: 200, ExecutedVersion: '$LATEST', ...output };
  if (call.waited) ctx.effects.push({ type: 'answer', id, result: { ok: true, output: answer } });
  const messages = [`START RequestId: ${id} Version: $LATEST`, ...lines, ...(output.FunctionError === undefined ? [] : [`[ERROR] ${output.Payload}`]), `END RequestId: ${id}`];
  const stream = `${isoTime(ctx.world.now()).slice(0, 10).replaceAll('-', '/')}/[$LATEST]${id.replaceAll('-', '')}`;
  ctx.effects.push({ type: 'publish', topic: 'logs.write', data: { group: `/aws/lambda/${call.name}`, stream, messages } });
}

const failure = (payload: string): { readonly Payload: string; readonly FunctionError: string } => ({ FunctionError: 'Unhandled', Payload: payload });
const errorText = (errorType: string, errorMessage: string): string => JSON.stringify({ errorType, errorMessage });
const idOf = (data: Json): string => (isRecord(data) && typeof data['id'] === 'string' ? data['id'] : '');
