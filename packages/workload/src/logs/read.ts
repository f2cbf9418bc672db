import type { Json, LogFollow } from '@millrace/core';
import { isAwsError } from '../port.ts';
import type { LogPlace, LogPlaces } from './places.ts';

/** CloudWatch Logs' operations under AWS's own names and shapes. */
export type LogsCall = (operation: 'GetLogEvents', input: Json) => Promise<unknown>;

interface Event {
  readonly at: number;
  readonly line: string;
}
interface Source extends LogPlace {
  readonly events: Event[];
  token: string | null;
}

/** Pages of one look at most: a page may be empty before the end, and its token says when there is no more. */
const MOST_PAGES = 10_000;

/**
 * What a job run printed, oldest first: its output and its errors as one text.
 *
 * @param follow goes on looking while it says so; left out, there is one look
 * @param own where the job's arguments make Glue write it, besides the usual groups
 * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
 */
export async function* readLog(call: LogsCall, jobRunId: string, follow?: LogFollow, own: LogPlaces = { output: [], errors: [] }): AsyncGenerator<string> {
  const usual = (group: string, stream: string): LogPlace => ({ group, stream, between: null });
  const output = [...['/aws-glue/python-jobs/output', '/aws-glue/jobs/output'].flatMap((group) => [usual(group, jobRunId), usual(group, `${jobRunId}-driver`)]), ...own.output].map(source);
  // Of Spark's driver the error group holds what Spark itself says.
  const errors = [...['/aws-glue/python-jobs/error', '/aws-glue/jobs/error'].map((group) => usual(group, jobRunId)), ...own.errors].map(source);
  const told = { output: 0, errors: 0 };
  for (let goesOn = true; goesOn;) {
    // Asked first, so that one more look follows the end.
    goesOn = follow === undefined ? false : await follow.goesOn();
    for (const one of [...output, ...errors]) await more(call, one);
    yield* fresh(output.flatMap(({ events }) => events), errors.flatMap(({ events }) => events), told);
  }
}

const source = (place: LogPlace): Source => ({ ...place, events: [], token: null });

async function more(call: LogsCall, from: Source): Promise<void> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await eventsOf(call, from);
    if (answer === null) return;
    from.events.push(...answer.events);
    const end = answer.token === null || answer.token === from.token;
    from.token = answer.token ?? from.token;
    if (end) return;
  }
}

async function eventsOf(call: LogsCall, { group, stream, between, token }: Source): Promise<{ readonly events: readonly Event[]; readonly token: string | null } | null> {
  const [startTime, endTime] = between ?? [];
  try {
    const times = { ...(startTime === undefined ? {} : { startTime }), ...(typeof endTime === 'number' ? { endTime } : {}) };
    const answer = fields(await call('GetLogEvents', { logGroupName: group, logStreamName: stream, startFromHead: true, ...times, ...(token === null ? {} : { nextToken: token }) }));
    const events = Array.isArray(answer['events']) ? answer['events'].map(fields) : [];
    const next = answer['nextForwardToken'];
    return {
      // A message may hold several lines.
      events: events.flatMap(({ timestamp, message }) => (typeof message === 'string' ? message : '').replace(/\r?\n$/, '').split('\n').map((line) => ({ at: Number(timestamp ?? 0), line }))),
      token: typeof next === 'string' ? next : null,
    };
  } catch (error) {
    // Nothing was printed there, or not yet.
    if (isAwsError(error, 'ResourceNotFoundException')) return null;
    throw error;
  }
}

/** Where both hold the same text (a job that prints to one place), it is told once. */
function fresh(output: readonly Event[], errors: readonly Event[], told: { output: number; errors: number }): readonly string[] {
  const [short, long] = output.length <= errors.length ? [output, errors] : [errors, output];
  const same = short.length > 0 && short.every(({ line }, index) => long[index]?.line === line);
  const lines = same ? long.slice(Math.max(told.output, told.errors)) : [...output.slice(told.output), ...errors.slice(told.errors)].sort((a, b) => a.at - b.at);
  Object.assign(told, { output: output.length, errors: errors.length });
  return lines.map(({ line }) => line);
}

const fields = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
