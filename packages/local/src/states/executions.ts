import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { describe, summary } from './describe.ts';
import { metadataOnly } from './describing.ts';
import { executionOf, optionalText, page, record, text } from './input.ts';
import { machineArn } from './names.ts';
import { configuration, revisionOf } from './revisions.ts';
import { deliver } from './run.ts';
import { targetOf } from './targets.ts';
import { definitions, executions, listing, machines, under, type Ctx, type ExecutionRow } from './rows.ts';

export function describeExecution(ctx: Ctx, json: Json): Json {
  const input = record(json);
  return describe(ctx, executionOf(ctx, text(input, 'executionArn')), !metadataOnly(input));
}

/** The state machine as it was when the execution started. */
export function describeStateMachineForExecution(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const { by, machine, startedAt } = executionOf(ctx, text(input, 'executionArn'));
  const createdAt = machines.get(ctx, machine)?.createdAt ?? startedAt;
  return {
    stateMachineArn: machineArn(ctx.world, machine), name: machine, definition: metadataOnly(input) ? '{}' : (definitions.get(ctx, by.definition) ?? '{}'),
    ...configuration(by), ...revisionOf(by, machine, createdAt), updateDate: (by.updatedAt ?? createdAt) / 1000,
  };
}

/** Newest first: of a machine, a version or an alias, by status and by whether they were redriven. */
export function listExecutions(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const [arn, mapRun, status, redriven] = ['stateMachineArn', 'mapRunArn', 'statusFilter', 'redriveFilter'].map((name) => optionalText(input, name));
  if (mapRun !== null && mapRun !== undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${mapRun}': the embedded Step Functions keeps no executions of map runs.`);
  if (status === 'PENDING_REDRIVE') throw new AwsError('ValidationException', 'The status PENDING_REDRIVE is one of a map run: give its ARN.');
  const { machine, version, alias } = targetOf(ctx, arn ?? text(input, 'stateMachineArn'));
  if (machine.type === 'EXPRESS') throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  const wanted = (row: ExecutionRow): boolean =>
    (status === null || row.status === status) && (redriven === null || (redriven === 'REDRIVEN') === row.redrives > 0) &&
    (version === null || row.version === version.number) && (alias === null || row.alias === alias.name);
  const found = listing.list(ctx, under(machine.name, '')).flatMap(({ key, row }) => {
    const execution = executions.get(ctx, row);
    return execution !== null && wanted(execution) ? [{ key, execution }] : [];
  });
  const { rows, more } = page(found, input, 100);
  return { executions: rows.map(({ execution }) => summary(ctx, execution)), ...more };
}

export async function stopExecution(ctx: Ctx, json: Json): Promise<Json> {
  const input = record(json);
  const row = executionOf(ctx, text(input, 'executionArn'));
  if (row.status === 'RUNNING') {
    await deliver(ctx, row, [{ type: 'abort', error: optionalText(input, 'error') ?? '', cause: optionalText(input, 'cause') ?? '' }]);
  }
  return { stopDate: (row.stoppedAt ?? ctx.world.now()) / 1000 };
}
