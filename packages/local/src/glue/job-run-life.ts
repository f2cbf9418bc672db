import { createHash } from 'node:crypto';
import { AwsError, type Reply } from '../host/types.ts';
import { isRecord } from './input.ts';
import { givenBookmark, moveBookmark } from './bookmarks.ts';
import { blankRun, newRow, type StartOptions } from './job-run-new.ts';
import { addJobRun, dequeue, enqueue, isTerminal, jobRunRow, type JobRun, type JobRunRow, liveCount, type NodeRef, saveJobRun } from './job-run-rows.ts';
import { type Job, jobs } from './jobs.ts';
import { type Ctx, handler, key, seconds } from './kit.ts';
import { logPlaces } from './log-places.ts';
import { glueQuestions } from './questions.ts';
import { attemptEnded, attemptStarted } from './run-progress.ts';

/** Starts a run; beyond the job's limit it waits where queuing is on, else this throws ConcurrentRunsExceededException. */
export function startRun(ctx: Ctx, job: Job, options: StartOptions): JobRunRow {
  const most = mostAtOnce(job);
  const full = liveCount(ctx, job.Name) >= most;
  const queues = options.settings.JobRunQueuingEnabled ?? job.JobRunQueuingEnabled ?? false;
  if (full && !queues) {
    const message = `The job '${job.Name}' is running ${String(most)} time(s) already, as many as its ExecutionProperty.MaxConcurrentRuns allows.`;
    throw new AwsError('ConcurrentRunsExceededException', message);
  }
  const row = newRow(ctx, job, options);
  if (full) wait(ctx, row);
  else begin(ctx, row);
  return row;
}
const mostAtOnce = (job: Job): number => job.ExecutionProperty.MaxConcurrentRuns ?? 1;

function wait(ctx: Ctx, row: JobRunRow): void {
  const waiting = { ...row, run: { ...row.run, JobRunState: 'WAITING', StateDetail: 'The job run waits until fewer runs of its job are under way.' } };
  addJobRun(ctx, waiting);
  enqueue(ctx, waiting);
  if (row.node !== null) attemptStarted(ctx, row.node, row.run.Id);
}

/** Whoever waits longest begins where there is room. */
function fillRoom(ctx: Ctx, jobName: string): void {
  const job = jobs.get(ctx, key(jobName));
  while (job === null || liveCount(ctx, jobName) < mostAtOnce(job)) {
    const next = dequeue(ctx, jobName);
    if (next === null) return;
    const now = seconds(ctx);
    const { StateDetail: _detail, ...run } = next.run;
    const row = { ...next, run: { ...run, JobRunState: 'RUNNING', StartedOn: now, LastModifiedOn: now } };
    if (job === null) end(ctx, row, 'ERROR', `The job '${jobName}' does not exist.`);
    else {
      saveJobRun(ctx, row);
      launch(ctx, row);
    }
  }
}

/** A run that could not start: a trigger named a job that is gone or busy. */
export function refusedRun(ctx: Ctx, jobName: string, trigger: string, node: NodeRef, state: 'ERROR' | 'FAILED', message: string): void {
  const now = seconds(ctx);
  const run = { ...blankRun(ctx, jobName, trigger), JobRunState: state, CompletedOn: now, ErrorMessage: message };
  addJobRun(ctx, { run, args: {}, script: '', pythonVersion: '3', shell: false, retriesLeft: 0, stopAsked: false, node });
  attemptStarted(ctx, node, run.Id);
  attemptEnded(ctx, node, run.Id, state, false);
  publish(ctx, run, null);
}

function begin(ctx: Ctx, row: JobRunRow): void {
  const { run } = row;
  addJobRun(ctx, row);
  if (row.node !== null) attemptStarted(ctx, row.node, run.Id);
  launch(ctx, row);
}

/** A kept run goes to its work, by way of STARTING where that takes time. */
function launch(ctx: Ctx, row: JobRunRow): void {
  const { jobStart } = ctx.world.delays;
  if (jobStart === 0) {
    work(ctx, row);
    return;
  }
  saveJobRun(ctx, { ...row, run: { ...row.run, JobRunState: 'STARTING' } });
  ctx.effects.push({ type: 'timer', id: startOf(row.run.Id), at: ctx.world.now() + jobStart, order: 0, handler: 'jobRunStarted', data: { job: row.run.JobName, run: row.run.Id } });
}

