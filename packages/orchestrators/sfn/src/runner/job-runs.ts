import { isAwsError, type JobRun } from '../port.ts';
import { milliseconds, type RunnerContext } from './context.ts';

/** Was the job run started for this step of this run? */
export const isOf = ({ Arguments = {} }: JobRun, run: string, step: string): boolean => Arguments['--MILLRACE_RUN'] === run && Arguments['--MILLRACE_STEP'] === step;

/** Clocks of this machine and of AWS may differ. */
const SKEW_MS = 15 * 60_000;

/** Newest first, back to the start of the run. */
export async function recentJobRuns({ port }: RunnerContext, job: string, since: number): Promise<readonly JobRun[]> {
  const found: JobRun[] = [];
  let token: string | undefined;
  do {
    let page;
    try {
      page = await port.glue('GetJobRuns', { JobName: job, MaxResults: 200, ...(token === undefined ? {} : { NextToken: token }) });
    } catch (error) {
      if (isAwsError(error, 'EntityNotFoundException')) return found;
      throw error;
    }
    const fresh = (page.JobRuns ?? []).filter((run) => milliseconds(run.StartedOn ?? 0) >= since - SKEW_MS);
    found.push(...fresh);
    token = fresh.length < (page.JobRuns ?? []).length ? undefined : page.NextToken;
  } while (token !== undefined && token !== '');
  return found;
}
