import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSparkJob, jobFolder, logFile, logPlacesIn } from '../executor/job-folder.ts';
import { type JobLog, type JobLogs, usualPlaces } from '../logs/index.ts';

/** Logs of the job runs whose folders are below a server's folder. */
export function jobLogsIn(dir: string): JobLogs {
  const find = (jobRunId: string): JobLog | null => {
    try {
      const folder = jobFolder(dir, jobRunId);
      const { birthtimeMs, mtimeMs } = statSync(logFile(folder));
      const places = logPlacesIn(folder) ?? usualPlaces(jobRunId, isSparkJob(folder) ? 'spark' : 'pythonshell');
      return { jobRunId, places, from: Math.floor(birthtimeMs), to: Math.floor(mtimeMs) };
    } catch {
      // No run of this id has written anything.
      return null;
    }
  };
  return {
    find,
    list: () => names(join(dir, 'jobs')).flatMap((name) => find(name) ?? []),
    read: (jobRunId) => (find(jobRunId) === null ? '' : readFileSync(logFile(jobFolder(dir, jobRunId)), 'utf8')),
  };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.')).sort();
  } catch {
    return [];
  }
}
