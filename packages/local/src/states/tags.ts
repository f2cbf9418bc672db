import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { list, record, text, type Input } from './input.ts';
import { activities, machines, type Ctx, type Tags } from './rows.ts';
import { checkedTags, tagsOf } from './settings.ts';

export function tagResource(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const { tags, put } = tagged(ctx, input);
  put(checkedTags({ ...tags, ...tagsOf(input) }));
  return {};
}

export function untagResource(ctx: Ctx, json: Json): Json {
  const input = record(json);
  const { tags, put } = tagged(ctx, input);
  const gone = new Set(list(input, 'tagKeys'));
  put(Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
  return {};
}

export function listTagsForResource(ctx: Ctx, json: Json): Json {
  return { tags: Object.entries(tagged(ctx, record(json)).tags).map(([key, value]) => ({ key, value })) };
}

/** State machines and activities have tags; versions and aliases have none. */
function tagged(ctx: Ctx, input: Input): { readonly tags: Tags; readonly put: (tags: Tags) => void } {
  const arn = text(input, 'resourceArn');
  const found = /^arn:[\w-]+:states:[\w-]+:\d{12}:(stateMachine|activity):([^:]+)$/u.exec(arn);
  const [, kind = '', name = ''] = found ?? [];
  const machine = kind === 'stateMachine' ? machines.get(ctx, name) : null;
  if (machine !== null) return { tags: machine.tags, put: (tags) => machines.put(ctx, name, { ...machine, tags }) };
  const activity = kind === 'activity' ? activities.get(ctx, name) : null;
  if (activity !== null) return { tags: activity.tags, put: (tags) => activities.put(ctx, name, { ...activity, tags }) };
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
}
