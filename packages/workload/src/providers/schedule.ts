import type { Json } from '@millrace/core';
import { normal } from '@millrace/deploy';
import type { Provider } from '@millrace/deploy';
import { isAwsError, type OtherCalls } from '../port.ts';
import { ownerIn } from '../resources/owned.ts';
import { input, picked, record, type Fields } from './live.ts';

const MEMBERS = ['Name', 'Description', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'FlexibleTimeWindow', 'Target', 'StartDate', 'EndDate', 'KmsKeyArn', 'ActionAfterCompletion'];
const DEFAULTS = { ActionAfterCompletion: 'NONE' };

/**
 * Schedules of EventBridge Scheduler, in its default group. They take no tags: the description says whose one is.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
 */
export function scheduleProvider(calls: OtherCalls): Provider {
  const scheduler = (operation: string, given: Json): Promise<Fields> => calls.call('scheduler', operation, given).then(record);
  const find = async (name: string): Promise<Fields | null> => {
    try {
      return await scheduler('GetSchedule', { Name: name });
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return null;
      throw error;
    }
  };
  return {
    type: 'AWS::Scheduler::Schedule',
    replaceOn: ['Name'],
    read: async (name) => {
      const live = await find(name);
      if (live === null) return null;
      const owner = ownerIn(typeof live['Description'] === 'string' ? live['Description'] : undefined);
      const props = Object.fromEntries(Object.entries(picked(live, MEMBERS, DEFAULTS)).map(([member, value]): [string, Json] => [member, normal(value)]));
      return { props, owner, sha256: null };
    },
    put: async (resource, before) => {
      if (before !== null) {
        await scheduler('UpdateSchedule', input(resource.props));
        return;
      }
      try {
        await scheduler('CreateSchedule', input(resource.props));
      } catch (error) {
        // A conflict may also be a change at the same time: only what is there tells.
        if (isAwsError(error, 'ConflictException') && (await find(resource.name)) !== null) throw Object.assign(new Error(`The schedule '${resource.name}' exists already.`), { name: 'AlreadyExistsException' });
        throw error;
      }
    },
    remove: async (name) => {
      try {
        await scheduler('DeleteSchedule', { Name: name });
      } catch (error) {
        if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      }
    },
    settled: async () => true,
  };
}
