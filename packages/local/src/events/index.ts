import type { Json } from '@millrace/core';
import type { Reply, Service } from '../host/types.ts';
import { type Fields, isRecord } from '../service/input.ts';
import { handler } from '../service/kit.ts';
import { emit, emitScheduled, noteFailure } from './delivery.ts';
import { matches, readPattern } from './pattern.ts';
import { needDefaultBus, operation, rules } from './rows.ts';
import { ruleOperations } from './rules.ts';
import { crawlEnded, jobRunEnded, objectCreated } from './sources.ts';
import { targetOperations } from './targets.ts';
import { arm } from './timing.ts';

/**
 * The embedded EventBridge: rules of the default bus, by pattern or schedule. Events come from PutEvents, Glue's jobs and crawlers, and objects
 * that are put into buckets whose notifications go to EventBridge.
 */
export const eventsService: Service = {
  id: 'events',
  operations: {
    ...ruleOperations,
    ...targetOperations,
    DescribeEventBus: operation((ctx, input) => {
      needDefaultBus(input, 'Name');
      return { Name: 'default', Arn: `arn:aws:events:${ctx.world.region}:${ctx.world.account}:event-bus/default` };
    }),
    ListEventBuses: operation((ctx) => ({ EventBuses: [{ Name: 'default', Arn: `arn:aws:events:${ctx.world.region}:${ctx.world.account}:event-bus/default` }] })),
    TestEventPattern: operation((_ctx, input) => ({ Result: matches(readPattern(input.text('EventPattern')), parsed(input.text('Event')) ?? {}) })),
    PutEvents: operation((ctx, input) => {
      const Entries = input.inputs('Entries').map((entry): Json => {
        const missing = ['Source', 'DetailType', 'Detail'].find((name) => (entry.maybeText(name) ?? '') === '');
        if (missing !== undefined) return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.` };
        const detail = parsed(entry.text('Detail'));
        if (detail === null) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
        needDefaultBus(entry);
        const time = entry.maybeNumber('Time');
        const when = time === null ? {} : { time: time * 1000 };
        return { EventId: emit(ctx, { source: entry.text('Source'), detailType: entry.text('DetailType'), detail, resources: entry.texts('Resources'), ...when }) };
      });
      return { FailedEntryCount: Entries.filter((entry) => isRecord(entry) && 'ErrorCode' in entry).length, Entries };
    }),
  },
  handlers: {
    due: handler<{ readonly name: string; readonly at: number }>((ctx, { name, at }) => {
      const row = rules.get(ctx, name);
      if (row === null || row.state !== 'ENABLED') return;
      emitScheduled(ctx, row, at);
      arm(ctx, row);
    }),
    delivered: handler<Reply & { readonly data: { readonly rule: string; readonly target: string } }>((ctx, reply) => {
      if (!reply.ok) noteFailure(ctx, reply.data.rule, { Id: reply.data.target }, `${reply.error.name}: ${reply.error.message}`);
    }),
    jobRunEnded: handler(jobRunEnded),
    crawlEnded: handler(crawlEnded),
    objectCreated: handler(objectCreated),
  },
  subscriptions: { 'glue.jobRun': 'jobRunEnded', 'glue.crawl': 'crawlEnded', 's3.objectCreated': 'objectCreated' },
};
export { retriedAttempts } from './sources.ts';

function parsed(text: string): Fields | null {
  try {
    // JSON.parse gives JSON by definition.
    const value = JSON.parse(text) as Json;
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
