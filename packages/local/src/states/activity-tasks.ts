import type { Json } from '@millrace/core';
import { activityOf } from './activities.ts';
import { asText, optionalText, record } from './input.ts';
import { post } from './mailbox.ts';
import { activities, nextNumber, padded, polls, queue, tasks, under, Waiting, type Ctx, type TaskRow } from './rows.ts';

/** Source: GetActivityTask: a poll is held for at most sixty seconds. */
const longestPoll = 60_000;

/** A task for whichever worker comes; a worker that waits gets it at once. False: there is no such activity. */
export function offer(ctx: Ctx, activity: string, row: TaskRow): boolean {
  if (activities.get(ctx, activity) === null) return false;
  const key = under(row.execution, row.id);
  const worker = nextWorker(ctx, activity);
  if (worker === null) {
    const queued = under(activity, padded(nextNumber(ctx, 'queue')));
    queue.put(ctx, queued, key);
    tasks.put(ctx, key, { ...row, phase: 'waiting', queued });
    return true;
  }
  ctx.effects.push({ type: 'cancelTimer', id: worker.id }, { type: 'answer', id: worker.id, result: { ok: true, output: taken(ctx, row, worker.worker) } });
  return true;
}

/** The worker that has waited longest. One that hung up, or that asked an earlier server, gets nothing any more. */
function nextWorker(ctx: Ctx, activity: string): { readonly id: string; readonly worker: string | null } | null {
  for (const { key, row } of polls.list(ctx, under(activity, ''))) {
    polls.remove(ctx, key);
    if (ctx.world.waited(row.id)) return row;
    ctx.effects.push({ type: 'cancelTimer', id: row.id });
  }
  return null;
}

function taken(ctx: Ctx, row: TaskRow, worker: string | null): Json {
  tasks.put(ctx, under(row.execution, row.id), { ...row, phase: 'waiting', queued: null });
  post(ctx, row.execution, { type: 'taskStarted', id: row.id, ...(worker === null ? {} : { worker }) });
  return { taskToken: row.token, input: JSON.stringify(row.arguments) };
}

/** The oldest task that no worker has taken, or the next one that comes within a minute; then an answer without a token. */
export function getActivityTask(ctx: Ctx, json: Json): Json | Waiting {
  const input = record(json);
  const { name } = activityOf(ctx, input);
  const worker = optionalText(input, 'workerName');
  for (const { key, row: task } of queue.list(ctx, under(name, ''))) {
    queue.remove(ctx, key);
    const row = tasks.get(ctx, task);
    if (row !== null) return taken(ctx, row, worker);
  }
  const number = padded(nextNumber(ctx, 'poll'));
  const [id, poll] = [`poll/${number}`, under(name, number)];
  polls.put(ctx, poll, { id, worker });
  ctx.effects.push({ type: 'timer', id, at: ctx.world.now() + longestPoll, order: 1, handler: 'pollOver', data: { poll, id } });
  return new Waiting(id);
}

/** Timer handler: no task came. */
export function pollOver(ctx: Ctx, data: Json): void {
  const { poll, id } = record(data);
  polls.remove(ctx, asText(poll));
  ctx.effects.push({ type: 'answer', id: asText(id), result: { ok: true, output: {} } });
}