function work(ctx: Ctx, row: JobRunRow): void {
  const { run } = row;
  const data = { job: run.JobName, run: run.Id };
  // Glue tells a script who it is among its arguments, and nobody can override that.
  const told = !row.shell || ctx.world.ask(glueQuestions.shellJobArguments) === 'given';
  const args = told ? { ...row.args, '--JOB_ID': jobId(run.JobName), '--JOB_NAME': run.JobName, '--JOB_RUN_ID': run.Id } : row.args;
  const [bookmark, logs] = [givenBookmark(ctx, row), logPlaces(row)];
  const ofSpark = row.shell ? {} : { spark: true, ...(bookmark === null ? {} : { bookmark }), ...(logs === null ? {} : { logs }) };
  const work = { kind: 'job', id: run.Id, jobName: run.JobName, attempt: run.Attempt, scriptLocation: row.script, args, pythonVersion: row.pythonVersion, ...ofSpark } as const;
  ctx.effects.push({ type: 'work', work, replyTo: { handler: 'jobRunEnded', data } });
  if (run.Timeout === 0) return;
  const at = ctx.world.now() + run.Timeout * 60_000;
  ctx.effects.push({ type: 'timer', id: timerOf(run.Id), at, order: 0, handler: 'jobRunTimedOut', data });
}
const jobId = (jobName: string): string => `j_${createHash('sha256').update(jobName).digest('hex')}`;
const timerOf = (runId: string): string => `timeout/${runId}`;
const startOf = (runId: string): string => `start/${runId}`;

/** Asks a live run to stop; it ends as its work ends. */
export function askToStop(ctx: Ctx, row: JobRunRow): void {
  if (isTerminal(row.run.JobRunState) || row.stopAsked) return;
  if (row.run.JobRunState === 'WAITING' || row.run.JobRunState === 'STARTING') {
    // There is no work to end yet.
    ctx.effects.push({ type: 'cancelTimer', id: startOf(row.run.Id) });
    end(ctx, row, 'STOPPED', null);
    return;
  }
  const { Timeout, JobRunState, LastModifiedOn } = row.run;
  // Its timer is due at this instant: what ends then has ended first.
  if (JobRunState === 'RUNNING' && Timeout > 0 && seconds(ctx) >= LastModifiedOn + Timeout * 60) {
    timeOut(ctx, row);
    return;
  }
  saveJobRun(ctx, { ...row, stopAsked: true, run: { ...row.run, JobRunState: 'STOPPING', LastModifiedOn: seconds(ctx) } });
  ctx.effects.push({ type: 'stopWork', id: row.run.Id });
}

function timeOut(ctx: Ctx, row: JobRunRow): void {
  ctx.effects.push({ type: 'stopWork', id: row.run.Id });
  end(ctx, row, 'TIMEOUT', `The job run went on for longer than its timeout of ${String(row.run.Timeout)} minute${row.run.Timeout === 1 ? '' : 's'}.`);
}

function end(ctx: Ctx, row: JobRunRow, state: 'SUCCEEDED' | 'FAILED' | 'STOPPED' | 'TIMEOUT' | 'ERROR', message: string | null): void {
  const now = seconds(ctx);
  const ended = { ...row.run, JobRunState: state, CompletedOn: now, LastModifiedOn: now, ExecutionTime: row.run.JobRunState === 'WAITING' ? 0 : Math.round(now - row.run.StartedOn) };
  const run = message === null ? ended : { ...ended, ErrorMessage: message };
  saveJobRun(ctx, { ...row, run });
  ctx.effects.push({ type: 'cancelTimer', id: timerOf(run.Id) });
  const again = row.retriesLeft > 0 && !row.stopAsked && isRepeated(ctx, state) ? nextAttempt(ctx, row) : null;
  // The retry is live before the failed attempt counts as ended, so that the workflow run never looks finished in between.
  if (again !== null) begin(ctx, again);
  if (row.node !== null) attemptEnded(ctx, row.node, run.Id, state, again !== null);
  publish(ctx, run, again?.run.Id ?? null);
  fillRoom(ctx, run.JobName);
}

