import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { anything, double, flag, integer, invalid, listOf, longText, members, name, oneOf, stringMap, text } from './input.ts';
import { alreadyExists, type Ctx, key, notFound, operation, page, seconds, table } from './kit.ts';
import { dropBookmarks } from './bookmarks.ts';
import { glueQuestions } from './questions.ts';
import { dropTags, hasTags, putTags } from './tags.ts';

const command = members({}, { Name: longText, ScriptLocation: longText, PythonVersion: longText, Runtime: longText });
const settings = {
  JobMode: longText,
  JobRunQueuingEnabled: flag,
  Description: text(0, 2048),
  LogUri: longText,
  ExecutionProperty: members({}, { MaxConcurrentRuns: integer(1, 1000) }),
  DefaultArguments: stringMap,
  NonOverridableArguments: stringMap,
  Connections: anything,
  MaxRetries: integer(0, 10),
  AllocatedCapacity: integer(),
  Timeout: integer(1, 10_080),
  MaxCapacity: double,
  SecurityConfiguration: name,
  NotificationProperty: anything,
  GlueVersion: longText,
  NumberOfWorkers: integer(1),
  WorkerType: oneOf('Standard', 'G.1X', 'G.2X', 'G.025X', 'G.4X', 'G.8X', 'Z.2X', 'G.12X', 'G.16X', 'R.1X', 'R.2X', 'R.4X', 'R.8X'),
  CodeGenConfigurationNodes: anything,
  ExecutionClass: oneOf('FLEX', 'STANDARD'),
  SourceControlDetails: anything,
  MaintenanceWindow: longText,
} as const;
const createInput = members({ Name: name, Role: text(1, 2048), Command: command }, { ...settings, Tags: stringMap });
const updateInput = members({ JobName: name, JobUpdate: members({}, { Role: text(1, 2048), Command: command, ...settings }) }, {});
const listed = members({}, { NextToken: longText, MaxResults: integer(1, 1000), Tags: stringMap });

export type Job = Omit<ReturnType<typeof createInput>, 'Tags'> & {
  readonly CreatedOn: number;
  readonly LastModifiedOn: number;
  readonly Timeout: number;
  readonly MaxRetries: number;
  readonly ExecutionProperty: { readonly MaxConcurrentRuns?: number };
};
export const jobs = table<Job>('job');

/** Minutes that a job may run where nothing was said; a stream has no end. */
const usualTimeout = ({ Command }: Pick<Job, 'Command'>): number => (Command.Name === 'gluestreaming' ? 0 : 2880);
const filledIn = (ctx: Ctx, given: Omit<ReturnType<typeof createInput>, 'Tags'>, createdOn: number): Job => ({
  ...given,
  ExecutionProperty: { MaxConcurrentRuns: given.ExecutionProperty?.MaxConcurrentRuns ?? 1 },
  MaxRetries: given.MaxRetries ?? 0,
  Timeout: given.Timeout ?? usualTimeout(given),
  CreatedOn: createdOn,
  LastModifiedOn: seconds(ctx),
});

const commands = ['glueetl', 'pythonshell', 'gluestreaming', 'glueray'];
function checkCommand(given: ReturnType<typeof command>): void {
  if (given.Name === undefined || !commands.includes(given.Name)) throw invalid(`Command.Name must be one of ${commands.join(', ')}; it is '${given.Name ?? ''}'.`);
  if (given.ScriptLocation === undefined || given.ScriptLocation === '') throw invalid('Command.ScriptLocation is required: the S3 address of the script.');
}

export function jobNamed(ctx: Ctx, name: string): Job {
  const job = jobs.get(ctx, key(name));
  if (job === null) throw notFound(`The job '${name}'`);
  return job;
}

export const jobOperations: Readonly<Record<string, Operation>> = {
  CreateJob: operation(createInput, (ctx, { Tags, ...given }) => {
    checkCommand(given.Command);
    const before = jobs.get(ctx, key(given.Name));
    if (before !== null) {
      const same = sameSettings(before, filledIn(ctx, given, 0));
      if (!same || ctx.world.ask(glueQuestions.createAgain) === 'refused') throw clash(given.Name, same);
      return { Name: given.Name };
    }
    jobs.put(ctx, key(given.Name), filledIn(ctx, given, seconds(ctx)));
    putTags(ctx, 'job', given.Name, Tags);
    return { Name: given.Name };
  }),
  UpdateJob: operation(updateInput, (ctx, { JobName, JobUpdate }) => {
    const before = jobNamed(ctx, JobName);
    const { Role, Command, ...rest } = JobUpdate;
    if (Role === undefined || Command === undefined) throw invalid('JobUpdate.Role and JobUpdate.Command are required: an update replaces the whole definition.');
    checkCommand(Command);
    jobs.put(ctx, key(JobName), filledIn(ctx, { Name: JobName, Role, Command, ...rest }, before.CreatedOn));
    return { JobName };
  }),
  GetJob: operation(members({ JobName: name }, {}), (ctx, { JobName }) => ({ Job: jobNamed(ctx, JobName) })),
  GetJobs: operation(listed, (ctx, input) => {
    const { rows, more } = page(jobs.list(ctx), input);
    return { Jobs: rows.map(({ row }) => row), ...more };
  }),
  ListJobs: operation(listed, (ctx, input) => {
    const { rows, more } = page(jobs.list(ctx).filter(({ row }) => hasTags(ctx, 'job', row.Name, input.Tags)), input);
    return { JobNames: rows.map(({ row }) => row.Name), ...more };
  }),
  BatchGetJobs: operation(members({ JobNames: listOf(name) }, {}), (ctx, { JobNames }) => {
    const found = JobNames.map((one) => jobs.get(ctx, key(one)));
    return { Jobs: found.filter((job): job is Job => job !== null), JobsNotFound: JobNames.filter((_, index) => found[index] === null) };
  }),
  DeleteJob: operation(members({ JobName: name }, {}), (ctx, { JobName }) => {
    // A job that is not there is deleted all the same: AWS answers success.
    jobs.remove(ctx, key(JobName));
    dropTags(ctx, 'job', JobName);
    dropBookmarks(ctx, JobName);
    return { JobName };
  }),
};

function sameSettings(a: Job, b: Job): boolean {
  const plain = ({ CreatedOn: _created, LastModifiedOn: _modified, ...rest }: Job): Json => rest;
  return canonical(plain(a)) === canonical(plain(b));
}
/** JSON with sorted keys, to compare by. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
function clash(name: string, same: boolean): AwsError {
  if (same) return alreadyExists(`The job '${name}'`);
  return new AwsError('IdempotentParameterMismatchException', `The job '${name}' was already submitted with a different configuration. Use UpdateJob, or another name.`);
}
