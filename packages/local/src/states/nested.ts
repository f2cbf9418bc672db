import type { Json } from '@millrace/core';
import { describe } from './describe.ts';
import { asText, record } from './input.ts';
import { shownAs } from './integration/call.ts';
import { integrationFor } from './integration/resource.ts';
import { executionArn, readExecutionArn } from './names.ts';
import { fail, finish } from './task-end.ts';
import { children, executionKey, executions, keyOf, tasks, type Ctx, type ExecutionRow } from './rows.ts';

/** Key of the execution that a task has started; null for one that cannot be followed. */
export function follow(arn: string): string | null {
  if (!arn.includes(':execution:')) return null;
  const { machine, name } = readExecutionArn(arn);
  return executionKey(machine, name);
}

/** An execution that ends at once has ended before its task begins to wait. */
export async function childEndedAlready(ctx: Ctx, task: string, child: string): Promise<void> {
  children.put(ctx, child, task);
  const row = executions.get(ctx, child);
  if (row !== null && row.status !== 'RUNNING') await childEnded(ctx, row);
}

/** An execution has ended: the task that waits for it has its result. */
export async function childEnded(ctx: Ctx, ended: ExecutionRow): Promise<void> {
  const child = keyOf(ended);
  const task = children.get(ctx, child);
  if (task === null) return;
  children.remove(ctx, child);
  const row = tasks.get(ctx, task);
  if (row === null) return;
  const integration = integrationFor(row.resource);
  const json = integration?.kind === 'optimized' && integration.json;
  const shown = record(await shownAs('sfn', 'DescribeExecutionOutput', describe(ctx, ended)));
  if (ended.status !== 'SUCCEEDED') fail(ctx, row, { error: 'States.TaskFailed', cause: JSON.stringify(withJson(shown, json)) });
  else finish(ctx, row, { type: 'taskSucceeded', id: row.id, output: withJson(shown, json) });
}

/** `.sync:2` gives input and output as JSON, `.sync` as text. */
function withJson(shown: { readonly [key: string]: Json }, json: boolean): Json {
  if (!json) return shown;
  // Both were written as JSON by this service.
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, name === 'Input' || name === 'Output' ? (JSON.parse(asText(value)) as Json) : value]));
}

export function stopChild(ctx: Ctx, child: string): void {
  children.remove(ctx, child);
  const row = executions.get(ctx, child);
  if (row?.status !== 'RUNNING') return;
  ctx.effects.push({ type: 'call', service: 'sfn', op: 'StopExecution', input: { executionArn: executionArn(ctx.world, row.machine, row.name) }, replyTo: null });
}