/** AWS does not say whether MaxRetries repeats what it could not run itself. */
const isRepeated = (ctx: Ctx, state: string): boolean => state === 'FAILED' || (state === 'ERROR' && ctx.world.ask(glueQuestions.errorRepeated) === 'yes');

function nextAttempt(ctx: Ctx, row: JobRunRow): JobRunRow {
  const { ErrorMessage: _message, CompletedOn: _completed, ...run } = row.run;
  const now = seconds(ctx);
  const first = run.Id.replace(/_attempt_\d+$/, '');
  const Attempt = run.Attempt + 1;
  const next = { ...run, Id: `${first}_attempt_${String(Attempt)}`, Attempt, PreviousRunId: run.Id, JobRunState: 'RUNNING', StartedOn: now, LastModifiedOn: now, ExecutionTime: 0 };
  return { ...row, run: next, retriesLeft: row.retriesLeft - 1 };
}

/** `retriedBy` is the id of the attempt that Glue's MaxRetries started after this one. */
function publish(ctx: Ctx, run: JobRun, retriedBy: string | null): void {
  ctx.effects.push({ type: 'publish', topic: 'glue.jobRun', data: { jobName: run.JobName, jobRunId: run.Id, state: run.JobRunState, jobRun: run, retried: retriedBy !== null, retriedBy } });
}

type RunData = { readonly job: string; readonly run: string };
const endStates = { succeeded: 'SUCCEEDED', failed: 'FAILED', stopped: 'STOPPED', error: 'ERROR' } as const;

export const jobRunHandlers = {
  jobRunStarted: handler<RunData>((ctx, data) => {
    const row = liveRow(ctx, data);
    if (row?.run.JobRunState !== 'STARTING') return;
    const now = seconds(ctx);
    const running = { ...row, run: { ...row.run, JobRunState: 'RUNNING', LastModifiedOn: now } };
    saveJobRun(ctx, running);
    work(ctx, running);
  }),
  jobRunEnded: handler<Reply & { readonly data: RunData }>((ctx, reply) => {
    keepBookmark(ctx, reply);
    const row = liveRow(ctx, reply.data);
    if (row === null) return;
    if (!reply.ok) {
      end(ctx, row, 'ERROR', reply.error.message);
      return;
    }
    const result = isRecord(reply.output) ? reply.output : {};
    const state = Object.entries(endStates).find(([outcome]) => outcome === result['outcome'])?.[1] ?? 'ERROR';
    // What is still stopping when its time is up has timed out.
    if (state === 'STOPPED' && row.stopAsked && row.run.Timeout > 0 && seconds(ctx) >= row.run.StartedOn + row.run.Timeout * 60) timeOut(ctx, row);
    else end(ctx, row, state, typeof result['message'] === 'string' && state !== 'SUCCEEDED' ? result['message'] : null);
  }),
  jobRunTimedOut: handler<RunData>((ctx, data) => {
    const row = liveRow(ctx, data);
    if (row !== null) timeOut(ctx, row);
  }),
};

/** A commit counts from the moment it is made: a run that fails or times out after it has moved its bookmark too. */
function keepBookmark(ctx: Ctx, reply: Reply & { readonly data: RunData }): void {
  const row = jobRunRow(ctx, reply.data.job, reply.data.run);
  if (row === null || !reply.ok || !isRecord(reply.output)) return;
  const { outcome, bookmark } = reply.output;
  if (typeof bookmark === 'string') moveBookmark(ctx, row, bookmark);
  // Nobody watched a script: what is played succeeds with its commit.
  else if (bookmark === undefined && outcome === 'succeeded' && !isTerminal(row.run.JobRunState)) moveBookmark(ctx, row, '{}');
}

/** Null when the run has ended: work that a timeout cut short still reports back. */
function liveRow(ctx: Ctx, { job, run }: RunData): JobRunRow | null {
  const row = jobRunRow(ctx, job, run);
  return row === null || isTerminal(row.run.JobRunState) ? null : row;
}
