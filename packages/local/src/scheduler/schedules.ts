import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { type Ctx, page } from '../service/kit.ts';
import { isZone, timesOf } from '../service/schedule.ts';
import { targetCall } from '../service/target-call.ts';
import { conflict, freshRoles, groupNamed, invalid, namePattern, operation, placeOf, scheduleArn, scheduleNamed, type ScheduleRow, schedules } from './rows.ts';
import { arm, disarm } from './timing.ts';

export const scheduleOperations: Readonly<Record<string, Operation>> = {
  CreateSchedule: operation((ctx, input) => {
    const row = rowOf(ctx, input, null);
    groupNamed(ctx, row.group);
    if (schedules.get(ctx, placeOf(row)) !== null) throw conflict(`Schedule ${row.name} already exists.`);
    return saved(ctx, row);
  }),
  // Replaces all settings: what the request leaves out takes its default again.
  UpdateSchedule: operation((ctx, input) => saved(ctx, rowOf(ctx, input, scheduleNamed(ctx, input)))),
  GetSchedule: operation((ctx, input) => described(ctx, scheduleNamed(ctx, input))),
  DeleteSchedule: operation((ctx, input) => {
    const row = scheduleNamed(ctx, input);
    schedules.remove(ctx, placeOf(row));
    disarm(ctx, row);
    return {};
  }),
  ListSchedules: operation((ctx, input) => {
    const [group, prefix, state] = [input.maybeText('GroupName'), input.maybeText('NamePrefix') ?? '', input.maybeText('State')];
    const fits = ({ row }: { readonly row: ScheduleRow }): boolean =>
      (group === null || row.group === group) && row.name.startsWith(prefix) && (state === null || row.state === state);
    const found = page(schedules.list(ctx).filter(fits), input.maybeText('NextToken'), input.maybeNumber('MaxResults', 1, 100) ?? 100);
    return { Schedules: found.rows.map(({ row }) => summary(ctx, row)), ...(found.next === null ? {} : { NextToken: found.next }) };
  }),
};

function rowOf(ctx: Ctx, input: Input, known: ScheduleRow | null): ScheduleRow {
  const expression = input.text('ScheduleExpression');
  const zone = input.maybeText('ScheduleExpressionTimezone') ?? 'UTC';
  if (!isZone(zone)) throw invalid(`Invalid Schedule Expression Timezone ${zone}.`);
  if (timesOf(expression, zone, 0) === null) throw invalid(`Invalid Schedule Expression ${expression}.`);
  const window = input.input('FlexibleTimeWindow');
  if (window.oneOf('Mode', ['OFF', 'FLEXIBLE'], 'OFF') === 'FLEXIBLE' && window.maybeNumber('MaximumWindowInMinutes', 1, 1440) === null) {
    throw invalid('MaximumWindowInMinutes must be provided when the flexible time window is FLEXIBLE.');
  }
  const [start, end] = [instant(input, 'StartDate'), instant(input, 'EndDate')];
  if (start !== null && end !== null && end <= start) throw invalid('The EndDate must be after the StartDate.');
  return {
    name: input.text('Name', namePattern), group: input.maybeText('GroupName', namePattern) ?? 'default', expression, zone,
    state: input.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED'), description: input.maybeText('Description'), start, end, window: window.json,
    ...targetOf(ctx, input.input('Target')), afterCompletion: input.oneOf('ActionAfterCompletion', ['NONE', 'DELETE'], 'NONE'), kmsKey: input.maybeText('KmsKeyArn'),
    createdAt: known?.createdAt ?? ctx.world.now(), changedAt: ctx.world.now(),
  };
}

function targetOf(ctx: Ctx, target: Input): Pick<ScheduleRow, 'target' | 'targetArn' | 'input'> {
  const arn = target.text('Arn', /^arn:.+$/u);
  const role = target.text('RoleArn');
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/u.test(role)) throw invalid('Provided role arn is not valid.');
  if ((freshRoles.get(ctx, role) ?? 0) > ctx.world.now()) throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
  const text = target.maybeText('Input');
  if (targetCall(arn, '{}', { id: 'x', json: {} }) === null) throw invalid(`The embedded AWS does not have the target ${arn}.`);
  if (/:aws-sdk:/u.test(arn) && text !== null && !isJson(text)) throw invalid('Input must be valid JSON for a universal target.');
  return { target: target.json, targetArn: arn, input: text ?? '{}' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Dates come as epoch seconds. */
function instant(input: Input, name: string): number | null {
  const seconds = input.maybeNumber(name);
  return seconds === null ? null : seconds * 1000;
}

function saved(ctx: Ctx, row: ScheduleRow): Json {
  schedules.put(ctx, placeOf(row), row);
  arm(ctx, row, ctx.world.now());
  return { ScheduleArn: scheduleArn(ctx.world, row) };
}

/** What AWS fills in. */
const retries = { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } };

function described(ctx: Ctx, row: ScheduleRow): Json {
  return {
    Arn: scheduleArn(ctx.world, row), Name: row.name, GroupName: row.group, State: row.state, ScheduleExpression: row.expression, ScheduleExpressionTimezone: row.zone,
    FlexibleTimeWindow: row.window, Target: { ...retries, ...row.target }, ActionAfterCompletion: row.afterCompletion, CreationDate: row.createdAt / 1000, LastModificationDate: row.changedAt / 1000,
    ...(row.description === null ? {} : { Description: row.description }),
    ...(row.start === null ? {} : { StartDate: row.start / 1000 }),
    ...(row.end === null ? {} : { EndDate: row.end / 1000 }),
    ...(row.kmsKey === null ? {} : { KmsKeyArn: row.kmsKey }),
  };
}

function summary(ctx: Ctx, row: ScheduleRow): Json {
  return {
    Arn: scheduleArn(ctx.world, row), Name: row.name, GroupName: row.group, State: row.state, CreationDate: row.createdAt / 1000, LastModificationDate: row.changedAt / 1000,
    Target: { Arn: row.targetArn },
  };
}
