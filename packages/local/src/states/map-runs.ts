import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import type { HistoryEvent } from '@millrace/asl';
import { AwsError } from '../host/types.ts';
import { type Fields, isRecord } from '../service/input.ts';
import { given } from './describing.ts';
import { executionOf, page, record, text } from './input.ts';
import { counted, noCounts, type Counts } from './map-counts.ts';
import { executionArn, machineArn } from './names.ts';
import { definitions, events, executions, keyOf, mapRunNames, mapRuns, padded, roots, under, type Ctx, type ExecutionRow, type MapRunRow } from './rows.ts';
import { stateIn } from './test-state/subject.ts';

/** Gives a map run an ARN of its own, as AWS does: the engine's numbers start again with every execution. */
export function withOwnArn(key: string, event: HistoryEvent): HistoryEvent {
  const arn = arnIn(event);
  if (arn === null) return event;
  const hash = createHash('sha256').update(under(key, String(event.id))).digest('hex');
  const id = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
  return { ...event, details: { mapRunArn: `${arn.slice(0, arn.lastIndexOf(':'))}:${id}` } };
}

/** Notes a map run that starts. */
export function noteMapRun(ctx: Ctx, key: string, event: HistoryEvent): void {
  const arn = arnIn(event);
  if (arn === null) return;
  mapRuns.put(ctx, under(key, padded(event.id)), { arn, execution: key, event: event.id });
  mapRunNames.put(ctx, arn, under(key, padded(event.id)));
}

function arnIn({ type, details }: HistoryEvent): string | null {
  const arn = type === 'MapRunStarted' && isRecord(details) ? details['mapRunArn'] : null;
  return typeof arn === 'string' ? arn : null;
}

/** In the order in which they started. */
export function listMapRuns(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const execution = executionOf(ctx, text(input, 'executionArn'));
  const { rows, more } = page(mapRuns.list(ctx, under(keyOf(execution), '')), input, 100);
  return {
    mapRuns: rows.map(({ row }) => {
      const { startDate, stopDate } = courseOf(ctx, execution, row);
      return { executionArn: executionArn(ctx.world, execution.machine, execution.name), mapRunArn: row.arn, stateMachineArn: machineArn(ctx.world, execution.machine), startDate, ...given({ stopDate }) };
    }),
    ...more,
  };
}

export function describeMapRun(ctx: Ctx, json: Json): Json {
  const arn = text(record(json), 'mapRunArn');
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:mapRun:[^:]+:[^:]+$/u.test(arn)) throw new AwsError('InvalidArn', `Invalid Arn: '${arn} is not the ARN of a map run'`);
  const row = mapRuns.get(ctx, mapRunNames.get(ctx, arn) ?? '');
  const execution = row === null ? null : executions.get(ctx, row.execution);
  if (row === null || execution === null) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
  const { status, startDate, stopDate, redrives, redriveDate } = courseOf(ctx, execution, row);
  const name = arn.slice(arn.indexOf('/') + 1, arn.lastIndexOf(':'));
  const counts = countsOf(ctx, row, name, status);
  // AWS counts items and child executions: without batches each item is an execution.
  return {
    mapRunArn: arn, executionArn: executionArn(ctx.world, execution.machine, execution.name), status, startDate, ...given({ stopDate }),
    ...settingsOf(ctx, execution, name), itemCounts: counts, executionCounts: counts, redriveCount: redrives, ...given({ redriveDate }),
  };
}

interface Course {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly redrives: number;
  readonly redriveDate: number | null;
}

const ends: Readonly<Record<string, Course['status']>> = { MapRunSucceeded: 'SUCCEEDED', MapRunFailed: 'FAILED', MapRunAborted: 'ABORTED', MapStateAborted: 'ABORTED' };

/** What became of a map run, out of the history: its end points to its start, or to the redrive that it went on with. */
function courseOf(ctx: Ctx, execution: ExecutionRow, row: MapRunRow): Course {
  const started = eventOf(ctx, row.execution, row.event);
  const startDate = (started?.timestamp ?? execution.startedAt) / 1000;
  let points = row.event;
  let end: HistoryEvent | null = null;
  const redrives: HistoryEvent[] = [];
  for (let id = row.event + 1; id <= (roots.get(ctx, row.execution)?.events ?? 0); id++) {
    const event = eventOf(ctx, row.execution, id);
    if (event?.type === 'ExecutionRedriven' && end?.type !== 'MapRunSucceeded') {
      redrives.push(event);
      [points, end] = [id, null];
    } else if (event !== null && event.previousEventId === points && Object.hasOwn(ends, event.type)) end ??= event;
  }
  const over = execution.status === 'RUNNING' ? 'RUNNING' : execution.status === 'FAILED' ? 'FAILED' : 'ABORTED';
  const at = redrives.at(-1);
  return {
    status: (end === null ? null : ends[end.type]) ?? over, startDate, stopDate: end !== null ? end.timestamp / 1000 : execution.stoppedAt === null ? null : execution.stoppedAt / 1000,
    redrives: redrives.length, redriveDate: at === undefined ? null : at.timestamp / 1000,
  };
}

function eventOf(ctx: Ctx, key: string, id: number): HistoryEvent | null {
  // Rows of this table are the engine's history events.
  return events.get(ctx, under(key, padded(id))) as unknown as HistoryEvent | null;
}

/** The event before the start of a map run is that of the Map state, and tells how many items there are. */
function countsOf(ctx: Ctx, row: MapRunRow, name: string, status: Course['status']): Counts {
  const state = eventOf(ctx, row.execution, eventOf(ctx, row.execution, row.event)?.previousEventId ?? 0);
  const length = isRecord(state?.details ?? null) ? record(state?.details ?? null)['length'] : null;
  const total = typeof length === 'number' ? length : 0;
  if (status === 'SUCCEEDED') return { ...noCounts, succeeded: total, total };
  return counted(ctx, row.execution, name) ?? { ...noCounts, total };
}

function settingsOf(ctx: Ctx, { by }: ExecutionRow, name: string): Fields {
  const definition = JSON.parse(definitions.get(ctx, by.definition) ?? 'null') as Json; // checked when it was kept
  const state = isRecord(definition) ? stateIn(definition, name) : null;
  const number = (field: string): number => (typeof state?.[field] === 'number' ? state[field] : 0);
  return { maxConcurrency: number('MaxConcurrency'), toleratedFailurePercentage: number('ToleratedFailurePercentage'), toleratedFailureCount: number('ToleratedFailureCount') };
}
