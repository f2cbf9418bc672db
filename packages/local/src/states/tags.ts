import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { list, record, text, type Input } from './input.ts';
import { tagsOf } from './machines.ts';
import { machines, type Ctx, type MachineRow } from './rows.ts';

export function tagResource(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = resource(ctx, input);
  const tags = { ...row.tags, ...tagsOf(input) };
  if (Object.keys(tags).length > 50) throw new AwsError('TooManyTags', 'A resource has at most 50 tags.');
  machines.put(ctx, row.name, { ...row, tags });
  return {};
}

export function untagResource(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const row = resource(ctx, input);
  const gone = new Set(list(input, 'tagKeys'));
  machines.put(ctx, row.name, { ...row, tags: Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key))) });
  return {};
}

export function listTagsForResource(ctx: Ctx, json: Json): Json {
  return { tags: Object.entries(resource(ctx, record(json)).tags).map(([key, value]) => ({ key, value })) };
}

function resource(ctx: Ctx, input: Input): MachineRow {
  const arn = text(input, 'resourceArn');
  const name = /:stateMachine:([^:]+)$/u.exec(arn)?.[1];
  const row = name === undefined ? null : machines.get(ctx, name);
  if (row === null) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
  return row;
}
