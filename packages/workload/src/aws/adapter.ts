import type { Provider } from '@millrace/deploy';
import { GLUE_OPERATIONS, isAwsError, type GlueCalls, type GlueOperation, type OtherCalls, type Place, type TextObjects } from '../port.ts';
import type { Probes } from '../resources/prerequisites.ts';
import { bucketProvider, databaseProvider } from '../providers/lasting.ts';
import { logGroupProvider } from '../providers/log-group.ts';
import { probesOn } from '../providers/probes.ts';
import { roleProvider } from '../providers/role.ts';
import { ruleProvider } from '../providers/rule.ts';
import { scheduleProvider } from '../providers/schedule.ts';
import { otherCalls } from './others.ts';
import { crawlerProvider } from '../providers/crawler.ts';
import { jobProvider } from '../providers/job.ts';
import { objectProvider } from '../providers/object.ts';

/** A null endpoint is AWS itself. */
export interface At extends Place {
  readonly endpoint: string | null;
}

/** The providers of everything but orchestrators. Loads the clients of Glue and S3; others when they are needed. */
export async function workloadProviders(at: At): Promise<readonly Provider[]> {
  return workloadProvidersOn(await glueClient(at), await textObjects(at), at, otherCalls(at));
}

/** Looks at tables, paths, buckets and what steps use (`prerequisiteProblems`). */
export async function workloadProbes(at: At): Promise<Probes> {
  return probesOn(await glueClient(at), otherCalls(at), at);
}

/** The same providers on other ports: an in-process server, a double. */
export function workloadProvidersOn(glue: GlueCalls, objects: TextObjects, place: Place, others: OtherCalls | null = null): readonly Provider[] {
  const more = others === null ? [] : [roleProvider(others, place), scheduleProvider(others), ruleProvider(others, place), logGroupProvider(others, place), bucketProvider(others, place)];
  return [objectProvider(objects), jobProvider(glue, place), crawlerProvider(glue, place), databaseProvider(glue), ...more];
}

async function glueClient({ region, endpoint }: At): Promise<GlueCalls> {
  const { Glue } = await import('@aws-sdk/client-glue');
  const client = new Glue({ region, ...(endpoint === null ? {} : { endpoint }) });
  // The client's methods are AWS's operations in camel case; providers read the answers as unknown JSON.
  const methods = client as unknown as Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  const names = new Map<GlueOperation, string>(GLUE_OPERATIONS.map((name) => [name, name[0]?.toLowerCase() + name.slice(1)]));
  return {
    call: async (operation, input) => await methods[names.get(operation) ?? '']?.call(client, input),
  };
}

async function textObjects({ region, endpoint }: At): Promise<TextObjects> {
  const { paginateListObjectsV2, S3 } = await import('@aws-sdk/client-s3');
  const client = new S3({ region, ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }) });
  return {
    get: async (bucket, key) => {
      try {
        const found = await client.getObject({ Bucket: bucket, Key: key });
        return { text: (await found.Body?.transformToString('utf-8')) ?? '', metadata: found.Metadata ?? {} };
      } catch (error) {
        if (isAwsError(error, 'NoSuchKey', 'NotFound')) return null;
        throw error;
      }
    },
    put: async (bucket, key, text, metadata) => void (await client.putObject({ Bucket: bucket, Key: key, Body: text, Metadata: metadata })),
    remove: async (bucket, key) => void (await client.deleteObject({ Bucket: bucket, Key: key })),
    list: async (bucket, prefix) => {
      const found = new Map<string, string>();
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key, ETag } of page.Contents ?? []) if (Key !== undefined) found.set(Key, (ETag ?? '').replaceAll('"', ''));
      }
      return found;
    },
  };
}
