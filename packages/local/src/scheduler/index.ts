import type { Service } from '../host/types.ts';
import { handler } from '../service/kit.ts';
import { groupOperations } from './groups.ts';
import { freshRoles } from './rows.ts';
import { scheduleOperations } from './schedules.ts';
import { timingHandlers } from './timing.ts';

/** The embedded EventBridge Scheduler. A flexible window is kept and not used: targets are called at the scheduled time. */
export const schedulerService: Service = {
  id: 'scheduler',
  operations: { ...scheduleOperations, ...groupOperations },
  handlers: {
    ...timingHandlers,
    newRole: handler<{ readonly arn: string; readonly assumableFrom: number }>((ctx, { arn, assumableFrom }) => freshRoles.put(ctx, arn, assumableFrom)),
  },
  subscriptions: { 'iam.role': 'newRole' },
};
