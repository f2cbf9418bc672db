import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { uuid } from '../service/kit.ts';
import { checkName, jsonText, optionalText, record, text, type Input } from './input.ts';
import { metadataOnly } from './describing.ts';
import { executionArn } from './names.ts';
import { startRun } from './run.ts';
import { targetOf, versionOf, type Target } from './targets.ts';
import { executions, keyOf, listing, newestFirst, nextNumber, under, Waiting, type Ctx, type ExecutionRow, type Revision } from './rows.ts';

/** Of a machine, a version or an alias. A Standard start is idempotent by name and input while the execution runs. Source: StartExecution. */
export async function startExecution(ctx: Ctx, json: Json): Promise<Json> {
  const input = record(json);
  const target = targetOf(ctx, text(input, 'stateMachineArn'));
  const row = newExecution(ctx, target, input);
  if (row.express !== null) {
    await startRun(ctx, row);
    return started(ctx, row);
  }
  const key = keyOf(row);
  const known = executions.get(ctx, key);
  if (known?.status === 'RUNNING' && known.input === row.input) return started(ctx, known);
  if (known !== null) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn(ctx.world, row.machine, row.name)}'`);
  const listed = under(row.machine, newestFirst(ctx));
  listing.put(ctx, listed, key);
  await startRun(ctx, { ...row, listed });
  return started(ctx, row);
}

/** Answers when the Express execution has ended, well or badly. Source: StartSyncExecution. */
export async function startSyncExecution(ctx: Ctx, json: Json): Promise<Json | Waiting> {
  const input = record(json);
  const target = targetOf(ctx, text(input, 'stateMachineArn'));
  if (target.machine.type !== 'EXPRESS') throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  const row = newExecution(ctx, target, input);
  const awaited = `sync/${nextNumber(ctx, 'sync')}`;
  await startRun(ctx, { ...row, awaited, awaitsData: !metadataOnly(input) });
  // Nobody can wait yet for an answer that is there with the start.
  const answer = ctx.effects.find((effect) => effect.type === 'answer' && effect.id === awaited);
  return answer?.type === 'answer' && answer.result.ok ? answer.result.output : new Waiting(awaited);
}

function newExecution(ctx: Ctx, target: Target, input: Input): ExecutionRow {
  const { machine } = target;
  const given = optionalText(input, 'input') ?? '{}';
  jsonText(given, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
  const version = versionOf(ctx, target);
  return {
    machine: machine.name, name: checkName(optionalText(input, 'name') ?? uuid(ctx)), express: machine.type === 'EXPRESS' ? uuid(ctx) : null,
    by: revisionOnly(version ?? machine), version: version?.number ?? null, alias: target.alias?.name ?? null,
    status: 'RUNNING', startedAt: ctx.world.now(), stoppedAt: null, input: given, output: null, error: null, cause: null, traceHeader: optionalText(input, 'traceHeader'),
    listed: '', awaited: null, awaitsData: true, redrives: 0, redrivenAt: null, redriveToken: null,
  };
}

function revisionOnly({ type, definition, roleArn, logging, tracing, encryption, revision, updatedAt }: Revision): Revision {
  return { type, definition, roleArn, logging, tracing, encryption, revision, updatedAt };
}

function started(ctx: Ctx, row: ExecutionRow): Json {
  return { executionArn: executionArn(ctx.world, row.machine, row.name, row.express), startDate: row.startedAt / 1000 };
}
