import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { type Input, tagList } from '../service/input.ts';
import { below, type Ctx, page } from '../service/kit.ts';
import { conflict, groupArn, groupNamed, type GroupRow, groups, invalid, namePattern, notFound, operation, schedules } from './rows.ts';
import { disarm } from './timing.ts';

export const groupOperations: Readonly<Record<string, Operation>> = {
  CreateScheduleGroup: operation((ctx, input) => {
    const name = input.text('Name', namePattern);
    if (name === 'default' || groups.get(ctx, name) !== null) throw conflict(`Schedule group ${name} already exists.`);
    groups.put(ctx, name, { name, createdAt: ctx.world.now(), tags: input.tags('Tags') });
    return { ScheduleGroupArn: groupArn(ctx.world, name) };
  }),
  GetScheduleGroup: operation((ctx, input) => described(ctx, groupNamed(ctx, input.text('Name')))),
  ListScheduleGroups: operation((ctx, input) => {
    const own = groups.list(ctx).map(({ row }) => row);
    const all = [groupNamed(ctx, 'default'), ...own.filter(({ name }) => name !== 'default')].map((row) => ({ key: row.name, row }));
    const prefix = input.maybeText('NamePrefix') ?? '';
    const found = page(all.filter(({ key }) => key.startsWith(prefix)), input.maybeText('NextToken'), input.maybeNumber('MaxResults', 1, 100) ?? 100);
    return { ScheduleGroups: found.rows.map(({ row }) => described(ctx, row)), ...(found.next === null ? {} : { NextToken: found.next }) };
  }),
  // Its schedules go with it.
  DeleteScheduleGroup: operation((ctx, input) => {
    const { name } = groupNamed(ctx, input.text('Name'));
    if (name === 'default') throw invalid('The default schedule group cannot be deleted.');
    for (const { key, row } of schedules.list(ctx, below(name))) {
      schedules.remove(ctx, key);
      disarm(ctx, row);
    }
    groups.remove(ctx, name);
    return {};
  }),
  TagResource: operation((ctx, input) => {
    const row = tagged(ctx, input);
    groups.put(ctx, row.name, { ...row, tags: { ...row.tags, ...input.tags('Tags') } });
    return {};
  }),
  UntagResource: operation((ctx, input) => {
    const row = tagged(ctx, input);
    const gone = new Set(input.texts('TagKeys'));
    groups.put(ctx, row.name, { ...row, tags: Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key))) });
    return {};
  }),
  ListTagsForResource: operation((ctx, input) => ({ Tags: tagList(tagged(ctx, input).tags) })),
};

/** Groups have tags; schedules have none. */
function tagged(ctx: Ctx, input: Input): GroupRow {
  const arn = input.text('ResourceArn');
  const name = /:schedule-group\/([^/]+)$/u.exec(arn)?.[1];
  if (name === undefined) throw notFound(`Resource ${arn} does not exist.`);
  return groupNamed(ctx, name);
}

function described(ctx: Ctx, row: GroupRow): Json {
  return { Arn: groupArn(ctx.world, row.name), Name: row.name, State: 'ACTIVE', CreationDate: row.createdAt / 1000, LastModificationDate: row.createdAt / 1000 };
}
