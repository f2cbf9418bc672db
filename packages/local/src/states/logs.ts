import type { Json } from '@millrace/core';
import type { HistoryEvent } from '@millrace/asl';
import { isRecord } from '../service/input.ts';
import { asText } from './input.ts';
import { executionArn } from './names.ts';
import type { Ctx, ExecutionRow } from './rows.ts';

const endings = /^Execution(?:Failed|TimedOut|Aborted)$/u;
const errors = /(?:Failed|TimedOut|Aborted)$|^FailStateEntered$/u;

/** Which events a level of logging writes. Source: Step Functions developer guide, "Log levels for Step Functions execution events". */
const levels: ReadonlyMap<string, (type: string) => boolean> = new Map([
  ['ALL', () => true],
  ['ERROR', (type: string) => errors.test(type)],
  ['FATAL', (type: string) => endings.test(type)],
]);

/** Events of an execution go to the log group that its state machine names. */
export function writeLogs(ctx: Ctx, row: ExecutionRow, events: readonly HistoryEvent[]): void {
  const logging = isRecord(row.by.logging) ? row.by.logging : {};
  const wanted = levels.get(asText(logging['level']));
  const group = /:log-group:(.+):\*$/u.exec(destinationOf(logging['destinations'] ?? null))?.[1];
  if (wanted === undefined || group === undefined) return;
  const arn = executionArn(ctx.world, row.machine, row.name, row.express);
  const messages = events.filter(({ type }) => wanted(type)).map((event) => entry(arn, row.redrives, event, logging['includeExecutionData'] === true));
  if (messages.length === 0) return;
  const stream = `states/${row.machine}/${new Date(row.startedAt).toISOString().slice(0, 16).replaceAll(/[T:]/gu, '-')}/${row.name.slice(0, 8)}`;
  ctx.effects.push({ type: 'publish', topic: 'logs.write', data: { group, stream, messages } });
}

function destinationOf(destinations: Json): string {
  const first = Array.isArray(destinations) ? ((destinations as readonly Json[])[0] ?? null) : null; // Array.isArray gives any[]
  const group = isRecord(first) ? (first['cloudWatchLogsLogGroup'] ?? null) : null;
  return isRecord(group) && typeof group['logGroupArn'] === 'string' ? group['logGroupArn'] : '';
}

/** Source: Step Functions developer guide, "Using CloudWatch Logs to log execution history": the form of an entry. */
function entry(arn: string, redrives: number, { id, previousEventId, type, timestamp, details }: HistoryEvent, whole: boolean): string {
  return JSON.stringify({
    id: String(id), type, details: whole ? details : withoutData(details), previous_event_id: String(previousEventId), event_timestamp: String(timestamp),
    execution_arn: arn, redrive_count: String(redrives),
  });
}

const dataMembers = new Set(['input', 'output', 'inputDetails', 'outputDetails', 'parameters', 'assignedVariables', 'assignedVariablesDetails']);

/** The details of an event without inputs, outputs and variables. */
export function withoutData(details: Json): Json {
  return isRecord(details) ? Object.fromEntries(Object.entries(details).filter(([name]) => !dataMembers.has(name))) : details;
}
