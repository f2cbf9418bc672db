import type { Json } from '@millrace/core';
import type { Provider } from '@millrace/deploy';
import { isAwsError, type GlueCalls, type OtherCalls, type Place } from '../port.ts';
import { found, input, record } from './live.ts';

/** Databases of the catalog: made where they are missing, and never changed or removed. */
export function databaseProvider(glue: GlueCalls): Provider {
  return {
    type: 'AWS::Glue::Database',
    lasting: true,
    replaceOn: [],
    read: async (name) => ((await found(glue, 'GetDatabase', { Name: name }, 'Database')) === null ? null : { props: {}, owner: null, sha256: null }),
    put: async ({ props }, before) => {
      if (before !== null) return;
      try {
        await glue.call('CreateDatabase', input(props));
      } catch (error) {
        if (!isAwsError(error, 'AlreadyExistsException')) throw error;
      }
    },
    remove: async () => undefined,
    settled: async () => true,
  };
}

/** Buckets: made where they are missing, and never changed or removed. A new bucket of S3 is encrypted and closed to the public by itself. */
export function bucketProvider(calls: OtherCalls, place: Place): Provider {
  const s3 = (operation: string, given: Json): Promise<unknown> => calls.call('s3', operation, given);
  return {
    type: 'AWS::S3::Bucket',
    lasting: true,
    replaceOn: [],
    read: async (name) => {
      try {
        await s3('GetBucketNotificationConfiguration', { Bucket: name });
        return { props: {}, owner: null, sha256: null };
      } catch (error) {
        if (isAwsError(error, 'NoSuchBucket')) return null;
        throw error;
      }
    },
    put: async ({ name, props }, before) => {
      if (before !== null) return;
      const elsewhere = place.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: place.region } };
      try {
        await s3('CreateBucket', { Bucket: name, ...elsewhere });
      } catch (error) {
        if (!isAwsError(error, 'BucketAlreadyOwnedByYou')) throw error;
      }
      if ('EventBridgeConfiguration' in record(props['NotificationConfiguration'])) {
        await s3('PutBucketNotificationConfiguration', { Bucket: name, NotificationConfiguration: { EventBridgeConfiguration: {} } });
      }
    },
    remove: async () => undefined,
    settled: async () => true,
  };
}
