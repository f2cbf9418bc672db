import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { type Input, tagList } from '../service/input.ts';
import { arn, type Ctx, page } from '../service/kit.ts';
import { operation, type ParameterRow, parameters, refused } from './rows.ts';

const types = ['String', 'StringList', 'SecureString'] as const;

export const parameterOperations: Readonly<Record<string, Operation>> = {
  PutParameter: operation((ctx, input) => {
    const name = input.text('Name', /^[A-Za-z0-9_.\-/]{1,2048}$/u);
    const known = parameters.get(ctx, name);
    if (known !== null && !input.flag('Overwrite')) throw refused('ParameterAlreadyExists', 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.');
    if (known === null && !input.has('Type')) throw refused('ValidationException', 'A parameter type is required when you create a parameter.');
    const value = input.text('Value');
    if (value === '') throw refused('ValidationException', "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1");
    const type = input.oneOf('Type', types, 'String');
    const version = (known?.version ?? 0) + 1;
    const description = input.maybeText('Description') ?? known?.description ?? null;
    parameters.put(ctx, name, { name, type: input.has('Type') ? type : (known?.type ?? type), value, version, changedAt: ctx.world.now(), description, tags: known?.tags ?? input.tags('Tags') });
    return { Version: version, Tier: 'Standard' };
  }),
  GetParameter: operation((ctx, input) => {
    const row = found(ctx, input.text('Name'));
    if (row === null) throw refused('ParameterNotFound', '');
    return { Parameter: shown(ctx, row, input.flag('WithDecryption')) };
  }),
  GetParameters: operation((ctx, input) => {
    const names = input.texts('Names');
    const rows = names.flatMap((name) => found(ctx, name) ?? []);
    return { Parameters: rows.map((row) => shown(ctx, row, input.flag('WithDecryption'))), InvalidParameters: names.filter((name) => found(ctx, name) === null) };
  }),
  GetParametersByPath: operation((ctx, input) => {
    const path = input.text('Path').replace(/\/*$/u, '/');
    const below = parameters.list(ctx, path).filter(({ key }) => input.flag('Recursive') || !key.slice(path.length).includes('/'));
    const { rows, next } = page(below, input.maybeText('NextToken'), input.maybeNumber('MaxResults', 1, 10) ?? 10);
    return { Parameters: rows.map(({ row }) => shown(ctx, row, input.flag('WithDecryption'))), ...(next === null ? {} : { NextToken: next }) };
  }),
  DescribeParameters: operation((ctx, input) => {
    const { rows, next } = page(parameters.list(ctx), input.maybeText('NextToken'), input.maybeNumber('MaxResults', 1, 50) ?? 50);
    return { Parameters: rows.map(({ row }) => ({ Name: row.name, Type: row.type, LastModifiedDate: row.changedAt / 1000, Version: row.version, Tier: 'Standard' })), ...(next === null ? {} : { NextToken: next }) };
  }),
  DeleteParameter: operation((ctx, input) => {
    const name = input.text('Name');
    if (parameters.get(ctx, name) === null) throw refused('ParameterNotFound', '');
    parameters.remove(ctx, name);
    return {};
  }),
  AddTagsToResource: operation((ctx, input) => tagged(ctx, input, (tags) => ({ ...tags, ...input.tags('Tags') }))),
  RemoveTagsFromResource: operation((ctx, input) => {
    const gone = new Set(input.texts('TagKeys'));
    return tagged(ctx, input, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
  }),
  ListTagsForResource: operation((ctx, input) => ({ TagList: tagList(ofResource(ctx, input).tags) })),
};

/** A name may carry a version, and may be an ARN. */
function found(ctx: Ctx, given: string): ParameterRow | null {
  const name = given.replace(/^arn:[\w-]+:ssm:[\w-]*:\d*:parameter(?=\/)/u, '');
  const [, plain = name, version] = /^(.*):(\d+)$/u.exec(name) ?? [];
  const row = parameters.get(ctx, plain);
  return row !== null && version !== undefined && Number(version) !== row.version ? null : row;
}

function ofResource(ctx: Ctx, input: Input): ParameterRow {
  const row = parameters.get(ctx, input.text('ResourceId'));
  if (input.text('ResourceType') !== 'Parameter' || row === null) throw refused('InvalidResourceId', 'The resource ID is not valid. Verify that you entered the correct ID and try again.');
  return row;
}
function tagged(ctx: Ctx, input: Input, change: (tags: ParameterRow['tags']) => ParameterRow['tags']): Json {
  const row = ofResource(ctx, input);
  parameters.put(ctx, row.name, { ...row, tags: change(row.tags) });
  return {};
}

/** A secure value that is not asked for in the clear is hidden. */
function shown(ctx: Ctx, row: ParameterRow, inClear: boolean): Json {
  const hidden = row.type === 'SecureString' && !inClear;
  const path = row.name.startsWith('/') ? row.name : `/${row.name}`;
  return { Name: row.name, Type: row.type, Value: hidden ? 'local-encrypted' : row.value, Version: row.version, LastModifiedDate: row.changedAt / 1000, ARN: arn(ctx.world, 'ssm', `parameter${path}`), DataType: 'text' };
}
