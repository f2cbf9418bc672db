import type { Json } from '@millrace/core';
import { detailsMember, type HistoryEvent } from '@millrace/asl';
import { limits } from '@millrace/facts';
import { AwsError } from '../host/types.ts';
import { checkName, executionOf, machineOf, optionalNumber, optionalText, page, record, text, type Input } from './input.ts';
import { deliver, startRun } from './run.ts';
import {
  definitions, events, executionArn, executionKey, executions, listing, machineArn, newestFirst, padded, roots, under, type Ctx, type ExecutionRow,
} from './rows.ts';
import { sha256 } from './machines.ts';

const longestInput = limits.sfnPayloadBytes.value;

export async function startExecution(ctx: Ctx, json: Json): Promise<Json> {
  const input = record(json);
  const machine = machineOf(ctx, text(input, 'stateMachineArn'));
  const given = checkedInput(optionalText(input, 'input') ?? '{}');
  const name = checkName(optionalText(input, 'name') ?? uuid(ctx));
  const key = executionKey(machine.name, name);
  const known = executions.get(ctx, key);
  if (known !== null) {
    // The same start again is no error while it runs.
    if (known.status === 'RUNNING' && known.input === given) return started(ctx, known);
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn(ctx.world, machine.name, name)}'`);
  }
  const definition = sha256(machine.definition);
  definitions.put(ctx, definition, machine.definition);
  const listed = under(machine.name, newestFirst(ctx));
  listing.put(ctx, listed, key);
  const row: ExecutionRow = {
    machine: machine.name, name, definition, status: 'RUNNING', startedAt: ctx.world.now(), stoppedAt: null, input: given, output: null, error: null, cause: null, listed,
  };
  await startRun(ctx, row, machine.roleArn);
  return started(ctx, row);
}

function started(ctx: Ctx, row: ExecutionRow): Json {
  return { executionArn: executionArn(ctx.world, row.machine, row.name), startDate: row.startedAt / 1000 };
}

function checkedInput(input: string): string {
  if (Buffer.byteLength(input, 'utf8') > longestInput) throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: more than ${longestInput} bytes.`);
  try {
    // Written again, too, since values may nest deeper than the stack holds.
    JSON.stringify(JSON.parse(input));
    return input;
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: it is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
}

export function describeExecution(ctx: Ctx, json: Json): Json {
  const row = executionOf(ctx, text(record(json), 'executionArn'));
  return {
    ...summary(ctx, row),
    input: row.input,
    inputDetails: { included: true },
    ...(row.output === null ? {} : { output: row.output, outputDetails: { included: true } }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.cause === null ? {} : { cause: row.cause }),
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'The embedded Step Functions does not redrive executions.',
  };
}

function summary(ctx: Ctx, row: ExecutionRow): { readonly [key: string]: Json } {
  return {
    executionArn: executionArn(ctx.world, row.machine, row.name),
    stateMachineArn: machineArn(ctx.world, row.machine),
    name: row.name,
    status: row.status,
    startDate: row.startedAt / 1000,
    ...(row.stoppedAt === null ? {} : { stopDate: row.stoppedAt / 1000 }),
    redriveCount: 0,
  };
}

export function listExecutions(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const machine = machineOf(ctx, text(input, 'stateMachineArn'));
  const status = optionalText(input, 'statusFilter');
  const found = listing.list(ctx, under(machine.name, '')).flatMap(({ key, row }) => {
    const execution = executions.get(ctx, row);
    return execution !== null && (status === null || execution.status === status) ? [{ key, execution }] : [];
  });
  const { rows, more } = page(found, input, 100);
  return { executions: rows.map(({ execution }) => summary(ctx, execution)), ...more };
}

export function getExecutionHistory(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = executionOf(ctx, text(input, 'executionArn'));
  const key = executionKey(row.machine, row.name);
  const count = roots.get(ctx, key)?.events ?? 0;
  const reverse = input['reverseOrder'] === true;
  const asked = optionalNumber(input, 'maxResults', 0, 1000) ?? 0;
  const skipped = historyToken(input, count);
  const size = Math.min(asked === 0 ? 100 : asked, count - skipped);
  // Ids have no gaps, so a page is read by its ids alone.
  const ids = Array.from({ length: size }, (_, i) => (reverse ? count - skipped - i : skipped + i + 1));
  const found = ids.flatMap((id) => {
    const event = events.get(ctx, under(key, padded(id)));
    // Rows of this table are the engine's history events.
    return event === null ? [] : [asAws(event as unknown as HistoryEvent)];
  });
  return { events: found, ...(skipped + size < count ? { nextToken: String(skipped + size) } : {}) };
}

function historyToken(input: Input, count: number): number {
  const token = optionalText(input, 'nextToken');
  if (token === null) return 0;
  if (/^\d{1,6}$/u.test(token) && Number(token) <= count) return Number(token);
  throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
}

function asAws(event: HistoryEvent): Json {
  const member = detailsMember(event.type);
  const { id, previousEventId, type, details } = event;
  return { timestamp: event.timestamp / 1000, type, id, previousEventId, ...(member === null || details === null ? {} : { [member]: details }) };
}

export async function stopExecution(ctx: Ctx, json: Json): Promise<Json> {
  const input = record(json);
  const row = executionOf(ctx, text(input, 'executionArn'));
  if (row.status === 'RUNNING') {
    await deliver(ctx, row, [{ type: 'abort', error: optionalText(input, 'error') ?? '', cause: optionalText(input, 'cause') ?? '' }]);
  }
  return { stopDate: (row.stoppedAt ?? ctx.world.now()) / 1000 };
}

function uuid(ctx: Ctx): string {
  const hex = Array.from({ length: 32 }, (_, i) => (i === 12 ? '4' : Math.floor(ctx.world.random() * 16).toString(16))).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
