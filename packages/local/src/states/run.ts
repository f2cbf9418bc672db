import type { Json } from '@millrace/core';
import type { Action, Advance, HistoryEvent, Message } from '@millrace/asl';
import { begin, forget, proceed } from './engine.ts';
import { asText, record } from './input.ts';
import { arm, disarm, dropMailbox, post, readsOut, takeMail } from './mailbox.ts';
import { cancelTask, hasHeld, performHeld, startTask } from './tasks.ts';
import { events, executionArn, executionKey, executions, machineArn, padded, under, type Ctx, type ExecutionRow } from './rows.ts';

export async function startRun(ctx: Ctx, row: ExecutionRow, roleArn: string): Promise<void> {
  const key = executionKey(row.machine, row.name);
  executions.put(ctx, key, row);
  const context = {
    Execution: {
      Id: executionArn(ctx.world, row.machine, row.name), Input: JSON.parse(row.input) as Json, Name: row.name, RoleArn: roleArn,
      StartTime: new Date(row.startedAt).toISOString(), RedriveCount: 0,
    },
    StateMachine: { Id: machineArn(ctx.world, row.machine), Name: row.machine },
  };
  react(ctx, row, await begin(ctx, row, context));
}

/** Delivers what has come in, and `more`, at once. */
export async function deliver(ctx: Ctx, row: ExecutionRow, more: readonly Message[]): Promise<void> {
  const messages = [...takeMail(ctx, executionKey(row.machine, row.name)), ...more];
  react(ctx, row, await proceed(ctx, row, messages));
}

/** Timer handler: the instant's mail is delivered as one; when none is left and no look is out, held tasks start. */
export async function pump(ctx: Ctx, data: Json): Promise<void> {
  const key = asText(data);
  const row = executions.get(ctx, key);
  if (row?.status !== 'RUNNING') return;
  disarm(ctx, key);
  const messages = takeMail(ctx, key);
  if (messages.length > 0) react(ctx, row, await proceed(ctx, row, messages));
  else if (!readsOut(ctx, key)) performHeld(ctx, key);
}

/** Timer handler: a wait, a retry's delay or a timeout is over. */
export function timer(ctx: Ctx, data: Json): void {
  const { execution, id } = record(data);
  post(ctx, asText(execution), { type: 'timer', id: asText(id) });
}

function react(ctx: Ctx, row: ExecutionRow, advance: Advance): void {
  const key = executionKey(row.machine, row.name);
  for (const event of advance.events) putEvent(ctx, key, event);
  for (const action of advance.actions) act(ctx, row, key, action);
  if (executions.get(ctx, key)?.status === 'RUNNING' && hasHeld(ctx, key)) arm(ctx, key);
}

function act(ctx: Ctx, row: ExecutionRow, key: string, action: Action): void {
  switch (action.type) {
    case 'task':
      return startTask(ctx, key, action);
    case 'cancelTask':
      return cancelTask(ctx, key, action.id);
    case 'timer':
      ctx.effects.push({ type: 'timer', id: under(key, action.id), at: action.at, order: 1, handler: 'timer', data: { execution: key, id: action.id } });
      return;
    case 'cancelTimer':
      ctx.effects.push({ type: 'cancelTimer', id: under(key, action.id) });
      return;
    case 'ended':
      return end(ctx, row, key, action);
  }
}

function end(ctx: Ctx, row: ExecutionRow, key: string, action: Extract<Action, { readonly type: 'ended' }>): void {
  dropMailbox(ctx, key);
  const how = action.status === 'SUCCEEDED'
    ? { output: JSON.stringify(action.output), error: null, cause: null }
    : { output: null, error: action.error === '' ? null : action.error, cause: action.cause === '' ? null : action.cause };
  executions.put(ctx, key, { ...row, ...how, status: action.status, stoppedAt: ctx.world.now() });
  forget(ctx, key);
}

function putEvent(ctx: Ctx, key: string, event: HistoryEvent): void {
  events.put(ctx, under(key, padded(event.id)), { ...event });
}
