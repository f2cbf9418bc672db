import type { Json } from '@millrace/core';
import { AwsError, type World } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { arn, type Ctx, key, operationsOf, table } from '../service/kit.ts';
import { type Times, timesOf } from '../service/schedule.ts';

export type ScheduleRow = {
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  readonly zone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly description: string | null;
  /** Epoch milliseconds. */
  readonly start: number | null;
  readonly end: number | null;
  readonly window: Json;
  /** As it was put: `input` is its Input. */
  readonly target: { readonly [member: string]: Json };
  readonly targetArn: string;
  readonly input: string;
  readonly afterCompletion: 'NONE' | 'DELETE';
  readonly kmsKey: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
};
export type GroupRow = { readonly name: string; readonly createdAt: number; readonly tags: { readonly [key: string]: string } };

/** By group and name. */
export const schedules = table<ScheduleRow>('schedule');
export const groups = table<GroupRow>('group');
/** Roles that cannot be assumed before an instant, by ARN. */
export const freshRoles = table<number>('freshRole');

export const operation = operationsOf('ValidationException');
export const namePattern = /^[0-9A-Za-z\-_.]{1,64}$/u;
export const placeOf = ({ group, name }: Pick<ScheduleRow, 'group' | 'name'>): string => key(group, name);
export const scheduleArn = (world: World, row: Pick<ScheduleRow, 'group' | 'name'>): string => arn(world, 'scheduler', `schedule/${row.group}/${row.name}`);
export const groupArn = (world: World, name: string): string => arn(world, 'scheduler', `schedule-group/${name}`);

export function groupNamed(ctx: Ctx, name: string): GroupRow {
  // The group default is always there.
  const found = groups.get(ctx, name) ?? (name === 'default' ? { name, createdAt: 0, tags: {} } : null);
  if (found === null) throw notFound(`Schedule group ${name} does not exist.`);
  return found;
}
export function scheduleNamed(ctx: Ctx, input: Input): ScheduleRow {
  const name = input.text('Name', namePattern);
  const found = schedules.get(ctx, placeOf({ group: input.maybeText('GroupName') ?? 'default', name }));
  if (found === null) throw notFound(`Schedule ${name} does not exist.`);
  return found;
}
export const timesOfRow = (row: ScheduleRow): Times | null => timesOf(row.expression, row.zone, row.start ?? row.changedAt);
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, 404);
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, 409);
