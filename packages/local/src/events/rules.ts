import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { type Input, tagList } from '../service/input.ts';
import { type Ctx, page } from '../service/kit.ts';
import { timesOf } from '../service/schedule.ts';
import { readPattern } from './pattern.ts';
import { needDefaultBus, notFound, operation, ruleArn, ruleNamed, type RuleRow, rules } from './rows.ts';
import { arm, disarm } from './timing.ts';

export const ruleOperations: Readonly<Record<string, Operation>> = {
  PutRule: operation((ctx, input) => {
    needDefaultBus(input);
    const name = input.text('Name', /^[.\-_A-Za-z0-9]{1,64}$/u);
    const pattern = input.maybeText('EventPattern');
    const schedule = input.maybeText('ScheduleExpression');
    if (pattern === null && schedule === null) throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
    if (pattern !== null) readPattern(pattern);
    if (schedule !== null && (schedule.startsWith('at(') || timesOf(schedule, 'UTC', 0) === null)) throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
    const known = rules.get(ctx, name);
    const row: RuleRow = {
      name, pattern, schedule, state: input.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED'), description: input.maybeText('Description'),
      roleArn: input.maybeText('RoleArn'), tags: known?.tags ?? input.tags('Tags'), targets: known?.targets ?? {}, changedAt: ctx.world.now(),
    };
    save(ctx, row);
    return { RuleArn: ruleArn(ctx.world, name) };
  }),
  DescribeRule: operation((ctx, input) => described(ctx, ruleNamed(ctx, input))),
  ListRules: operation((ctx, input) => {
    needDefaultBus(input);
    const found = page(rules.list(ctx, input.maybeText('NamePrefix') ?? ''), input.maybeText('NextToken'), input.maybeNumber('Limit', 1, 100) ?? 100);
    return { Rules: found.rows.map(({ row }) => described(ctx, row)), ...(found.next === null ? {} : { NextToken: found.next }) };
  }),
  EnableRule: operation((ctx, input) => switched(ctx, input, 'ENABLED')),
  DisableRule: operation((ctx, input) => switched(ctx, input, 'DISABLED')),
  DeleteRule: operation((ctx, input) => {
    needDefaultBus(input);
    // No error when there is none.
    const row = rules.get(ctx, input.text('Name'));
    if (row === null) return {};
    if (Object.keys(row.targets).length > 0) throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    rules.remove(ctx, row.name);
    disarm(ctx, row.name);
    return {};
  }),
  TagResource: operation((ctx, input) => {
    const row = tagged(ctx, input);
    rules.put(ctx, row.name, { ...row, tags: { ...row.tags, ...input.tags('Tags') } });
    return {};
  }),
  UntagResource: operation((ctx, input) => {
    const row = tagged(ctx, input);
    const gone = new Set(input.texts('TagKeys'));
    rules.put(ctx, row.name, { ...row, tags: Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key))) });
    return {};
  }),
  ListTagsForResource: operation((ctx, input) => ({ Tags: tagList(tagged(ctx, input).tags) })),
};

function save(ctx: Ctx, row: RuleRow): void {
  rules.put(ctx, row.name, row);
  if (row.state === 'ENABLED') arm(ctx, row);
  else disarm(ctx, row.name);
}

function switched(ctx: Ctx, input: Input, state: RuleRow['state']): Json {
  save(ctx, { ...ruleNamed(ctx, input), state });
  return {};
}

function tagged(ctx: Ctx, input: Input): RuleRow {
  const arn = input.text('ResourceARN');
  const row = rules.get(ctx, arn.split(':rule/')[1] ?? '');
  if (row === null) throw notFound(`Rule ${arn}`);
  return row;
}

function described(ctx: Ctx, row: RuleRow): Json {
  return {
    Name: row.name, Arn: ruleArn(ctx.world, row.name), State: row.state, EventBusName: 'default',
    ...(row.pattern === null ? {} : { EventPattern: row.pattern }),
    ...(row.schedule === null ? {} : { ScheduleExpression: row.schedule }),
    ...(row.description === null ? {} : { Description: row.description }),
    ...(row.roleArn === null ? {} : { RoleArn: row.roleArn }),
  };
}
