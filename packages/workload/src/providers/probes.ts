import { partitionOf } from '@millrace/deploy';
import { isAwsError, type GlueCalls, type OtherCalls, type Place } from '../port.ts';
import type { Probes } from '../resources/prerequisites.ts';
import type { UsedKind } from '../resources/uses.ts';
import { found, list, record } from './live.ts';

/** Looks at the account. What may not be looked at is not known. */
export function probesOn(glue: GlueCalls, calls: OtherCalls, place: Place): Probes {
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
    exists: async (kind, name) => (isElsewhere(name, place) ? null : await unlessDenied(() => exists(kind, name))),
  };

  async function exists(kind: UsedKind, name: string): Promise<boolean> {
    try {
      await look(kind, name);
      return true;
    } catch (error) {
      if (isAwsError(error, ...NO_SUCH)) return false;
      throw error;
    }
  }

  async function look(kind: UsedKind, name: string): Promise<unknown> {
    switch (kind) {
      case 'job':
        return await glue.call('GetJob', { JobName: name });
      case 'crawler':
        return await glue.call('GetCrawler', { Name: name });
      case 'function':
        return await calls.call('lambda', 'GetFunctionConfiguration', { FunctionName: name });
      case 'topic':
        return await calls.call('sns', 'GetTopicAttributes', { TopicArn: name.startsWith('arn:') ? name : `arn:${partitionOf(place.region)}:sns:${place.region}:${place.account}:${name}` });
      case 'document':
        return await calls.call('ssm', 'DescribeDocument', { Name: name });
    }
  }
}

/** How services say that there is no such thing. */
const NO_SUCH = ['EntityNotFoundException', 'ResourceNotFoundException', 'NotFoundException', 'NotFound', 'InvalidDocument'];

/** Clients ask one region only. */
function isElsewhere(name: string, { region }: Place): boolean {
  const [arn, , , where = ''] = name.split(':');
  return arn === 'arn' && where !== '' && where !== region;
}

/** Some clients are needed for such looks alone: a deploy does without. */
const isNotInstalled = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

async function unlessDenied<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException', 'AccessDenied', 'AuthorizationError', 'AuthorizationErrorException') || isNotInstalled(error)) return null;
    throw error;
  }
}
