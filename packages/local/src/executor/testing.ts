import { setTimeout as nextLook } from 'node:timers/promises';
import type { ServedHost } from '../host/host.ts';

export interface SeenRun {
  readonly JobRunState: string;
  readonly ErrorMessage?: string;
}

/** Waits until a job run of a real process has ended. */
export async function ended(host: ServedHost, job: string, id: string): Promise<SeenRun> {
  for (;;) {
    // GetJobRun answers with the run, which is one member of any JSON to the compiler.
    const { JobRun } = (await host.call('glue', 'GetJobRun', { JobName: job, RunId: id })) as unknown as { readonly JobRun: SeenRun };
    if (JobRun.JobRunState !== 'RUNNING' && JobRun.JobRunState !== 'STARTING') return JobRun;
    await nextLook(200);
  }
}
