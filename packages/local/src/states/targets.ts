import { AwsError } from '../host/types.ts';
import { isVersion, readMachineArn } from './names.ts';
import { aliases, machines, padded, under, versions, type AliasRow, type Ctx, type MachineRow, type VersionRow } from './rows.ts';

/** What a qualified or unqualified ARN of a state machine names. */
export interface Target {
  readonly machine: MachineRow;
  readonly version: VersionRow | null;
  readonly alias: AliasRow | null;
}

/** Throws StateMachineDoesNotExist for what is not there. */
export function targetOf(ctx: Ctx, arn: string): Target {
  const { name, qualifier } = readMachineArn(arn);
  const machine = machines.get(ctx, name);
  if (machine === null) throw doesNotExist(arn);
  if (qualifier === null) return { machine, version: null, alias: null };
  const version = isVersion(qualifier) ? versionAt(ctx, name, Number(qualifier)) : null;
  const alias = isVersion(qualifier) ? null : aliases.get(ctx, under(name, qualifier));
  if (version === null && alias === null) throw doesNotExist(arn);
  return { machine, version, alias };
}

export const versionAt = (ctx: Ctx, machine: string, number: number): VersionRow | null => versions.get(ctx, under(machine, padded(number)));

/** The machine that an unqualified ARN names. */
export function machineOf(ctx: Ctx, arn: string): MachineRow {
  const { machine, version, alias } = targetOf(ctx, arn);
  if (version === null && alias === null) return machine;
  throw new AwsError('InvalidArn', `Invalid Arn: '${arn} is a version or an alias: give the ARN of the state machine'`);
}

/** The version that a start by an alias takes: drawn by the weights. */
export function versionOf(ctx: Ctx, target: Target): VersionRow | null {
  const { machine, version, alias } = target;
  if (alias === null) return version;
  const drawn = ctx.world.random() * 100;
  const [first, second] = alias.routing;
  const chosen = second !== undefined && drawn >= (first?.weight ?? 0) ? second : first;
  return chosen === undefined ? null : versionAt(ctx, machine.name, chosen.version);
}

function doesNotExist(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}
