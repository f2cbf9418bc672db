import type { Service } from '../host/types.ts';
import { handler, key } from '../service/kit.ts';
import { groupOperations } from './groups.ts';
import type { JobLogs } from './job-logs.ts';
import { append, groups, newGroup, newStream, streams } from './rows.ts';
import { streamOperations } from './streams.ts';

/** What services here write: Lambda its prints, EventBridge its events. */
export type Written = { readonly group: string; readonly stream: string; readonly messages: readonly string[] };

/**
 * The embedded CloudWatch Logs. Groups and streams are rows; those of Glue's job runs are read from the runs' files when they are asked for.
 * @example logsService(noJobLogs)
 */
export function logsService(jobLogs: JobLogs): Service {
  return {
    id: 'logs',
    operations: { ...groupOperations(jobLogs), ...streamOperations(jobLogs) },
    handlers: {
      write: handler<Written>((ctx, { group, stream, messages }) => {
        if (groups.get(ctx, group) === null) groups.put(ctx, group, newGroup(ctx, group));
        const timestamp = ctx.world.now();
        const row = streams.get(ctx, key(group, stream)) ?? newStream(ctx, stream);
        if (messages.length > 0) append(ctx, group, row, messages.map((message) => ({ timestamp, message })));
      }),
    },
    subscriptions: { 'logs.write': 'write' },
  };
}
export { type JobLog, type JobLogs, noJobLogs, usualPlaces } from './job-logs.ts';
