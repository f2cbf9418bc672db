import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { optionalText, page, record, text } from './input.ts';
import { isVersion, machineArn, readMachineArn } from './names.ts';
import { revisionOf } from './revisions.ts';
import { machineOf } from './targets.ts';
import { aliases, machines, padded, under, versions, type Ctx, type MachineRow, type VersionRow } from './rows.ts';

/** Source: Step Functions quotas, versions of one state machine. */
const mostVersions = 1000;

/** The version of the machine's current revision, which is made if there is none. */
export function publishVersion(ctx: Ctx, machine: MachineRow, description: string): VersionRow {
  const all = versions.list(ctx, under(machine.name, ''));
  const known = all.find(({ row }) => row.revision === machine.revision);
  if (known !== undefined) return known.row;
  if (all.length >= mostVersions) throw new AwsError('ServiceQuotaExceededException', `A state machine has at most ${mostVersions} versions: delete some.`, 402);
  const { type, definition, roleArn, logging, tracing, encryption, revision, updatedAt } = machine;
  const number = machine.lastVersion + 1;
  const row: VersionRow = { machine: machine.name, number, description, createdAt: ctx.world.now(), type, definition, roleArn, logging, tracing, encryption, revision, updatedAt };
  versions.put(ctx, under(machine.name, padded(number)), row);
  machines.put(ctx, machine.name, { ...machine, lastVersion: number });
  return row;
}

export function publishStateMachineVersion(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const machine = machineOf(ctx, text(input, 'stateMachineArn'));
  const wanted = optionalText(input, 'revisionId');
  const current = revisionOf(machine, machine.name, machine.createdAt).revisionId ?? null;
  if (wanted !== null && wanted !== current) {
    throw new AwsError('ConflictException', `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${String(current)}.`, 409);
  }
  const version = publishVersion(ctx, machine, optionalText(input, 'description') ?? '');
  return { creationDate: version.createdAt / 1000, stateMachineVersionArn: machineArn(ctx.world, machine.name, String(version.number)) };
}

/** Newest first. */
export function listStateMachineVersions(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const machine = machineOf(ctx, text(input, 'stateMachineArn'));
  const { rows, more } = page([...versions.list(ctx, under(machine.name, ''))].reverse(), input, 100);
  return { stateMachineVersions: rows.map(({ row }) => ({ stateMachineVersionArn: machineArn(ctx.world, machine.name, String(row.number)), creationDate: row.createdAt / 1000 })), ...more };
}

/** What is gone already is no error; what an alias names stays. */
export function deleteStateMachineVersion(ctx: Ctx, json: Json): Json {
  const arn = text(record(json), 'stateMachineVersionArn');
  const { name, qualifier } = readMachineArn(arn);
  if (qualifier === null || !isVersion(qualifier)) throw new AwsError('InvalidArn', `Invalid Arn: '${arn} is not the ARN of a version'`);
  const users = aliases.list(ctx, under(name, '')).filter(({ row }) => row.routing.some(({ version }) => version === Number(qualifier)));
  if (users.length > 0) {
    const list = users.map(({ row }) => row.name).join(', ');
    throw new AwsError('ConflictException', `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${list}]`, 409);
  }
  versions.remove(ctx, under(name, padded(Number(qualifier))));
  return {};
}
