/** One job run's log on disk. */
export interface JobLog {
  readonly jobRunId: string;
  readonly kind: 'pythonshell' | 'spark';
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
export const glueGroups: Readonly<Record<string, JobLog['kind']>> = {
  '/aws-glue/python-jobs/output': 'pythonshell',
  '/aws-glue/python-jobs/error': 'pythonshell',
  '/aws-glue/jobs/output': 'spark',
  '/aws-glue/jobs/error': 'spark',
};
