import type { JobRun, JobRunRow, NodeRef } from './job-run-rows.ts';
import type { Job } from './jobs.ts';
import { type Ctx, hex, seconds } from './kit.ts';

export interface StartOptions {
  readonly runArguments: Readonly<Record<string, string>>;
  /** Defaults do not shine through where true: one reading of a trigger action's Arguments. */
  readonly replaceDefaults: boolean;
  readonly settings: Partial<Pick<JobRun, 'Timeout' | 'SecurityConfiguration' | 'NotificationProperty' | 'WorkerType' | 'NumberOfWorkers' | 'MaxCapacity' | 'AllocatedCapacity' | 'ExecutionClass' | 'JobRunQueuingEnabled'>>;
  readonly trigger: string | null;
  readonly node: NodeRef | null;
  /** The job runs whose ends fired the trigger. */
  readonly predecessors?: readonly { readonly JobName: string; readonly RunId: string }[];
}

/** A run as its job, its start and its place in a workflow make it; nothing is kept yet. */
export function newRow(ctx: Ctx, job: Job, { runArguments, replaceDefaults, settings, trigger, node, predecessors = [] }: StartOptions): JobRunRow {
  const ofWorkflow = node === null || node.workflow === '' ? {} : { '--WORKFLOW_NAME': node.workflow, '--WORKFLOW_RUN_ID': node.runId };
  const { MaxCapacity, WorkerType, NumberOfWorkers, SecurityConfiguration, GlueVersion, ExecutionClass, AllocatedCapacity, NotificationProperty, JobMode, JobRunQueuingEnabled } = job;
  // Undefined members are left out when the row is kept.
  const ofJob = { MaxCapacity, WorkerType, NumberOfWorkers, SecurityConfiguration, GlueVersion, ExecutionClass, AllocatedCapacity, NotificationProperty, JobMode, JobRunQueuingEnabled, Timeout: job.Timeout };
  const run = {
    ...blankRun(ctx, job.Name, trigger),
    ...defined(ofJob),
    ...defined(settings),
    JobRunState: 'RUNNING',
    PredecessorRuns: predecessors,
    Arguments: { ...runArguments, ...ofWorkflow },
    LogGroupName: job.Command.Name === 'pythonshell' ? '/aws-glue/python-jobs' : '/aws-glue/jobs',
  };
  return {
    run,
    args: { ...(replaceDefaults ? {} : job.DefaultArguments), ...runArguments, ...job.NonOverridableArguments, ...ofWorkflow },
    script: job.Command.ScriptLocation ?? '',
    pythonVersion: job.Command.PythonVersion ?? '3',
    shell: job.Command.Name === 'pythonshell',
    retriesLeft: job.MaxRetries,
    stopAsked: false,
    node,
  };
}

const defined = <T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  // Only undefined values are dropped; entries keep their keys and types.
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** A run that has not even begun. */
export function blankRun(ctx: Ctx, jobName: string, trigger: string | null): JobRun {
  const now = seconds(ctx);
  return {
    Id: `jr_${hex(ctx, 64)}`,
    Attempt: 0,
    JobName: jobName,
    ...(trigger === null ? {} : { TriggerName: trigger }),
    StartedOn: now,
    LastModifiedOn: now,
    JobRunState: 'ERROR',
    Arguments: {},
    PredecessorRuns: [],
    ExecutionTime: 0,
    Timeout: 0,
    LogGroupName: '/aws-glue/jobs',
  };
}
