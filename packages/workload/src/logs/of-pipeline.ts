import type { Pipeline, Site, Step } from '@millrace/core';
import type { JobRunCalls, LoneJobRun } from '../alone/port.ts';
import { allSteps, nativeName } from '../names/physical.ts';
import { isAwsError, type LogReader } from '../port.ts';
import { definesJob } from '../resources/defines.ts';
import { customPlaces, GROUP_PREFIX, type LogPlaces, STREAM_PREFIX } from './places.ts';

interface Deployed {
  readonly pipeline: Pipeline;
  readonly site: Site;
  call<Op extends 'GetJob' | 'GetJobRun'>(operation: Op, input: JobRunCalls[Op]['input']): Promise<JobRunCalls[Op]['output']>;
}

/** Reads logs of a pipeline's jobs, also where the arguments of a job make Glue write them elsewhere. Glue is only asked where that may be. */
export function logsOf(logs: LogReader, deployed: Deployed): LogReader {
  return async function* read(jobRunId, follow) {
    yield* logs(jobRunId, follow, await placesOf(deployed, jobRunId));
  };
}

async function placesOf(deployed: Deployed, jobRunId: string): Promise<LogPlaces | undefined> {
  const jobs = new Set(allSteps(deployed.pipeline).filter(mayNamePlaces).map((step) => nativeName(deployed.site, deployed.pipeline, step)));
  for (const JobName of jobs) {
    // An id is of one job alone.
    const run = await told<LoneJobRun>(async () => (await deployed.call('GetJobRun', { JobName, RunId: jobRunId })).JobRun);
    if (run?.StartedOn === undefined) continue;
    const job = await told(async () => (await deployed.call('GetJob', { JobName })).Job);
    const args = { ...job?.DefaultArguments, ...run.Arguments, ...job?.NonOverridableArguments };
    return customPlaces(args, { Id: jobRunId, StartedOn: run.StartedOn, ...(run.CompletedOn === undefined ? {} : { CompletedOn: run.CompletedOn }) });
  }
  return undefined;
}

/** Of an existing job nobody here knows the arguments. */
function mayNamePlaces(step: Step): boolean {
  if (step.kind !== 'glueJob') return false;
  if (!definesJob(step)) return true;
  const { defaultArguments, nonOverridableArguments } = step.with.settings ?? {};
  return [GROUP_PREFIX, STREAM_PREFIX].some((name) => ({ ...defaultArguments, ...nonOverridableArguments })[name] !== undefined);
}

/** Undefined where there is none, or nobody may look: the usual groups are read then. */
async function told<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isAwsError(error, 'EntityNotFoundException', 'AccessDeniedException')) return undefined;
    throw error;
  }
}
