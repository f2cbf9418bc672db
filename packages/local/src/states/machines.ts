import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import { parseDefinition, type DefinitionProblem } from '@millrace/asl';
import { limits } from '@millrace/facts';
import { AwsError } from '../host/types.ts';
import { checkName, invalid, list, machineOf, optionalText, page, record, text, type Input } from './input.ts';
import { checkResources } from './resources.ts';
import { deliver } from './run.ts';
import { executions, listing, machineArn, machines, under, type Ctx, type MachineRow } from './rows.ts';

const longestDefinition = limits.sfnDefinitionBytes.value;

export const sha256 = (value: string): string => createHash('sha256').update(value, 'utf8').digest('hex');

export function createStateMachine(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const name = checkName(text(input, 'name'));
  const [given, role] = [text(input, 'definition'), text(input, 'roleArn')];
  const definition = checkedDefinition(given);
  const roleArn = checkedRole(role);
  standardOnly(input);
  const known = machines.get(ctx, name);
  // As on AWS, the same machine again is no error; role and tags are not compared.
  if (known !== null && known.definition === definition) return created(ctx, known);
  if (known !== null) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machineArn(ctx.world, name)}'`);
  const row: MachineRow = {
    name, definition, roleArn, createdAt: ctx.world.now(), updatedAt: null, revision: 0, tags: tagsOf(input),
    logging: input['loggingConfiguration'] ?? { level: 'OFF', includeExecutionData: false },
    tracing: input['tracingConfiguration'] ?? { enabled: false },
  };
  machines.put(ctx, name, row);
  return created(ctx, row);
}

function created(ctx: Ctx, row: MachineRow): Json {
  return { stateMachineArn: machineArn(ctx.world, row.name), creationDate: row.createdAt / 1000 };
}

export function updateStateMachine(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = machineOf(ctx, text(input, 'stateMachineArn'));
  const definition = optionalText(input, 'definition');
  const roleArn = optionalText(input, 'roleArn');
  const { loggingConfiguration: logging, tracingConfiguration: tracing } = input;
  if (definition === null && roleArn === null && logging === undefined && tracing === undefined) {
    throw new AwsError('MissingRequiredParameter', 'Give the definition, the role ARN, or a configuration to change.');
  }
  const next: MachineRow = {
    ...row,
    definition: definition === null ? row.definition : checkedDefinition(definition),
    roleArn: roleArn === null ? row.roleArn : checkedRole(roleArn),
    logging: logging ?? row.logging,
    tracing: tracing ?? row.tracing,
    updatedAt: ctx.world.now(),
    revision: row.revision + 1,
  };
  machines.put(ctx, row.name, next);
  return { updateDate: ctx.world.now() / 1000, revisionId: revisionId(next) };
}

export function describeStateMachine(ctx: Ctx, json: Json): Json {
  const row = machineOf(ctx, text(record(json), 'stateMachineArn'));
  return {
    ...summary(ctx, row),
    status: 'ACTIVE',
    definition: row.definition,
    roleArn: row.roleArn,
    loggingConfiguration: row.logging,
    tracingConfiguration: row.tracing,
    ...(row.revision === 0 ? {} : { revisionId: revisionId(row) }),
  };
}

function summary(ctx: Ctx, row: MachineRow): { readonly [key: string]: Json } {
  return { stateMachineArn: machineArn(ctx.world, row.name), name: row.name, type: 'STANDARD', creationDate: row.createdAt / 1000 };
}

function revisionId(row: MachineRow): string {
  const hash = sha256(`${row.name}|${row.createdAt}|${row.revision}`);
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

/** Removes the machine and ends what runs on it. Executions can be described still, as they can on AWS for a while. */
export async function deleteStateMachine(ctx: Ctx, json: Json): Promise<Json> {
  const arn = text(record(json), 'stateMachineArn');
  const name = /:stateMachine:([^:]+)$/u.exec(arn)?.[1];
  const row = name === undefined ? machineOf(ctx, arn) : machines.get(ctx, name);
  if (row === null) return {};
  for (const { key, row: execution } of listing.list(ctx, under(row.name, ''))) {
    listing.remove(ctx, key);
    const found = executions.get(ctx, execution);
    if (found?.status === 'RUNNING') await deliver(ctx, found, [{ type: 'abort', error: '', cause: 'The state machine was deleted.' }]);
  }
  machines.remove(ctx, row.name);
  return {};
}

export function listStateMachines(ctx: Ctx, json: Json): Json {
  const { rows, more } = page(machines.list(ctx), record(json), 100);
  return { stateMachines: rows.map(({ row }) => summary(ctx, row)), ...more };
}

export function validateStateMachineDefinition(_ctx: Ctx, json: Json): Json {
  const found = problemsOf(text(record(json), 'definition'));
  const diagnostics = found.map(({ pointer, message }) => ({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location: pointer }));
  return { result: found.length === 0 ? 'OK' : 'FAIL', diagnostics, truncated: false };
}

function checkedDefinition(definition: string): string {
  const found = problemsOf(definition);
  if (found.length === 0) return definition;
  const lines = found.map(({ pointer, message, hint }) => `${message} ${hint} at ${pointer === '' ? '/' : pointer}`);
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${lines.join('; ')}'`);
}

function problemsOf(definition: string): readonly DefinitionProblem[] {
  if (Buffer.byteLength(definition, 'utf8') > longestDefinition) {
    return [{ pointer: '', message: `The definition is longer than ${longestDefinition} bytes.`, hint: 'Split the machine.' }];
  }
  const { machine, problems } = parseDefinition(definition);
  return machine === null ? problems : checkResources(machine);
}

function checkedRole(arn: string): string {
  if (/^arn:[\w-]+:iam::\d{12}:role\/.+$/u.test(arn)) return arn;
  throw new AwsError('InvalidArn', `Invalid Role Arn: '${arn}'`);
}

function standardOnly(input: Input): void {
  const type = optionalText(input, 'type') ?? 'STANDARD';
  if (type !== 'STANDARD') throw new AwsError('StateMachineTypeNotSupported', `The embedded Step Functions runs STANDARD machines only, not '${type}'.`);
  if (input['publish'] === true) throw invalid('the embedded Step Functions has no versions: leave publish out');
}

export function tagsOf(input: Input): { readonly [key: string]: string } {
  const tags = list(input, 'tags').map((tag) => [text(record(tag), 'key'), optionalText(record(tag), 'value') ?? ''] as const);
  if (tags.length > 50) throw new AwsError('TooManyTags', 'A resource has at most 50 tags.');
  return Object.fromEntries(tags);
}
