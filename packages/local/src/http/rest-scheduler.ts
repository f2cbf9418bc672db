import type { Route } from './rest-json.ts';

const group = { GroupName: 'groupName' };
const pages = { NextToken: 'NextToken', MaxResults: 'MaxResults', NamePrefix: 'NamePrefix' };

/** Source: EventBridge Scheduler API reference, request syntax of each action. */
export const schedulerRoutes: readonly Route[] = [
  { on: 'POST /schedules/{Name}', operation: 'CreateSchedule' },
  { on: 'PUT /schedules/{Name}', operation: 'UpdateSchedule' },
  { on: 'GET /schedules/{Name}', operation: 'GetSchedule', query: group },
  { on: 'DELETE /schedules/{Name}', operation: 'DeleteSchedule', query: { ...group, ClientToken: 'clientToken' } },
  { on: 'GET /schedules', operation: 'ListSchedules', query: { GroupName: 'ScheduleGroup', State: 'State', ...pages } },
  { on: 'POST /schedule-groups/{Name}', operation: 'CreateScheduleGroup' },
  { on: 'GET /schedule-groups/{Name}', operation: 'GetScheduleGroup' },
  { on: 'DELETE /schedule-groups/{Name}', operation: 'DeleteScheduleGroup', query: { ClientToken: 'clientToken' } },
  { on: 'GET /schedule-groups', operation: 'ListScheduleGroups', query: pages },
  { on: 'POST /tags/{ResourceArn+}', operation: 'TagResource' },
  { on: 'DELETE /tags/{ResourceArn+}', operation: 'UntagResource', query: { TagKeys: 'TagKeys' } },
  { on: 'GET /tags/{ResourceArn+}', operation: 'ListTagsForResource' },
];
