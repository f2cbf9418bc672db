import { RunNotFound, type Site, type TargetId } from '@millrace/core';
import { runFolder } from '../names/run-folder.ts';
import type { RunRecord } from './records.ts';

const ON: Readonly<Record<TargetId, string>> = { glue: 'an AWS Glue workflow', sfn: 'AWS Step Functions', mwaa: 'Amazon MWAA' };

/**
 * Passes a record of the target's own. A run from before the pipeline moved would be judged by native runs that the target does not have.
 *
 * @throws {RunNotFound} with where the run was and where its records are
 */
export function requireOwn(record: RunRecord, target: TargetId, site: Pick<Site, 'runs'>): void {
  if (record.target === target) return;
  const { bucket, run } = runFolder(site, { name: record.pipeline }, record.run);
  throw new RunNotFound(
    `Run '${record.run}' of pipeline '${record.pipeline}' ran on ${ON[record.target]}, and the pipeline has moved to ${ON[target]} since, which cannot tell how it went. Its records are beside s3://${bucket}/${run}.`,
  );
}
