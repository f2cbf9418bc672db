import type { Operation } from '../host/types.ts';
import { invalid, listOf, longText, members, stringMap, text } from './input.ts';
import { type Ctx, operation, table } from './kit.ts';

export type TaggedKind = 'job' | 'crawler' | 'trigger' | 'workflow' | 'database' | 'connection';
const tags = table<Readonly<Record<string, string>>>('tags');

export const arnOf = (ctx: Ctx, kind: TaggedKind, name: string): string => `arn:aws:glue:${ctx.world.region}:${ctx.world.account}:${kind}/${name}`;

export function putTags(ctx: Ctx, kind: TaggedKind, name: string, given: Readonly<Record<string, string>> | undefined): void {
  if (given !== undefined && Object.keys(given).length > 0) tags.put(ctx, arnOf(ctx, kind, name), checked(given));
}
export const dropTags = (ctx: Ctx, kind: TaggedKind, name: string): void => tags.remove(ctx, arnOf(ctx, kind, name));

export function hasTags(ctx: Ctx, kind: TaggedKind, name: string, wanted: Readonly<Record<string, string>> | undefined): boolean {
  const own = tags.get(ctx, arnOf(ctx, kind, name)) ?? {};
  return Object.entries(wanted ?? {}).every(([tag, value]) => own[tag] === value);
}

function checked(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(all).length > 50) throw invalid('A resource may have 50 tags.');
  return all;
}

const arn = text(1, 10_240);
export const tagOperations: Readonly<Record<string, Operation>> = {
  TagResource: operation(members({ ResourceArn: arn, TagsToAdd: stringMap }, {}), (ctx, input) => {
    tags.put(ctx, input.ResourceArn, checked({ ...tags.get(ctx, input.ResourceArn), ...input.TagsToAdd }));
    return {};
  }),
  UntagResource: operation(members({ ResourceArn: arn, TagsToRemove: listOf(longText) }, {}), (ctx, input) => {
    const gone = new Set(input.TagsToRemove);
    const left = Object.entries(tags.get(ctx, input.ResourceArn) ?? {}).filter(([tag]) => !gone.has(tag));
    tags.put(ctx, input.ResourceArn, Object.fromEntries(left));
    return {};
  }),
  GetTags: operation(members({ ResourceArn: arn }, {}), (ctx, input) => ({ Tags: tags.get(ctx, input.ResourceArn) ?? {} })),
};
