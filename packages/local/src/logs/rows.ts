import { AwsError, type World } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { arn, below, type Ctx, key, operationsOf, table } from '../service/kit.ts';
import { type JobLog, type JobLogs, logsOfGroup, logsOfStream } from './job-logs.ts';

export type GroupRow = { readonly name: string; readonly createdAt: number; readonly retention: number | null; readonly kmsKey: string | null; readonly tags: { readonly [key: string]: string } };
export type StreamRow = { readonly name: string; readonly createdAt: number; readonly count: number; readonly first: number | null; readonly last: number | null; readonly ingestedAt: number | null };
export type LogEvent = { readonly timestamp: number; readonly message: string; readonly ingestionTime: number };

export const groups = table<GroupRow>('group');
export const streams = table<StreamRow>('stream');
const events = table<LogEvent>('event');

export const operation = operationsOf('InvalidParameterException');
export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const notFound = (what: string): AwsError => new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);
const groupPattern = /^[.\-_/#A-Za-z0-9]{1,512}$/u;

/** The name in a request, given as itself or as an ARN. */
export function groupName(input: Input): string {
  const identifier = input.maybeText('logGroupIdentifier') ?? input.maybeText('logGroupName');
  if (identifier === null) return input.text('logGroupName');
  const name = /:log-group:([^:]+)/u.exec(identifier)?.[1] ?? identifier;
  if (groupPattern.test(name)) return name;
  throw invalid(`1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`);
}
export const groupArn = (world: World, name: string): string => arn(world, 'logs', `log-group:${name}`);

/** A group that was made, or one of Glue's that job runs have written to. */
export function groupOf(ctx: Ctx, jobLogs: JobLogs, name: string): GroupRow {
  const found = groups.get(ctx, name) ?? glueGroup(jobLogs, name);
  if (found === null) throw notFound('group');
  return found;
}
export function glueGroup(jobLogs: JobLogs, name: string): GroupRow | null {
  const logs = logsOfGroup(jobLogs, name);
  return logs.length === 0 ? null : { name, createdAt: Math.min(...logs.map(({ from }) => from)), retention: null, kmsKey: null, tags: {} };
}

export function streamsOf(ctx: Ctx, jobLogs: JobLogs, group: string): readonly StreamRow[] {
  const own = streams.list(ctx, below(group)).map(({ row }) => row);
  const ofJobs = new Map<string, JobLog[]>();
  for (const log of logsOfGroup(jobLogs, group)) for (const place of log.places) if (place.group === group) ofJobs.set(place.stream, [...(ofJobs.get(place.stream) ?? []), log]);
  return [...own, ...[...ofJobs].map(jobStream)].sort((a, b) => (a.name < b.name ? -1 : 1));
}
function jobStream([name, logs]: readonly [string, readonly JobLog[]]): StreamRow {
  const [from, to] = [Math.min(...logs.map((log) => log.from)), Math.max(...logs.map((log) => log.to))];
  return { name, createdAt: from, count: 0, first: from, last: to, ingestedAt: to };
}

/** What a stream holds, in order. */
export function eventsOf(ctx: Ctx, jobLogs: JobLogs, group: string, stream: string): readonly LogEvent[] {
  if (streams.get(ctx, key(group, stream)) !== null) return events.list(ctx, below(group, stream)).map(({ row }) => row);
  const logs = logsOfStream(jobLogs, group, stream);
  if (logs.length === 0) throw notFound('stream');
  return logs.flatMap((log) => eventsIn(jobLogs, log));
}

function eventsIn(jobLogs: JobLogs, { jobRunId, from, to }: JobLog): readonly LogEvent[] {
  // Lines carry no time of their own: all have that of the first.
  const lines = jobLogs.read(jobRunId).split('\n');
  const whole = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return whole.map((message) => ({ timestamp: Math.floor(from), message, ingestionTime: Math.floor(to) }));
}

export function append(ctx: Ctx, group: string, stream: StreamRow, added: readonly Pick<LogEvent, 'timestamp' | 'message'>[]): void {
  const ingestionTime = ctx.world.now();
  added.forEach((event, index) => events.put(ctx, key(group, stream.name, String(stream.count + index).padStart(12, '0')), { ...event, ingestionTime }));
  const times = [...added.map(({ timestamp }) => timestamp), ...(stream.first === null ? [] : [stream.first]), ...(stream.last === null ? [] : [stream.last])];
  const row = { ...stream, count: stream.count + added.length, first: Math.min(...times), last: Math.max(...times), ingestedAt: ingestionTime };
  streams.put(ctx, key(group, stream.name), row);
}

export function removeStream(ctx: Ctx, group: string, stream: string): void {
  for (const { key: at } of events.list(ctx, below(group, stream))) events.remove(ctx, at);
  streams.remove(ctx, key(group, stream));
}
export const newStream = (ctx: Ctx, name: string): StreamRow => ({ name, createdAt: ctx.world.now(), count: 0, first: null, last: null, ingestedAt: null });
export const newGroup = (ctx: Ctx, name: string): GroupRow => ({ name, createdAt: ctx.world.now(), retention: null, kmsKey: null, tags: {} });
