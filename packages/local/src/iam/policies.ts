import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { type Input, tagList } from '../service/input.ts';
import { type Ctx, isoTime } from '../service/kit.ts';
import { checkDocument } from './documents.ts';
import { encoded, listed, namePattern, newId, noSuchEntity, operation, policies, policyArn, type PolicyRow, roles } from './rows.ts';

/** Customer managed policies, each with its first version alone. */
export const policyOperations: Readonly<Record<string, Operation>> = {
  CreatePolicy: operation((ctx, input) => {
    const name = input.text('PolicyName', namePattern);
    const document = input.text('PolicyDocument');
    checkDocument(document, 'identity');
    const row: PolicyRow = {
      name, document, path: input.maybeText('Path', /^\/(?:.*\/)?$/u) ?? '/', id: newId(ctx, 'ANPA'), createdAt: ctx.world.now(),
      description: input.maybeText('Description'), tags: input.tags('Tags'),
    };
    const arn = policyArn(ctx.world, row);
    if (policies.get(ctx, arn) !== null) throw new AwsError('EntityAlreadyExists', `A policy called ${name} already exists. Duplicate names are not allowed.`, 409);
    policies.put(ctx, arn, row);
    return { Policy: described(ctx, row) };
  }),
  GetPolicy: operation((ctx, input) => ({ Policy: described(ctx, policyAt(ctx, input)) })),
  GetPolicyVersion: operation((ctx, input) => {
    const { document, createdAt } = policyAt(ctx, input);
    const VersionId = input.text('VersionId');
    if (VersionId !== 'v1') throw noSuchEntity(`Policy ${input.text('PolicyArn')} version ${VersionId} does not exist or is not attachable.`);
    return { PolicyVersion: { Document: encoded(document), VersionId, IsDefaultVersion: true, CreateDate: isoTime(createdAt) } };
  }),
  ListPolicies: operation((ctx, input) => {
    const own = input.maybeText('Scope') === 'AWS' ? [] : policies.list(ctx);
    const { rows, more } = listed(own, input);
    return { Policies: rows.map(({ row }) => described(ctx, row)), ...more };
  }),
  ListPolicyVersions: operation((ctx, input) => ({
    Versions: [{ VersionId: 'v1', IsDefaultVersion: true, CreateDate: isoTime(policyAt(ctx, input).createdAt) }],
    IsTruncated: false,
  })),
  DeletePolicy: operation((ctx, input) => {
    const arn = policyArn(ctx.world, policyAt(ctx, input));
    if (uses(ctx, arn) > 0) throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409);
    policies.remove(ctx, arn);
    return null;
  }),
};

function policyAt(ctx: Ctx, input: Input): PolicyRow {
  const arn = input.text('PolicyArn');
  const found = policies.get(ctx, arn);
  if (found === null) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
}

const uses = (ctx: Ctx, arn: string): number => roles.list(ctx).filter(({ row }) => row.attached.includes(arn)).length;

function described(ctx: Ctx, row: PolicyRow): Json {
  const arn = policyArn(ctx.world, row);
  return {
    PolicyName: row.name, PolicyId: row.id, Arn: arn, Path: row.path, DefaultVersionId: 'v1', AttachmentCount: uses(ctx, arn), PermissionsBoundaryUsageCount: 0,
    IsAttachable: true, ...(row.description === null ? {} : { Description: row.description }), CreateDate: isoTime(row.createdAt), UpdateDate: isoTime(row.createdAt),
    Tags: tagList(row.tags),
  };
}
