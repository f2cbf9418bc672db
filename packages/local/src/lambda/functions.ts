import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { type Ctx, page } from '../service/kit.ts';
import { codeIn, codes, configuration, functionArn, functionAt, type FunctionRow, functions, invalid, nameIn, operation } from './rows.ts';

export const functionOperations: Readonly<Record<string, Operation>> = {
  CreateFunction: operation((ctx, input) => {
    const name = nameIn(input.text('FunctionName'));
    if (functions.get(ctx, name) !== null) throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
    const role = input.text('Role');
    if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/u.test(role)) throw new AwsError('ValidationException', `1 validation error detected: Value '${role}' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern of a role's ARN`);
    const { code, size, sha256 } = codeIn(input.input('Code'));
    const row: FunctionRow = {
      name, role, runtime: '', handler: '', description: '', timeout: 3, memory: 128, environment: {}, tags: input.strings('Tags'), codeSize: size, codeSha256: sha256,
      changedAt: ctx.world.now(), ...settings(input),
    };
    if (row.runtime === '' || row.handler === '') throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
    codes.put(ctx, name, code);
    functions.put(ctx, name, row);
    return configuration(ctx, row);
  }),
  GetFunction: operation((ctx, input) => {
    const row = functionAt(ctx, input);
    const tags: { readonly [key: string]: Json } = Object.keys(row.tags).length === 0 ? {} : { Tags: row.tags };
    return { Configuration: configuration(ctx, row), Code: { RepositoryType: 'S3', Location: '' }, ...tags };
  }),
  GetFunctionConfiguration: operation((ctx, input) => configuration(ctx, functionAt(ctx, input))),
  ListFunctions: operation((ctx, input) => {
    const found = page(functions.list(ctx), input.maybeText('Marker'), input.maybeNumber('MaxItems', 1, 10_000) ?? 50);
    return { Functions: found.rows.map(({ row }) => configuration(ctx, row)), ...(found.next === null ? {} : { NextMarker: found.next }) };
  }),
  UpdateFunctionCode: operation((ctx, input) => {
    const { code, size, sha256 } = codeIn(input);
    const row = { ...functionAt(ctx, input), codeSize: size, codeSha256: sha256, changedAt: ctx.world.now() };
    codes.put(ctx, row.name, code);
    functions.put(ctx, row.name, row);
    return configuration(ctx, row);
  }),
  UpdateFunctionConfiguration: operation((ctx, input) => {
    const role = input.maybeText('Role');
    const row = { ...functionAt(ctx, input), ...settings(input), ...(role === null ? {} : { role }), changedAt: ctx.world.now() };
    functions.put(ctx, row.name, row);
    return configuration(ctx, row);
  }),
  DeleteFunction: operation((ctx, input) => {
    const { name } = functionAt(ctx, input);
    functions.remove(ctx, name);
    codes.remove(ctx, name);
    return null;
  }),
  TagResource: operation((ctx, input) => tagged(ctx, input, (tags) => ({ ...tags, ...input.strings('Tags') }))),
  UntagResource: operation((ctx, input) => {
    const gone = new Set(input.texts('TagKeys'));
    return tagged(ctx, input, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
  }),
  ListTags: operation((ctx, input) => ({ Tags: functionAt(ctx, input, 'Resource').tags })),
};

/** What a request says of a function's settings. */
function settings(input: Input): Partial<FunctionRow> {
  const [runtime, handler, description] = [input.maybeText('Runtime'), input.maybeText('Handler'), input.maybeText('Description')];
  const [timeout, memory] = [input.maybeNumber('Timeout', 1, 900), input.maybeNumber('MemorySize', 128, 10_240)];
  if (runtime !== null && !runtime.startsWith('python3.')) throw invalid(`The runtime ${runtime} is not one that the embedded AWS runs: it runs functions in Python.`);
  return {
    ...(runtime === null ? {} : { runtime }), ...(handler === null ? {} : { handler }), ...(description === null ? {} : { description }),
    ...(timeout === null ? {} : { timeout }), ...(memory === null ? {} : { memory }),
    ...(input.has('Environment') ? { environment: input.input('Environment').strings('Variables') } : {}),
  };
}

function tagged(ctx: Ctx, input: Input, change: (tags: FunctionRow['tags']) => FunctionRow['tags']): Json {
  const row = functionAt(ctx, input, 'Resource');
  functions.put(ctx, row.name, { ...row, tags: change(row.tags) });
  return { FunctionArn: functionArn(ctx, row.name) };
}
