import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { type Ctx, key, page } from '../service/kit.ts';
import { patternOf } from './filter.ts';
import type { JobLogs } from './job-logs.ts';
import { append, eventsOf, groupArn, groupName, groupOf, invalid, type LogEvent, newStream, notFound, operation, removeStream, type StreamRow, streams, streamsOf } from './rows.ts';

const mostEvents = 10_000;

export function streamOperations(jobLogs: JobLogs): Readonly<Record<string, Operation>> {
  return {
    CreateLogStream: operation((ctx, input) => {
      const group = groupOf(ctx, jobLogs, groupName(input)).name;
      const name = input.text('logStreamName', /^[^:*]{1,512}$/u);
      if (streams.get(ctx, key(group, name)) !== null) throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      streams.put(ctx, key(group, name), newStream(ctx, name));
      return {};
    }),
    DeleteLogStream: operation((ctx, input) => {
      const [group, name] = [groupName(input), input.text('logStreamName')];
      if (streams.get(ctx, key(group, name)) === null) throw notFound('stream');
      removeStream(ctx, group, name);
      return {};
    }),
    DescribeLogStreams: operation((ctx, input) => {
      const group = groupOf(ctx, jobLogs, groupName(input)).name;
      const prefix = input.maybeText('logStreamNamePrefix') ?? '';
      const byTime = input.oneOf('orderBy', ['LogStreamName', 'LastEventTime'], 'LogStreamName') === 'LastEventTime';
      if (byTime && prefix !== '') throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
      const all = streamsOf(ctx, jobLogs, group).filter(({ name }) => name.startsWith(prefix));
      const sorted = byTime ? [...all].sort((a, b) => (a.last ?? 0) - (b.last ?? 0)) : all;
      const ordered = input.flag('descending') ? [...sorted].reverse() : sorted;
      // Tokens are places in this order.
      const rows = ordered.map((row, index) => ({ key: String(index).padStart(9, '0'), row }));
      const found = page(rows, input.maybeText('nextToken'), input.maybeNumber('limit', 1, 50) ?? 50);
      return { logStreams: found.rows.map(({ row }) => described(ctx, group, row)), ...(found.next === null ? {} : { nextToken: found.next }) };
    }),
    PutLogEvents: operation((ctx, input) => {
      const [group, name] = [groupOf(ctx, jobLogs, groupName(input)).name, input.text('logStreamName')];
      const stream = streams.get(ctx, key(group, name));
      if (stream === null) throw notFound('stream');
      const added = input.inputs('logEvents').map((event) => ({ timestamp: event.maybeNumber('timestamp') ?? 0, message: event.text('message') }));
      if (added.length === 0 || added.length > mostEvents) throw invalid(`Log events in a single PutLogEvents request must be from 1 to ${mostEvents}.`);
      if (added.some(({ timestamp }, index) => timestamp < (added[index - 1]?.timestamp ?? 0))) throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
      append(ctx, group, stream, added);
      return { nextSequenceToken: String(stream.count + added.length) };
    }),
    GetLogEvents: operation((ctx, input) => {
      const [group, name] = [groupOf(ctx, jobLogs, groupName(input)).name, input.text('logStreamName')];
      const [from, to] = [input.maybeNumber('startTime') ?? 0, input.maybeNumber('endTime') ?? Number.POSITIVE_INFINITY];
      const all = eventsOf(ctx, jobLogs, group, name).filter(({ timestamp }) => timestamp >= from && timestamp < to);
      const limit = input.maybeNumber('limit', 1, mostEvents) ?? mostEvents;
      const { start, end } = rangeOf(input.maybeText('nextToken'), input.flag('startFromHead'), all.length, limit);
      return { events: all.slice(start, end).map(shown), nextForwardToken: `f/${padded(end)}`, nextBackwardToken: `b/${padded(start)}` };
    }),
    FilterLogEvents: operation((ctx, input) => {
      const group = groupOf(ctx, jobLogs, groupName(input)).name;
      const names = input.texts('logStreamNames');
      const prefix = input.maybeText('logStreamNamePrefix') ?? '';
      const fits = patternOf(input.maybeText('filterPattern') ?? '');
      const [from, to] = [input.maybeNumber('startTime') ?? 0, input.maybeNumber('endTime') ?? Number.POSITIVE_INFINITY];
      const chosen = streamsOf(ctx, jobLogs, group).filter(({ name }) => (names.length === 0 || names.includes(name)) && name.startsWith(prefix));
      const all = chosen.flatMap((stream) => {
        const own = eventsOf(ctx, jobLogs, group, stream.name).map((event, index) => ({ event, index, stream: stream.name }));
        return own.filter(({ event }) => event.timestamp >= from && event.timestamp <= to && fits(event.message));
      });
      const sorted = all.sort((a, b) => a.event.timestamp - b.event.timestamp).map((one, place) => ({ ...one, key: padded(place) }));
      const found = page(sorted, input.maybeText('nextToken'), input.maybeNumber('limit', 1, mostEvents) ?? mostEvents);
      const events = found.rows.map(({ event, index, stream }) => ({ logStreamName: stream, ...shown(event), eventId: `${stream}/${padded(index)}` }));
      return { events, searchedLogStreams: [], ...(found.next === null ? {} : { nextToken: found.next }) };
    }),
  };
}

const padded = (place: number): string => String(place).padStart(32, '0');
const shown = ({ timestamp, message, ingestionTime }: LogEvent): { readonly [key: string]: Json } => ({ timestamp, message, ingestionTime });

/** A token is a place and a direction; without one the newest come, or from the head the oldest. */
function rangeOf(token: string | null, fromHead: boolean, count: number, limit: number): { readonly start: number; readonly end: number } {
  const [, direction, place] = /^([fb])\/(\d+)$/u.exec(token ?? '') ?? [];
  if (token !== null && place === undefined) throw invalid('The specified nextToken is invalid.');
  const at = Math.min(Number(place ?? 0), count);
  if (direction === 'f') return { start: at, end: Math.min(count, at + limit) };
  if (direction === 'b') return { start: Math.max(0, at - limit), end: at };
  return fromHead ? { start: 0, end: Math.min(count, limit) } : { start: Math.max(0, count - limit), end: count };
}

function described(ctx: Ctx, group: string, row: StreamRow): Json {
  return {
    logStreamName: row.name, creationTime: Math.floor(row.createdAt), arn: `${groupArn(ctx.world, group)}:log-stream:${row.name}`, storedBytes: 0, uploadSequenceToken: '0',
    ...(row.first === null ? {} : { firstEventTimestamp: Math.floor(row.first) }),
    ...(row.last === null ? {} : { lastEventTimestamp: Math.floor(row.last) }),
    ...(row.ingestedAt === null ? {} : { lastIngestionTime: Math.floor(row.ingestedAt) }),
  };
}
