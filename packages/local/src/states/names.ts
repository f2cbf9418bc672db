import { AwsError, type World } from '../host/types.ts';
import { partition } from '../service/kit.ts';

/** What the ARN of a state machine names. */
export interface MachineName {
  readonly name: string;
  /** A version's number or an alias; null for the state machine itself. */
  readonly qualifier: string | null;
}

const arnOf = (world: World, kind: string, ...parts: readonly string[]): string => [`arn:${partition(world)}:states:${world.region}:${world.account}:${kind}`, ...parts].join(':');

export const machineArn = (world: World, name: string, qualifier: string | null = null): string => arnOf(world, 'stateMachine', name, ...(qualifier === null ? [] : [qualifier]));
/** @param express the last part of an Express execution's ARN; null for a Standard one */
export const executionArn = (world: World, machine: string, name: string, express: string | null = null): string =>
  express === null ? arnOf(world, 'execution', machine, name) : arnOf(world, 'express', machine, name, express);
export const activityArn = (world: World, name: string): string => arnOf(world, 'activity', name);

const start = String.raw`^arn:[\w-]+:states:[\w-]+:\d{12}`;
const machineShape = new RegExp(`${start}:stateMachine:([^:/]+)(?::([^:/]+))?$`, 'u');
const labelled = new RegExp(`${start}:stateMachine:[^:/]+/[^:/]+$`, 'u');
const executionShape = new RegExp(`${start}:execution:([^:]+):([^:]+)$`, 'u');
const expressShape = new RegExp(`${start}:express:`, 'u');
const activityShape = new RegExp(`${start}:activity:([^:]+)$`, 'u');

const invalidArn = (what: string): AwsError => new AwsError('InvalidArn', `Invalid Arn: '${what}'`);

/** Reads the ARN of a state machine, a version or an alias. */
export function readMachineArn(arn: string): MachineName {
  if (labelled.test(arn)) throw new AwsError('ValidationException', 'The ARN of a Distributed Map state is not supported here: give that of the state machine.');
  const found = machineShape.exec(arn);
  if (found?.[1] === undefined) throw invalidArn(`${arn} is not the ARN of a state machine`);
  return { name: found[1], qualifier: found[2] ?? null };
}

/** Reads the ARN of a Standard execution. */
export function readExecutionArn(arn: string): { readonly machine: string; readonly name: string } {
  if (expressShape.test(arn)) throw invalidArn('Resource type not valid in this context: express');
  const found = executionShape.exec(arn);
  if (found?.[1] === undefined || found[2] === undefined) throw invalidArn(`${arn} is not the ARN of an execution`);
  return { machine: found[1], name: found[2] };
}

/** Reads the ARN of an activity. */
export function readActivityArn(arn: string): string {
  const found = activityShape.exec(arn)?.[1];
  if (found === undefined) throw invalidArn(`${arn} is not the ARN of an activity`);
  return found;
}

/** A version is a number, and an alias is none. */
export const isVersion = (qualifier: string): boolean => /^\d+$/u.test(qualifier);
