import { pointerOf, type Pipeline, type Problem, type Resource } from '@millrace/core';
import { deployProblem } from '@millrace/deploy';
import { splitUri } from './policies/statement.ts';
import { usedBy, useProblems, type UsedKind } from './uses.ts';
import { bucketsOf } from './starts-needed.ts';

/** Looks at what a pipeline takes for granted. Each answers null when it may not look: then the run will tell. */
export interface Probes {
  tableExists(database: string, table: string): Promise<boolean | null>;
  /** True when an object has that key, or one below it. */
  pathExists(bucket: string, key: string): Promise<boolean | null>;
  /** Whether the bucket sends its events to EventBridge. */
  sendsEvents(bucket: string): Promise<boolean | 'missing' | null>;
  /** Whether there is a thing that a step uses, by its name or ARN. */
  exists(kind: UsedKind, name: string): Promise<boolean | null>;
}

/** Whether a deploy that was interrupted was about to make the bucket: then the next one finishes it. */
export type Begun = (bucket: string) => Promise<boolean>;

const SENDS_EVENTS = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } };

/** Databases and buckets that must be there first: made where they are missing, left as they are where not, and never removed. */
export function prerequisiteResources(pipeline: Pick<Pipeline, 'prerequisites' | 'starts'>): readonly Resource[] {
  const starting = new Set(bucketsOf(pipeline).map((uri) => splitUri(uri).bucket));
  const base = { after: [], sha256: null, body: null };
  return pipeline.prerequisites.flatMap(({ kind, name }): readonly Resource[] => {
    if (kind === 'database') return [{ ...base, id: `database.${name}`, type: 'AWS::Glue::Database', name, props: { DatabaseInput: { Name: name } } }];
    return kind === 'bucket' ? [{ ...base, id: `bucket.${name}`, type: 'AWS::S3::Bucket', name, props: { BucketName: name, ...(starting.has(name) ? SENDS_EVENTS : {}) } }] : [];
  });
}

/**
 * What must be there and is not, all of it, before anything is changed: tables, paths, buckets that start runs but send no events, and the
 * jobs, crawlers, functions, topics and documents that steps use. Of what may not be looked at among the last a warning tells.
 *
 * @example
 * (await prerequisiteProblems(pipeline, probes, async () => false)).map(({ code }) => code) // ['MR7020']
 */
export async function prerequisiteProblems(pipeline: Pick<Pipeline, 'prerequisites' | 'starts' | 'steps' | 'onFailure' | 'finally'>, probes: Probes, begun: Begun): Promise<readonly Problem[]> {
  const missingIsMade = new Set(pipeline.prerequisites.filter(({ kind }) => kind === 'bucket').map(({ name }) => name));
  const needed = pipeline.prerequisites.map(async ({ kind, name }, index): Promise<readonly Problem[]> => {
    const pointer = pointerOf('prerequisites', index);
    if (kind === 'table') {
      const [database = '', table = ''] = name.split('.');
      return (await probes.tableExists(database, table)) === false ? [deployProblem('MR7020', `The table '${name}' does not exist.`, pointer)] : [];
    }
    if (kind !== 'path') return [];
    const { bucket, prefix } = splitUri(name);
    return (await probes.pathExists(bucket, prefix)) === false ? [deployProblem('MR7021', `There is nothing at '${name}'.`, pointer)] : [];
  });
  const starting = [...new Set(bucketsOf(pipeline).map((uri) => splitUri(uri).bucket))].map(async (bucket): Promise<readonly Problem[]> => {
    const index = pipeline.starts.findIndex((start) => 's3' in start && splitUri(start.s3).bucket === bucket);
    const sends = await probes.sendsEvents(bucket);
    if (sends === null || sends === true) return [];
    if (missingIsMade.has(bucket) && (sends === 'missing' || (await begun(bucket)))) return [];
    const at = pointerOf('starts', index, 's3');
    if (sends === false) return [deployProblem('MR7022', `The bucket '${bucket}' starts runs, but sends no events to EventBridge.`, at)];
    const hint = `Create it, or add { kind: bucket, name: ${bucket} } to the prerequisites: then the deploy makes it.`;
    return [{ ...deployProblem('MR7022', `The bucket '${bucket}' starts runs, but it does not exist.`, at), hint }];
  });
  const used = usedBy(pipeline).map(async (one) => useProblems(one, await probes.exists(one.kind, one.name)));
  return (await Promise.all([...needed, ...starting, ...used])).flat();
}
