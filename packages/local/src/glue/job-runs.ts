import type { Operation } from '../host/types.ts';
import { anything, double, flag, integer, listOf, longText, members, name, stringMap } from './input.ts';
import { askToStop, startRun } from './job-run-life.ts';
import { isTerminal, type JobRun, jobRunOrder, jobRunRow } from './job-run-rows.ts';
import { jobNamed } from './jobs.ts';
import { type Ctx, isRemembered, notFound, operation, page } from './kit.ts';

const startInput = members(
  { JobName: name },
  {
    JobRunId: name,
    Arguments: stringMap,
    Timeout: integer(1, 10_080),
    JobRunQueuingEnabled: flag,
    AllocatedCapacity: integer(),
    MaxCapacity: double,
    SecurityConfiguration: name,
    NotificationProperty: anything,
    WorkerType: longText,
    NumberOfWorkers: integer(1),
    ExecutionClass: longText,
  },
);

function runNamed(ctx: Ctx, job: string, id: string): JobRun {
  const row = jobRunRow(ctx, job, id);
  if (row === null || !isRemembered(ctx, row.run.CompletedOn)) throw notFound(`The run '${id}' of the job '${job}'`);
  return row.run;
}

export const jobRunOperations: Readonly<Record<string, Operation>> = {
  StartJobRun: operation(startInput, (ctx, { JobName, Arguments, JobRunId, ...settings }) => {
    const job = jobNamed(ctx, JobName);
    // Naming an earlier run runs the job again with that run's arguments.
    const again = JobRunId === undefined ? {} : runNamed(ctx, JobName, JobRunId).Arguments;
    const row = startRun(ctx, job, { runArguments: Arguments ?? again, replaceDefaults: false, settings, trigger: null, node: null });
    return { JobRunId: row.run.Id };
  }),
  GetJobRun: operation(members({ JobName: name, RunId: name }, { PredecessorsIncluded: flag }), (ctx, { JobName, RunId }) => ({ JobRun: runNamed(ctx, JobName, RunId) })),
  GetJobRuns: operation(members({ JobName: name }, { NextToken: longText, MaxResults: integer(1, 200) }), (ctx, input) => {
    const order = jobRunOrder(ctx, input.JobName);
    // Runs outlive their job, so only a job that never ran must exist.
    if (order.length === 0) jobNamed(ctx, input.JobName);
    const { rows, more } = page(order, input);
    const runs = rows.flatMap(({ row }) => jobRunRow(ctx, input.JobName, row)?.run ?? []);
    const told = runs.filter(({ CompletedOn }) => isRemembered(ctx, CompletedOn));
    // Runs come newest first: behind a forgotten one are only others.
    return { JobRuns: told, ...(told.length === runs.length ? more : {}) };
  }),
  BatchStopJobRun: operation(members({ JobName: name, JobRunIds: listOf(name, 25) }, {}), (ctx, { JobName, JobRunIds }) => {
    const done = JobRunIds.map((JobRunId) => {
      const row = jobRunRow(ctx, JobName, JobRunId);
      if (row === null) return refusal(JobName, JobRunId, 'EntityNotFoundException', `The job '${JobName}' has no run '${JobRunId}'.`);
      if (isTerminal(row.run.JobRunState)) return refusal(JobName, JobRunId, 'InvalidInputException', `The run '${JobRunId}' ended as ${row.run.JobRunState} already.`);
      askToStop(ctx, row);
      return { JobName, JobRunId };
    });
    return { SuccessfulSubmissions: done.filter((one) => !('ErrorDetail' in one)), Errors: done.filter((one) => 'ErrorDetail' in one) };
  }),
};

const refusal = (JobName: string, JobRunId: string, ErrorCode: string, ErrorMessage: string) => ({ JobName, JobRunId, ErrorDetail: { ErrorCode, ErrorMessage } });
