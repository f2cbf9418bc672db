import type { LogPlace } from '../host/types.ts';

/** One job run's log on disk. */
export interface JobLog {
  readonly jobRunId: string;
  /** Where it is shown. Several runs of a job may share a stream that their arguments name. */
  readonly places: readonly LogPlace[];
  /** Epoch milliseconds of its first and last line. */
  readonly from: number;
  readonly to: number;
}
/** The logs of job runs, which live in files: the service reads them when it is asked, so that there is one truth. */
export interface JobLogs {
  list(): readonly JobLog[];
  find(jobRunId: string): JobLog | null;
  /** The whole text; '' when there is none. */
  read(jobRunId: string): string;
}
export const noJobLogs: JobLogs = { list: () => [], find: () => null, read: () => '' };

/** The groups that Glue writes. Standard output and error are one file here, in the order in which they were printed: both groups show it. */
export function usualPlaces(jobRunId: string, kind: 'pythonshell' | 'spark'): readonly LogPlace[] {
  const prefix = kind === 'spark' ? '/aws-glue/jobs' : '/aws-glue/python-jobs';
  return [{ group: `${prefix}/output`, stream: jobRunId }, { group: `${prefix}/error`, stream: jobRunId }];
}

/** Names of the groups that job runs have written to. */
export const groupsOfJobs = (jobLogs: JobLogs): readonly string[] => [...new Set(jobLogs.list().flatMap(({ places }) => places.map(({ group }) => group)))];

/** The logs that a group shows. */
export const logsOfGroup = (jobLogs: JobLogs, group: string): readonly JobLog[] => jobLogs.list().filter(({ places }) => places.some((place) => place.group === group));

/** The logs that a stream shows, oldest first. */
export function logsOfStream(jobLogs: JobLogs, group: string, stream: string): readonly JobLog[] {
  const holds = ({ places }: JobLog): boolean => places.some((place) => place.group === group && place.stream === stream);
  // A stream that has the id of a run is its alone.
  const own = jobLogs.find(stream);
  return own === null ? jobLogs.list().filter(holds).sort((a, b) => a.from - b.from) : [own].filter(holds);
}
