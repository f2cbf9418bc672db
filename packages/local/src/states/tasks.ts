import type { Json } from '@millrace/core';
import type { Action } from '@millrace/asl';
import type { OpenQuestion } from '../host/types.ts';
import { uuid } from '../service/kit.ts';
import { offer } from './activity-tasks.ts';
import { notRun } from './definition.ts';
import { asText, record } from './input.ts';
import { callOf, endOf, failureOf, readsOnly, shownAs, waitOf, type Calling } from './integration/call.ts';
import { unsupported, type CallError } from './integration/failures.ts';
import { integrationFor } from './integration/resource.ts';
import { arm, noteRead, post } from './mailbox.ts';
import { childEndedAlready, follow, stopChild } from './nested.ts';
import { fail, finish, untrack } from './task-end.ts';
import { held, jobRuns, tasks, under, type Ctx, type TaskRow } from './rows.ts';

/** Is a STOPPED job run a success or a failure for `startJobRun.sync`? See docs/aws-open-questions.md. */
export const syncStopped: OpenQuestion = { id: 'sfn.syncStopped', choices: ['failure', 'success'] };

/**
 * A look goes out at once. What starts something waits until no look of its instant is out: an end that the look tells of is then
 * recorded before anything starts.
 */
export async function startTask(ctx: Ctx, execution: string, action: Extract<Action, { readonly type: 'task' }>): Promise<void> {
  const { id, resource, token } = action;
  const row: TaskRow = { execution, id, resource, arguments: action.arguments, token, phase: 'held', job: null, child: null, queued: null, early: null };
  if (readsOnly(integrationFor(resource))) {
    noteRead(ctx, execution, 1);
    return perform(ctx, row);
  }
  tasks.put(ctx, under(execution, id), row);
  held.put(ctx, under(execution, id), id);
}

export function hasHeld(ctx: Ctx, execution: string): boolean {
  return held.list(ctx, under(execution, '')).length > 0;
}

export async function performHeld(ctx: Ctx, execution: string): Promise<void> {
  for (const { key } of held.list(ctx, under(execution, ''))) {
    held.remove(ctx, key);
    const row = tasks.get(ctx, key);
    if (row !== null) await perform(ctx, row);
  }
}

async function perform(ctx: Ctx, row: TaskRow): Promise<void> {
  const integration = integrationFor(row.resource);
  if (integration === null) return fail(ctx, row, unsupported(notRun(row.resource)));
  if (integration.kind === 'activity') {
    const waits = offer(ctx, integration.activity, row);
    return waits ? undefined : fail(ctx, row, unsupported(`There is no activity '${row.resource}'.`));
  }
  const call = await callOf(integration, row.arguments);
  if ('failure' in call) {
    if (readsOnly(integration)) noteRead(ctx, row.execution, -1);
    return fail(ctx, row, call.failure);
  }
  tasks.put(ctx, under(row.execution, row.id), { ...row, phase: 'calling' });
  ctx.effects.push({ type: 'call', ...call, replyTo: { handler: 'replied', data: { execution: row.execution, id: row.id } } });
}

export function cancelTask(ctx: Ctx, execution: string, id: string): void {
  const key = under(execution, id);
  const row = tasks.get(ctx, key);
  if (row === null) return;
  if (row.phase === 'calling') {
    // The answer is on its way, and brings what there is to stop.
    tasks.put(ctx, key, { ...row, phase: 'cancelled' });
    return;
  }
  untrack(ctx, row);
  if (row.job !== null) stopJob(ctx, row.job.name, row.job.run);
  if (row.child !== null) stopChild(ctx, row.child);
}

function stopJob(ctx: Ctx, name: string, run: string): void {
  ctx.effects.push({ type: 'call', service: 'glue', op: 'BatchStopJobRun', input: { JobName: name, JobRunIds: [run] }, replyTo: null });
}

