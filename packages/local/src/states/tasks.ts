import type { Json } from '@millrace/core';
import type { Action } from '@millrace/asl';
import type { OpenQuestion } from '../host/types.ts';
import { asText, record } from './input.ts';
import { errorName, integrationFor, optimizedOutput, sdkOutput } from './integrations.ts';
import { arm, noteRead, post } from './mailbox.ts';
import { held, jobRuns, tasks, under, type Ctx, type TaskRow } from './rows.ts';

/** Is a STOPPED job run a success or a failure for `startJobRun.sync`? See docs/aws-open-questions.md. */
export const syncStopped: OpenQuestion = { id: 'sfn.syncStopped', choices: ['failure', 'success'] };

/**
 * A look goes out at once. What starts something waits until no look of its instant is out: an end that the look tells of is then
 * recorded before anything starts.
 */
export function startTask(ctx: Ctx, execution: string, action: Extract<Action, { readonly type: 'task' }>): void {
  const row: TaskRow = { execution, id: action.id, resource: action.resource, arguments: action.arguments, phase: 'held', job: null };
  if (integrationFor(action.resource)?.reads === true) {
    noteRead(ctx, execution, 1);
    perform(ctx, row);
    return;
  }
  tasks.put(ctx, under(execution, action.id), row);
  held.put(ctx, under(execution, action.id), action.id);
}

export function hasHeld(ctx: Ctx, execution: string): boolean {
  return held.list(ctx, under(execution, '')).length > 0;
}

export function performHeld(ctx: Ctx, execution: string): void {
  for (const { key } of held.list(ctx, under(execution, ''))) {
    held.remove(ctx, key);
    const row = tasks.get(ctx, key);
    if (row !== null) perform(ctx, row);
  }
}

function perform(ctx: Ctx, row: TaskRow): void {
  const integration = integrationFor(row.resource);
  const key = under(row.execution, row.id);
  if (integration === null) {
    tasks.remove(ctx, key);
    post(ctx, row.execution, { type: 'taskFailed', id: row.id, error: 'States.Runtime', cause: `The embedded Step Functions does not run the resource '${row.resource}'.` });
    return;
  }
  tasks.put(ctx, key, { ...row, phase: 'calling' });
  const replyTo = { handler: integration.sync ? 'jobStarted' : 'replied', data: { execution: row.execution, id: row.id } };
  ctx.effects.push({ type: 'call', service: integration.service, op: integration.op, input: row.arguments, replyTo });
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
  held.remove(ctx, key);
  tasks.remove(ctx, key);
  if (row.job === null) return;
  jobRuns.remove(ctx, row.job.run);
  stopJob(ctx, row.job.name, row.job.run);
}

function stopJob(ctx: Ctx, name: string, run: string): void {
  ctx.effects.push({ type: 'call', service: 'glue', op: 'BatchStopJobRun', input: { JobName: name, JobRunIds: [run] }, replyTo: null });
}

/** Reply of a call, as the host brings it. */
interface Reply {
  readonly row: TaskRow | null;
  readonly key: string;
  readonly output: Json | null;
  readonly error: { readonly name: string; readonly message: string } | null;
}

function replyOf(ctx: Ctx, data: Json): Reply {
  const reply = record(data);
  const to = record(reply['data'] ?? null);
  const key = under(asText(to['execution']), asText(to['id']));
  const row = tasks.get(ctx, key);
  if (reply['ok'] === true) return { row, key, output: reply['output'] ?? null, error: null };
  const error = record(reply['error'] ?? null);
  return { row, key, output: null, error: { name: asText(error['name']), message: asText(error['message']) } };
}

/** A call that is the whole task has answered. */
export function replied(ctx: Ctx, data: Json): void {
  const { row, key, output, error } = replyOf(ctx, data);
  if (row === null) return;
  const integration = integrationFor(row.resource);
  if (integration?.reads === true) noteRead(ctx, row.execution, -1);
  tasks.remove(ctx, key);
  if (row.phase === 'cancelled' || integration === null) return arm(ctx, row.execution);
  if (error !== null) post(ctx, row.execution, { type: 'taskFailed', id: row.id, error: errorName(integration, error.name), cause: error.message });
  else post(ctx, row.execution, { type: 'taskSucceeded', id: row.id, output: integration.optimized ? withJobName(row, output) : sdkOutput(output) });
}

function withJobName(row: TaskRow, output: Json): Json {
  return { ...record(output), JobName: record(row.arguments)['JobName'] ?? '' };
}

/** StartJobRun of a `.sync` task has answered: from here the job run's end is the task's. */
export function jobStarted(ctx: Ctx, data: Json): void {
  const { row, key, output, error } = replyOf(ctx, data);
  if (row === null) return;
  if (error !== null) {
    tasks.remove(ctx, key);
    const integration = integrationFor(row.resource);
    if (row.phase !== 'cancelled' && integration !== null) {
      post(ctx, row.execution, { type: 'taskFailed', id: row.id, error: errorName(integration, error.name), cause: error.message });
    }
    return;
  }
  const job = { name: asText(record(row.arguments)['JobName']), run: asText(record(output)['JobRunId']) };
  if (row.phase === 'cancelled') {
    tasks.remove(ctx, key);
    return stopJob(ctx, job.name, job.run);
  }
  tasks.put(ctx, key, { ...row, phase: 'running', job });
  jobRuns.put(ctx, job.run, key);
}

/** Glue tells of the end of a job run; most are none of ours. */
export function jobEnded(ctx: Ctx, data: Json): void {
  const ended = record(data);
  const run = asText(ended['jobRunId']);
  const key = jobRuns.get(ctx, run);
  const row = key === null ? null : tasks.get(ctx, key);
  if (key === null || row === null) return;
  jobRuns.remove(ctx, run);
  tasks.remove(ctx, key);
  const jobRun = { ...record(optimizedOutput(ended['jobRun'] ?? {})), JobName: asText(ended['jobName']), Id: run, JobRunState: asText(ended['state']) };
  if (succeeds(ctx, jobRun.JobRunState)) post(ctx, row.execution, { type: 'taskSucceeded', id: row.id, output: jobRun });
  else post(ctx, row.execution, { type: 'taskFailed', id: row.id, error: 'States.TaskFailed', cause: JSON.stringify(jobRun) });
}

function succeeds(ctx: Ctx, state: string): boolean {
  return state === 'SUCCEEDED' || (state === 'STOPPED' && ctx.world.ask(syncStopped) === 'success');
}
