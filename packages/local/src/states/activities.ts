import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { checkName, page, record, text, type Input } from './input.ts';
import { activityArn, readActivityArn } from './names.ts';
import { settingsOf, tagsOf } from './settings.ts';
import { activities, type ActivityRow, type Ctx } from './rows.ts';

/** The same activity again is no error; its tags are not compared. Source: CreateActivity. */
export function createActivity(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const name = checkName(text(input, 'name'));
  const { encryption } = settingsOf(input);
  const known = activities.get(ctx, name);
  if (known !== null && JSON.stringify(known.encryption) !== JSON.stringify(encryption)) throw new AwsError('ActivityAlreadyExists', 'Activity already exists. EncryptionConfiguration may not be updated.');
  const row: ActivityRow = known ?? { name, createdAt: ctx.world.now(), tags: tagsOf(input), encryption };
  activities.put(ctx, name, row);
  return summary(ctx, row);
}

export function describeActivity(ctx: Ctx, json: Json): Json {
  const row = activityOf(ctx, record(json));
  return { ...summary(ctx, row), name: row.name, ...(row.encryption === null ? {} : { encryptionConfiguration: row.encryption }) };
}

/** What is gone already is no error. Tasks that wait for a worker wait on, until their time is over. */
export function deleteActivity(ctx: Ctx, json: Json): Json {
  activities.remove(ctx, readActivityArn(text(record(json), 'activityArn')));
  return {};
}

export function listActivities(ctx: Ctx, json: Json): Json {
  const { rows, more } = page(activities.list(ctx), record(json), 100);
  return { activities: rows.map(({ row }) => ({ ...summary(ctx, row), name: row.name })), ...more };
}

export function activityOf(ctx: Ctx, input: Input): ActivityRow {
  const arn = text(input, 'activityArn');
  const row = activities.get(ctx, readActivityArn(arn));
  if (row === null) throw new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
  return row;
}

function summary(ctx: Ctx, row: ActivityRow): { readonly [key: string]: Json } {
  return { activityArn: activityArn(ctx.world, row.name), creationDate: row.createdAt / 1000 };
}
