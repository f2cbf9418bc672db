import type { LogPlace } from '../host/types.ts';
import type { JobRunRow } from './job-run-rows.ts';

/** Glue from this version on writes as it goes, and knows the custom prefixes; before it there was continuous logging. */
const realTimeFrom = 5;
const groupName = /^[.\-_/#A-Za-z0-9]{1,512}$/u;
const prefix = /^[^:*]{1,400}$/u;

/**
 * Where CloudWatch Logs shows what a Spark run prints, where its arguments name a place; null for the usual groups alone. A name that AWS would
 * refuse is passed over, so that what is printed is found in the usual place.
 * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
 */
export function logPlaces({ run, args, shell }: Pick<JobRunRow, 'run' | 'args' | 'shell'>): readonly LogPlace[] | null {
  if (shell) return null;
  const named = (name: string, ...patterns: readonly RegExp[]): string | null => {
    const value = args[name];
    return value !== undefined && patterns.every((pattern) => pattern.test(value)) ? value : null;
  };
  const usual = '/aws-glue/jobs';
  // A job without a version has the newest.
  if (Number.parseFloat(run.GlueVersion ?? '5.1') >= realTimeFrom) {
    const [group, stream] = [named('--custom-logGroup-prefix', prefix, groupName), named('--custom-logStream-prefix', prefix)];
    return group === null && stream === null ? null : both(group ?? usual, stream === null ? run.Id : `${stream}-driver`);
  }
  if (args['--enable-continuous-cloudwatch-log'] !== 'true') return null;
  const stream = `${named('--continuous-log-logStreamPrefix', prefix) ?? run.Id}-driver`;
  return [...both(usual, run.Id), { group: named('--continuous-log-logGroup', groupName) ?? `${usual}/logs-v2`, stream }];
}

const both = (group: string, stream: string): readonly LogPlace[] => ['output', 'error'].map((kind) => ({ group: `${group}/${kind}`, stream }));
