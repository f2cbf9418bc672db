import type { Json } from '@millrace/core';
import { arnOf } from '@millrace/deploy';
import type { Provider } from '@millrace/deploy';
import { OWNER_TAG } from '../constants.ts';
import { isAwsError, type OtherCalls, type Place } from '../port.ts';
import { list, plain, record, type Fields } from './live.ts';

/**
 * Log groups with their retention.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
export function logGroupProvider(calls: OtherCalls, place: Place): Provider {
  const logs = (operation: string, given: Json): Promise<Fields> => calls.call('logs', operation, given).then(record);
  const arn = (name: string): string => arnOf('AWS::Logs::LogGroup', name, place);
  return {
    type: 'AWS::Logs::LogGroup',
    replaceOn: ['LogGroupName', 'LogGroupClass'],
    read: async (name) => {
      const groups = list((await logs('DescribeLogGroups', { logGroupNamePrefix: name }))['logGroups']).map(record);
      const live = groups.find((group) => group['logGroupName'] === name);
      if (live === undefined) return null;
      const owner = record((await logs('ListTagsForResource', { resourceArn: arn(name) }))['tags'])[OWNER_TAG];
      const props: Record<string, Json> = { LogGroupName: name, Tags: typeof owner === 'string' ? [{ Key: OWNER_TAG, Value: owner }] : [] };
      if (typeof live['retentionInDays'] === 'number') props['RetentionInDays'] = live['retentionInDays'];
      return { props, owner: typeof owner === 'string' ? owner : null, sha256: null };
    },
    put: async ({ name, props }, before) => {
      const tags = Object.fromEntries(list(props['Tags']).map((tag) => [String(record(tag)['Key']), plain(record(tag)['Value'])]));
      if (before === null) await logs('CreateLogGroup', { logGroupName: name, tags });
      else await logs('TagResource', { resourceArn: arn(name), tags });
      const days = props['RetentionInDays'];
      if (typeof days === 'number') await logs('PutRetentionPolicy', { logGroupName: name, retentionInDays: days });
      else if (before !== null && 'RetentionInDays' in before.props) await logs('DeleteRetentionPolicy', { logGroupName: name });
    },
    remove: async (name) => {
      try {
        await logs('DeleteLogGroup', { logGroupName: name });
      } catch (error) {
        if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      }
    },
    settled: async () => true,
  };
}
