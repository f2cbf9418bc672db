import type { Message } from '@millrace/asl';
import type { Failure } from './integration/failures.ts';
import { post } from './mailbox.ts';
import { held, jobRuns, queue, tasks, under, type Ctx, type TaskRow } from './rows.ts';

/** The task has ended: nothing waits for it any more. */
export function finish(ctx: Ctx, row: TaskRow, message: Message): void {
  untrack(ctx, row);
  post(ctx, row.execution, message);
}

export function fail(ctx: Ctx, row: TaskRow, { error, cause }: Failure): void {
  finish(ctx, row, { type: 'taskFailed', id: row.id, error, cause });
}

/** Forgets a task, wherever it stands. */
export function untrack(ctx: Ctx, row: TaskRow): void {
  const key = under(row.execution, row.id);
  tasks.remove(ctx, key);
  held.remove(ctx, key);
  if (row.job !== null) jobRuns.remove(ctx, row.job.run);
  if (row.queued !== null) queue.remove(ctx, row.queued);
}
