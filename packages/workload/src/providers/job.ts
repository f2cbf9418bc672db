import type { Provider } from '@millrace/deploy';
import type { GlueCalls, Place } from '../port.ts';
import type { Json } from '@millrace/core';
import { compareBatch, found, input, observed, picked, plain, putTags, record, removeUnlessGone, tagsOf, type Fields } from './live.ts';

/** Members that mean the same in CloudFormation and in the API. Those that we never set are read too: someone may have. */
const MEMBERS = [
  'Name', 'Role', 'Command', 'DefaultArguments', 'ExecutionProperty', 'GlueVersion', 'MaxCapacity', 'MaxRetries', 'Timeout', 'Description', 'LogUri',
  'NonOverridableArguments', 'Connections', 'SecurityConfiguration', 'NotificationProperty', 'NumberOfWorkers', 'WorkerType', 'ExecutionClass', 'JobMode',
  'JobRunQueuingEnabled', 'MaintenanceWindow',
];
const DEFAULTS = { ExecutionClass: 'STANDARD', JobMode: 'SCRIPT', JobRunQueuingEnabled: false, NumberOfWorkers: 0, Description: '', LogUri: '' };

/**
 * Glue jobs. An update sends the whole definition, since UpdateJob resets what it is not told.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateJob.html
 */
export function jobProvider(glue: GlueCalls, place: Place): Provider {
  return {
    type: 'AWS::Glue::Job',
    // The kind of a job is fixed when it is made: Glue refuses to turn a Python shell job into a Spark job.
    replaceOn: ['Name', 'Command.Name'],
    compareAll: (wanted) => compareBatch(glue, { operation: 'BatchGetJobs', names: 'JobNames', found: 'Jobs', missing: 'JobsNotFound' }, wanted, liveProps),
    read: async (name) => {
      const live = await found(glue, 'GetJob', { JobName: name }, 'Job');
      if (live === null) return null;
      return observed(liveProps(live), await tagsOf(glue, place, 'AWS::Glue::Job', name));
    },
    put: async (resource, before) => {
      if (before === null) {
        await glue.call('CreateJob', input(resource.props));
        return;
      }
      await glue.call('UpdateJob', { JobName: resource.name, JobUpdate: input(resource.props, 'Name', 'Tags') });
      await putTags(glue, place, resource, before);
    },
    remove: (name) => removeUnlessGone(glue, 'DeleteJob', { JobName: name }),
    settled: async () => true,
  };
}

function liveProps(live: Fields): Readonly<Record<string, Json>> {
  // Of a job with workers Glue answers the capacity too, which it reckons from them.
  const members = typeof live['WorkerType'] === 'string' ? MEMBERS.filter((name) => name !== 'MaxCapacity') : MEMBERS;
  return { ...picked(live, members, DEFAULTS), Command: plain(record(live['Command'])) };
}
