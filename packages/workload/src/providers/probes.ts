import { isAwsError, type GlueCalls, type OtherCalls } from '../port.ts';
import type { Probes } from '../resources/prerequisites.ts';
import { found, list, record } from './live.ts';

/** Looks at the account. What may not be looked at is not known. */
export function probesOn(glue: GlueCalls, calls: OtherCalls): Probes {
  return {
    tableExists: (database, table) => unlessDenied(async () => (await found(glue, 'GetTable', { DatabaseName: database, Name: table }, 'Table')) !== null),
    pathExists: (bucket, key) => unlessDenied(async () => {
      try {
        return list(record(await calls.call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: key, MaxKeys: 1 }))['Contents']).length > 0;
      } catch (error) {
        if (isAwsError(error, 'NoSuchBucket')) return false;
        throw error;
      }
    }),
    sendsEvents: (bucket) => unlessDenied(async (): Promise<boolean | 'missing'> => {
      try {
        return 'EventBridgeConfiguration' in record(await calls.call('s3', 'GetBucketNotificationConfiguration', { Bucket: bucket }));
      } catch (error) {
        if (isAwsError(error, 'NoSuchBucket')) return 'missing';
        throw error;
      }
    }),
  };
}

async function unlessDenied<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException', 'AccessDenied')) return null;
    throw error;
  }
}
