import type { Json } from '@millrace/core';
import { UnsupportedDefinition, type Action, type Advance, type HistoryEvent, type Message } from '@millrace/asl';
import { AwsError } from '../host/types.ts';
import { begin, forget, goOn, proceed } from './engine.ts';
import { asText, record } from './input.ts';
import { writeLogs } from './logs.ts';
import { arm, disarm, dropMailbox, post, readsOut, takeMail } from './mailbox.ts';
import { noteMapRun, withOwnArn } from './map-runs.ts';
import { executionArn, machineArn } from './names.ts';
import { childEnded } from './nested.ts';
import { syncAnswer } from './sync-answer.ts';
import { cancelTask, hasHeld, performHeld, startTask } from './tasks.ts';
import { events, executions, keyOf, padded, roots, under, type Ctx, type ExecutionRow } from './rows.ts';

export async function startRun(ctx: Ctx, row: ExecutionRow): Promise<void> {
  const { world } = ctx;
  executions.put(ctx, keyOf(row), row);
  const context = {
    Execution: {
      Id: executionArn(world, row.machine, row.name, row.express), Input: JSON.parse(row.input) as Json, Name: row.name, RoleArn: row.by.roleArn, // the input was checked
      StartTime: new Date(row.startedAt).toISOString(), ...(row.express === null ? { RedriveCount: 0 } : {}),
    },
    StateMachine: { Id: machineArn(world, row.machine), Name: row.machine },
  };
  await react(ctx, row, await begin(ctx, row, context).catch(refused));
}

function refused(error: unknown): never {
  if (error instanceof UnsupportedDefinition) throw new AwsError('ValidationException', `The embedded Step Functions cannot run this state machine: ${error.message}`);
  throw error;
}

/** Goes on with an execution that ended badly. */
export async function restart(ctx: Ctx, row: ExecutionRow): Promise<void> {
  executions.put(ctx, keyOf(row), row);
  await react(ctx, row, await goOn(ctx, row));
}

/** Delivers what has come in, and `more`, at once. */
export async function deliver(ctx: Ctx, row: ExecutionRow, more: readonly Message[]): Promise<void> {
  const messages = [...takeMail(ctx, keyOf(row)), ...more];
  await react(ctx, row, await proceed(ctx, row, messages));
}

/** Timer handler: the instant's mail is delivered as one; when none is left and no look is out, held tasks start. */
export async function pump(ctx: Ctx, data: Json): Promise<void> {
  const key = asText(data);
  const row = executions.get(ctx, key);
  if (row?.status !== 'RUNNING') return;
  disarm(ctx, key);
  const messages = takeMail(ctx, key);
  if (messages.length > 0) await react(ctx, row, await proceed(ctx, row, messages));
  else if (!readsOut(ctx, key)) await performHeld(ctx, key);
}

/** Timer handler: a wait, a retry's delay or a timeout is over. */
export function timer(ctx: Ctx, data: Json): void {
  const { execution, id } = record(data);
  post(ctx, asText(execution), { type: 'timer', id: asText(id) });
}

async function react(ctx: Ctx, row: ExecutionRow, advance: Advance): Promise<void> {
  const key = keyOf(row);
  const told = advance.events.map((event) => withOwnArn(key, event));
  writeLogs(ctx, row, told);
  // Express executions have logs and no history.
  if (row.express === null) for (const event of told) putEvent(ctx, key, event);
  for (const action of advance.actions) await act(ctx, row, key, action);
  if (executions.get(ctx, key)?.status === 'RUNNING' && hasHeld(ctx, key)) arm(ctx, key);
}

async function act(ctx: Ctx, row: ExecutionRow, key: string, action: Action): Promise<void> {
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

async function end(ctx: Ctx, row: ExecutionRow, key: string, action: Extract<Action, { readonly type: 'ended' }>): Promise<void> {
  dropMailbox(ctx, key);
  const how = action.status === 'SUCCEEDED'
    ? { output: JSON.stringify(action.output), error: null, cause: null }
    : { output: null, error: action.error === '' ? null : action.error, cause: action.cause === '' ? null : action.cause };
  const ended: ExecutionRow = { ...row, ...how, status: action.status, stoppedAt: ctx.world.now() };
  forget(ctx, key, row.express === null && action.status !== 'SUCCEEDED');
  executions.put(ctx, key, ended);
  if (row.express !== null) {
    executions.remove(ctx, key);
    roots.remove(ctx, key);
  }
  if (row.awaited !== null) ctx.effects.push({ type: 'answer', id: row.awaited, result: { ok: true, output: syncAnswer(ctx, ended) } });
  await childEnded(ctx, ended);
}

function putEvent(ctx: Ctx, key: string, event: HistoryEvent): void {
  events.put(ctx, under(key, padded(event.id)), { ...event });
  noteMapRun(ctx, key, event);
}
