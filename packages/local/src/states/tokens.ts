import type { Json } from '@millrace/core';
import { readToken, type Message } from '@millrace/asl';
import { AwsError } from '../host/types.ts';
import { jsonText, optionalText, record, text, type Input } from './input.ts';
import { post } from './mailbox.ts';
import { readExecutionArn } from './names.ts';
import { finish } from './task-end.ts';
import { executionKey, executions, tasks, under, type Ctx, type TaskRow } from './rows.ts';

export function sendTaskSuccess(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = taskOf(ctx, input);
  const output = jsonText(text(input, 'output'), 'InvalidOutput', 'Invalid Output');
  answer(ctx, row, { type: 'taskSucceeded', id: row.id, output });
  return {};
}

export function sendTaskFailure(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = taskOf(ctx, input);
  answer(ctx, row, { type: 'taskFailed', id: row.id, error: optionalText(input, 'error'), cause: optionalText(input, 'cause') });
  return {};
}

export function sendTaskHeartbeat(ctx: Ctx, json: Json): Json {
  const row = taskOf(ctx, record(json));
  post(ctx, row.execution, { type: 'heartbeat', id: row.id });
  return {};
}

/** An answer that comes before the call itself has answered waits for it, so that the history has both in their order. */
function answer(ctx: Ctx, row: TaskRow, message: Message): void {
  if (row.phase === 'calling') tasks.put(ctx, under(row.execution, row.id), { ...row, early: message });
  else finish(ctx, row, message);
}

/** The task that a token is of. What has ended, or was answered already, has timed out. Source: SendTaskSuccess, errors. */
function taskOf(ctx: Ctx, input: Input): TaskRow {
  const token = text(input, 'taskToken');
  const named = readToken(token);
  const execution = named === null ? null : keyIn(named.execution);
  if (named === null || execution === null) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  if (executions.get(ctx, execution) === null) throw new AwsError('TaskDoesNotExist', 'Task Does Not Exist: the execution of this token is not here.');
  const row = tasks.get(ctx, under(execution, named.task));
  if (row === null || row.token !== token || row.early !== null || row.phase === 'cancelled') throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return row;
}

/** Tokens come from outside, and name what they like. */
function keyIn(arn: string): string | null {
  try {
    const { machine, name } = readExecutionArn(arn);
    return executionKey(machine, name);
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}
