import { AwsError, type Operation } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import type { Ctx } from '../service/kit.ts';
import { checkDocument } from './documents.ts';
import { encoded, listed, namePattern, noSuchEntity, operation, policies, roleNamed, type RoleRow, roles } from './rows.ts';

const quotaOfAttached = 10;

/** Inline policies of a role, and managed ones that are attached to it. */
export const rolePolicyOperations: Readonly<Record<string, Operation>> = {
  PutRolePolicy: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const name = input.text('PolicyName', namePattern);
    const document = input.text('PolicyDocument');
    checkDocument(document, 'identity');
    const inline = { ...row.inline, [name]: document };
    const size = Object.values(inline).join('').replaceAll(/\s/gu, '').length;
    if (size > 10_240) throw new AwsError('LimitExceeded', `Maximum policy size of 10240 bytes exceeded for role ${row.name}`, 409);
    roles.put(ctx, row.name, { ...row, inline });
    return null;
  }),
  GetRolePolicy: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const name = input.text('PolicyName');
    return { RoleName: row.name, PolicyName: name, PolicyDocument: encoded(inlineOf(row, name)) };
  }),
  DeleteRolePolicy: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const name = input.text('PolicyName');
    inlineOf(row, name);
    roles.put(ctx, row.name, { ...row, inline: Object.fromEntries(Object.entries(row.inline).filter(([one]) => one !== name)) });
    return null;
  }),
  ListRolePolicies: operation((ctx, input) => {
    const names = Object.keys(roleNamed(ctx, input).inline).sort();
    const { rows, more } = listed(names.map((key) => ({ key })), input);
    return { PolicyNames: rows.map(({ key }) => key), ...more };
  }),
  AttachRolePolicy: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const arn = attachable(ctx, input);
    if (row.attached.includes(arn)) return null;
    if (row.attached.length >= quotaOfAttached) throw new AwsError('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${quotaOfAttached}`, 409);
    roles.put(ctx, row.name, { ...row, attached: [...row.attached, arn] });
    return null;
  }),
  DetachRolePolicy: operation((ctx, input) => {
    const row = roleNamed(ctx, input);
    const arn = input.text('PolicyArn');
    if (!row.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    roles.put(ctx, row.name, { ...row, attached: row.attached.filter((one) => one !== arn) });
    return null;
  }),
  ListAttachedRolePolicies: operation((ctx, input) => {
    const { rows, more } = listed([...roleNamed(ctx, input).attached].sort().map((key) => ({ key })), input);
    return { AttachedPolicies: rows.map(({ key }) => ({ PolicyName: key.split('/').at(-1) ?? key, PolicyArn: key })), ...more };
  }),
};

function inlineOf({ inline }: RoleRow, name: string): string {
  const found = Object.hasOwn(inline, name) ? inline[name] : undefined;
  if (found === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return found;
}

/** AWS's own managed policies are all taken to exist. */
function attachable(ctx: Ctx, input: Input): string {
  const arn = input.text('PolicyArn', /^arn:.+$/u);
  const ofAws = /^arn:[\w-]+:iam::aws:policy\/.+$/u.test(arn);
  if (!ofAws && policies.get(ctx, arn) === null) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return arn;
}