/** Timer handler: a call has answered. */
export async function replied(ctx: Ctx, json: Json): Promise<void> {
  const reply = record(json);
  const to = record(reply['data'] ?? null);
  const row = tasks.get(ctx, under(asText(to['execution']), asText(to['id'])));
  const calling = row === null ? null : integrationFor(row.resource);
  if (row === null || calling === null || calling.kind === 'activity') return;
  if (readsOnly(calling)) noteRead(ctx, row.execution, -1);
  // The host brings one or the other.
  if (reply['ok'] !== true) return callFailed(ctx, row, calling, record(reply['error'] ?? null) as unknown as CallError);
  const answer = reply['output'] ?? null;
  if (row.phase === 'cancelled') return stopStarted(ctx, row, calling, answer);
  const end = await endOf(calling, row.arguments, answer, uuid(ctx));
  if ('failure' in end) return fail(ctx, row, end.failure);
  if (waitOf(calling) === 'none') return finish(ctx, row, { type: 'taskSucceeded', id: row.id, output: end.output });
  post(ctx, row.execution, { type: 'taskSubmitted', id: row.id, output: end.output });
  if (row.early !== null) return finish(ctx, row, row.early);
  return wait(ctx, row, calling, answer);
}

async function callFailed(ctx: Ctx, row: TaskRow, calling: Calling, error: CallError): Promise<void> {
  if (row.phase !== 'cancelled') return fail(ctx, row, await failureOf(calling, error, uuid(ctx)));
  untrack(ctx, row);
  arm(ctx, row.execution);
}

/** The call came through after its task had ended. */
function stopStarted(ctx: Ctx, row: TaskRow, calling: Calling, answer: Json): void {
  untrack(ctx, row);
  const started = startedBy(row, calling, answer);
  if (started.job !== null) stopJob(ctx, started.job.name, started.job.run);
  if (started.child !== null) stopChild(ctx, started.child);
  arm(ctx, row.execution);
}

/** What a `.sync` task waits for from here on. */
function startedBy(row: TaskRow, calling: Calling, answer: Json): Pick<TaskRow, 'job' | 'child'> {
  const output = record(answer);
  const wait = waitOf(calling);
  return {
    job: wait === 'job' ? { name: asText(record(row.arguments)['JobName']), run: asText(output['JobRunId']) } : null,
    child: wait === 'execution' ? follow(asText(output['executionArn'])) : null,
  };
}

async function wait(ctx: Ctx, row: TaskRow, calling: Calling, answer: Json): Promise<void> {
  const started = startedBy(row, calling, answer);
  const waiting: TaskRow = { ...row, phase: 'waiting', ...started };
  const key = under(row.execution, row.id);
  tasks.put(ctx, key, waiting);
  if (started.job !== null) jobRuns.put(ctx, started.job.run, key);
  if (started.child !== null) await childEndedAlready(ctx, key, started.child);
  else if (waitOf(calling) === 'execution') fail(ctx, waiting, unsupported('An Express execution cannot be waited for by .sync: start it without, or use a Standard state machine.'));
}

/** Glue tells of the end of a job run; most are none of ours. */
export async function jobEnded(ctx: Ctx, data: Json): Promise<void> {
  const ended = record(data);
  const run = asText(ended['jobRunId']);
  const key = jobRuns.get(ctx, run);
  const row = key === null ? null : tasks.get(ctx, key);
  if (row === null) return;
  const shown = record(await shownAs('glue', 'JobRun', ended['jobRun'] ?? {}));
  const jobRun = { ...shown, JobName: asText(ended['jobName']), Id: run, JobRunState: asText(ended['state']) };
  if (succeeds(ctx, jobRun.JobRunState)) finish(ctx, row, { type: 'taskSucceeded', id: row.id, output: jobRun });
  else fail(ctx, row, { error: 'States.TaskFailed', cause: JSON.stringify(jobRun) });
}

function succeeds(ctx: Ctx, state: string): boolean {
  return state === 'SUCCEEDED' || (state === 'STOPPED' && ctx.world.ask(syncStopped) === 'success');
}
