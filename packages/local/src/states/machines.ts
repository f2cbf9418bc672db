import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { checkDefinition } from './definition.ts';
import { checkName, optionalText, page, record, text } from './input.ts';
import { machineArn, readMachineArn } from './names.ts';
import { metadataOnly } from './describing.ts';
import { deliver } from './run.ts';
import { publishing, roleOf, settingsOf, tagsOf, typeOf, usualSettings } from './settings.ts';
import { machineOf, targetOf } from './targets.ts';
import { configuration, revisionOf } from './revisions.ts';
import { publishVersion } from './versions.ts';
import { aliases, definitions, executions, listing, machines, under, versions, type Ctx, type MachineRow, type Revision } from './rows.ts';

/** The key of a definition's text, under which the text is kept. */
function keepDefinition(ctx: Ctx, definition: string): string {
  const key = createHash('sha256').update(definition, 'utf8').digest('hex');
  definitions.put(ctx, key, definition);
  return key;
}

export function createStateMachine(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const name = checkName(text(input, 'name'));
  const [definition, role] = [text(input, 'definition'), text(input, 'roleArn')];
  const type = typeOf(input);
  checkDefinition(definition, type);
  const { logging, tracing, encryption } = settingsOf(input);
  const created = publishing(input);
  const row: MachineRow = {
    name, type, definition: keepDefinition(ctx, definition), roleArn: roleOf(role), logging: logging ?? usualSettings.logging, tracing: tracing ?? usualSettings.tracing, encryption,
    revision: 0, createdAt: ctx.world.now(), updatedAt: null, tags: tagsOf(input), lastVersion: 0, created,
  };
  const known = machines.get(ctx, name);
  if (known !== null && !sameCreation(known, row)) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machineArn(ctx.world, name)}'`);
  if (known === null) machines.put(ctx, name, row);
  const version = created.publish ? publishVersion(ctx, known ?? row, created.description) : null;
  return {
    stateMachineArn: machineArn(ctx.world, name), creationDate: (known ?? row).createdAt / 1000,
    ...(version === null ? {} : { stateMachineVersionArn: machineArn(ctx.world, name, String(version.number)) }),
  };
}

/** The same machine again is no error; role and tags are not compared. Source: CreateStateMachine. */
function sameCreation(known: MachineRow, asked: MachineRow): boolean {
  const compared = ({ definition, type, logging, tracing, encryption, created }: MachineRow): string => JSON.stringify([definition, type, logging, tracing, encryption, created]);
  return compared(known) === compared(asked);
}

export function updateStateMachine(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = machineOf(ctx, text(input, 'stateMachineArn'));
  const [definition, role] = [optionalText(input, 'definition'), optionalText(input, 'roleArn')];
  const settings = settingsOf(input);
  const { publish, description } = publishing(input);
  if (definition === null && role === null && !publish && Object.values(settings).every((one) => one === null)) {
    throw new AwsError('MissingRequiredParameter', 'Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration or the EncryptionConfiguration must be specified');
  }
  if (definition !== null) checkDefinition(definition, row.type);
  const changed: MachineRow = {
    ...row,
    definition: definition === null ? row.definition : keepDefinition(ctx, definition),
    roleArn: role === null ? row.roleArn : roleOf(role),
    logging: settings.logging ?? row.logging,
    tracing: settings.tracing ?? row.tracing,
    encryption: settings.encryption ?? row.encryption,
    updatedAt: ctx.world.now(),
  };
  const next = { ...changed, revision: row.revision + (sameRevision(row, changed) ? 0 : 1) };
  machines.put(ctx, row.name, next);
  const version = publish ? publishVersion(ctx, next, description) : null;
  return {
    updateDate: ctx.world.now() / 1000, ...revisionOf(next, row.name, row.createdAt),
    ...(version === null ? {} : { stateMachineVersionArn: machineArn(ctx.world, row.name, String(version.number)) }),
  };
}

function sameRevision(a: Revision, b: Revision): boolean {
  const compared = ({ definition, roleArn, logging, tracing, encryption }: Revision): string => JSON.stringify([definition, roleArn, logging, tracing, encryption]);
  return compared(a) === compared(b);
}

export function describeStateMachine(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const { machine, version } = targetOf(ctx, text(input, 'stateMachineArn'));
  const by = version ?? machine;
  return {
    ...summary(ctx, machine),
    stateMachineArn: machineArn(ctx.world, machine.name, version === null ? null : String(version.number)),
    creationDate: by.createdAt / 1000,
    status: 'ACTIVE',
    definition: metadataOnly(input) ? '{}' : (definitions.get(ctx, by.definition) ?? '{}'),
    ...(version === null || version.description === '' ? {} : { description: version.description }),
    ...configuration(by),
    ...revisionOf(by, machine.name, machine.createdAt),
  };
}

function summary(ctx: Ctx, row: MachineRow): { readonly [key: string]: Json } {
  return { stateMachineArn: machineArn(ctx.world, row.name), name: row.name, type: row.type, creationDate: row.createdAt / 1000 };
}

/** Removes the machine and ends what runs on it. Executions can be described still, as they can on AWS for a while. */
export async function deleteStateMachine(ctx: Ctx, json: Json): Promise<Json> {
  const arn = text(record(json), 'stateMachineArn');
  const { name, qualifier } = readMachineArn(arn);
  if (qualifier !== null) throw new AwsError('InvalidArn', `Invalid Arn: '${arn} is a version or an alias: give the ARN of the state machine'`);
  for (const { key, row: execution } of listing.list(ctx, under(name, ''))) {
    listing.remove(ctx, key);
    const found = executions.get(ctx, execution);
    if (found?.status === 'RUNNING') await deliver(ctx, found, [{ type: 'abort', error: '', cause: 'The state machine was deleted.' }]);
  }
  for (const rows of [versions, aliases]) for (const { key } of rows.list(ctx, under(name, ''))) rows.remove(ctx, key);
  machines.remove(ctx, name);
  return {};
}

export function listStateMachines(ctx: Ctx, json: Json): Json {
  const { rows, more } = page(machines.list(ctx), record(json), 100);
  return { stateMachines: rows.map(({ row }) => summary(ctx, row)), ...more };
}
