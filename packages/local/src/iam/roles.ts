import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { tagList } from '../service/input.ts';
import { type Ctx, isoTime } from '../service/kit.ts';
import { checkDocument } from './documents.ts';
import { encoded, listed, newFor, newId, newRoles, operation, roleArn, roleName, roleNamed, type RoleRow, roles } from './rows.ts';

export const roleOperations: Readonly<Record<string, Operation>> = {
  CreateRole: operation((ctx, input) => {
    const name = roleName(input);
    if (roles.get(ctx, name) !== null) throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    const trust = input.text('AssumeRolePolicyDocument');
    checkDocument(trust, 'trust');
    const row: RoleRow = {
      name,
      path: input.maybeText('Path', /^\/(?:.*\/)?$/u) ?? '/',
      id: newId(ctx, 'AROA'),
      createdAt: ctx.world.now(),
      trust,
      description: input.maybeText('Description'),
      longestSession: input.maybeNumber('MaxSessionDuration', 3600, 43_200) ?? 3600,
      boundary: input.maybeText('PermissionsBoundary'),
      tags: input.tags('Tags'),
      inline: {},
      attached: [],
    };
    roles.put(ctx, name, row);
    if (ctx.world.ask(newRoles) === 'later') {
      ctx.effects.push({ type: 'publish', topic: 'iam.role', data: { arn: roleArn(ctx.world, row), assumableFrom: ctx.world.now() + newFor } });
    }
    return { Role: described(ctx, row, false) };
  }),
  GetRole: operation((ctx, input) => ({ Role: described(ctx, roleNamed(ctx, input), true) })),
  ListRoles: operation((ctx, input) => {
    const under = input.maybeText('PathPrefix') ?? '/';
    const { rows, more } = listed(roles.list(ctx).filter(({ row }) => row.path.startsWith(under)), input);
    return { Roles: rows.map(({ row }) => described(ctx, row, false)), ...more };
  }),
  UpdateRole: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const description = input.maybeText('Description') ?? row.description;
    roles.put(ctx, row.name, { ...row, description, longestSession: input.maybeNumber('MaxSessionDuration', 3600, 43_200) ?? row.longestSession });
    return {};
  }),
  UpdateRoleDescription: operation((ctx, input) => {
    const row = { ...roleNamed(ctx, input), description: input.text('Description') };
    roles.put(ctx, row.name, row);
    return { Role: described(ctx, row, false) };
  }),
  UpdateAssumeRolePolicy: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const trust = input.text('PolicyDocument');
    checkDocument(trust, 'trust');
    roles.put(ctx, row.name, { ...row, trust });
    return null;
  }),
  DeleteRole: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    if (row.attached.length > 0) throw deleteConflict('must detach all policies first.');
    if (Object.keys(row.inline).length > 0) throw deleteConflict('must delete policies first.');
    roles.remove(ctx, row.name);
    return null;
  }),
  TagRole: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const tags = { ...row.tags, ...input.tags('Tags') };
    if (Object.keys(tags).length > 50) throw new AwsError('LimitExceeded', 'The number of tags has reached the maximum limit.', 409);
    roles.put(ctx, row.name, { ...row, tags });
    return null;
  }),
  UntagRole: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const gone = new Set(input.texts('TagKeys'));
    roles.put(ctx, row.name, { ...row, tags: Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key))) });
    return null;
  }),
  ListRoleTags: operation((ctx, input) => ({ Tags: tagList(roleNamed(ctx, input).tags), IsTruncated: false })),
  // Instance profiles do not exist here; tools ask before they delete a role.
  ListInstanceProfilesForRole: operation((ctx, input) => {
    roleNamed(ctx, input);
    return { InstanceProfiles: [], IsTruncated: false };
  }),
};

function described(ctx: Ctx, row: RoleRow, whole: boolean): Json {
  return {
    Path: row.path,
    RoleName: row.name,
    RoleId: row.id,
    Arn: roleArn(ctx.world, row),
    CreateDate: isoTime(row.createdAt),
    AssumeRolePolicyDocument: encoded(row.trust),
    ...(row.description === null ? {} : { Description: row.description }),
    MaxSessionDuration: row.longestSession,
    ...(row.boundary === null ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: row.boundary } }),
    // Lists leave tags out.
    ...(whole && Object.keys(row.tags).length > 0 ? { Tags: tagList(row.tags) } : {}),
    ...(whole ? { RoleLastUsed: {} } : {}),
  };
}

function deleteConflict(what: string): AwsError {
  return new AwsError('DeleteConflict', `Cannot delete entity, ${what}`, 409);
}
