import { listed, pages } from '../pages.ts';
import type { JobRun } from '../port.ts';
import { milliseconds, type RunnerContext } from './context.ts';

/** Was the job run started for this step of this run? */
export const isOf = ({ Arguments = {} }: JobRun, run: string, step: string): boolean => Arguments['--MILLRACE_RUN'] === run && Arguments['--MILLRACE_STEP'] === step;

/** Clocks of this machine and of AWS may differ. */
const SKEW_MS = 15 * 60_000;

/** Newest first, back to the start of the run. */
export async function recentJobRuns({ port }: RunnerContext, job: string, since: number): Promise<readonly JobRun[]> {
  return await listed(pages(async (token) => {
    const { JobRuns = [], NextToken } = await port.glue('GetJobRuns', { JobName: job, MaxResults: 200, ...(token === undefined ? {} : { NextToken: token }) });
    return { items: JobRuns, next: NextToken };
  }, 'EntityNotFoundException'), ({ StartedOn = 0 }) => milliseconds(StartedOn) >= since - SKEW_MS);
}
