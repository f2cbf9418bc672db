import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { list, optionalNumber, optionalText, page, record, text, type Input } from './input.ts';
import { isVersion, machineArn, readMachineArn } from './names.ts';
import { targetOf, versionAt } from './targets.ts';
import { aliases, under, type AliasRow, type Ctx } from './rows.ts';

/** Source: Step Functions quotas, aliases of one state machine. */
const mostAliases = 100;

type Routing = AliasRow['routing'];

export function createStateMachineAlias(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const name = text(input, 'name');
  const { machine, routing } = routingOf(ctx, list(input, 'routingConfiguration'));
  const key = under(machine, name);
  const known = aliases.get(ctx, key);
  const now = ctx.world.now();
  const row: AliasRow = { machine, name, description: optionalText(input, 'description') ?? '', routing, createdAt: now, updatedAt: now };
  if (known !== null && (known.description !== row.description || JSON.stringify(known.routing) !== JSON.stringify(routing))) {
    throw new AwsError('ConflictException', 'Failed to create alias because an alias with the same name and a different routing configuration already exists.', 409);
  }
  if (known === null) {
    if (aliases.list(ctx, under(machine, '')).length >= mostAliases) throw new AwsError('ServiceQuotaExceededException', `A state machine has at most ${mostAliases} aliases: delete some.`, 402);
    aliases.put(ctx, key, row);
  }
  return { stateMachineAliasArn: machineArn(ctx.world, machine, name), creationDate: (known ?? row).createdAt / 1000 };
}

/** One or two versions of one machine whose weights make a hundred. Source: CreateStateMachineAlias, `routingConfiguration`. */
function routingOf(ctx: Ctx, items: readonly Json[]): { readonly machine: string; readonly routing: Routing } {
  const given = items.map((item) => ({ arn: text(record(item), 'stateMachineVersionArn'), weight: optionalNumber(record(item), 'weight', 0, 100) ?? 0 }));
  const arns = given.map(({ arn }) => arn);
  const refuse = (what: string): AwsError => new AwsError('ValidationException', what);
  const named = arns.map(readMachineArn);
  if (named.length === 0 || named.some(({ qualifier }) => qualifier === null || !isVersion(qualifier))) throw refuse(`Routing configuration must contain state machine version ARNs. Received: [${arns.join(', ')}]`);
  if (new Set(arns).size < arns.length) throw refuse(`Routing configuration must contain distinct state machine version ARNs. Received: [${arns.join(', ')}]`);
  const machine = named[0]?.name ?? '';
  if (named.some(({ name }) => name !== machine)) throw refuse(`Routing configuration must contain versions of one state machine. Received: [${arns.join(', ')}]`);
  const weights = given.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) throw refuse(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  const routing = given.map(({ weight }, i) => ({ version: Number(named[i]?.qualifier), weight }));
  if (routing.some(({ version }) => versionAt(ctx, machine, version) === null)) throw missing();
  return { machine, routing };
}

const missing = (): AwsError => new AwsError('ResourceNotFound', 'Request references a resource that does not exist.');

function aliasOf(ctx: Ctx, input: Input): AliasRow {
  const { name, qualifier } = named(input);
  const row = aliases.get(ctx, under(name, qualifier));
  if (row === null) throw missing();
  return row;
}

function named(input: Input): { readonly name: string; readonly qualifier: string } {
  const arn = text(input, 'stateMachineAliasArn');
  const { name, qualifier } = readMachineArn(arn);
  if (qualifier === null || isVersion(qualifier)) throw new AwsError('InvalidArn', `Invalid Arn: '${arn} is not the ARN of an alias'`);
  return { name, qualifier };
}

export function updateStateMachineAlias(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = aliasOf(ctx, input);
  const description = optionalText(input, 'description');
  const items = list(input, 'routingConfiguration');
  if (description === null && items.length === 0) throw new AwsError('ValidationException', 'Either the description or the routing configuration must be specified');
  const found = items.length === 0 ? null : routingOf(ctx, items);
  if (found !== null && found.machine !== row.machine) throw new AwsError('ValidationException', `Routing configuration must contain versions of the state machine '${row.machine}'.`);
  aliases.put(ctx, under(row.machine, row.name), { ...row, description: description ?? row.description, routing: found?.routing ?? row.routing, updatedAt: ctx.world.now() });
  return { updateDate: ctx.world.now() / 1000 };
}

export function describeStateMachineAlias(ctx: Ctx, json: Json): Json {
  const row = aliasOf(ctx, record(json));
  return {
    stateMachineAliasArn: machineArn(ctx.world, row.machine, row.name), name: row.name, ...(row.description === '' ? {} : { description: row.description }),
    routingConfiguration: row.routing.map(({ version, weight }) => ({ stateMachineVersionArn: machineArn(ctx.world, row.machine, String(version)), weight })),
    creationDate: row.createdAt / 1000, updateDate: row.updatedAt / 1000,
  };
}

/** What is gone already is no error. */
export function deleteStateMachineAlias(ctx: Ctx, json: Json): Json {
  const { name, qualifier } = named(record(json));
  aliases.remove(ctx, under(name, qualifier));
  return {};
}

/** All aliases of a machine, or those that name a version. */
export function listStateMachineAliases(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const { machine, version } = targetOf(ctx, text(input, 'stateMachineArn'));
  const found = aliases.list(ctx, under(machine.name, '')).filter(({ row }) => version === null || row.routing.some((route) => route.version === version.number));
  const { rows, more } = page(found, input, 100);
  return { stateMachineAliases: rows.map(({ row }) => ({ stateMachineAliasArn: machineArn(ctx.world, machine.name, row.name), creationDate: row.createdAt / 1000 })), ...more };
}
