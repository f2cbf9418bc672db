import type { Json } from '@millrace/core';
import { beforeEach, expect, test } from 'vitest';
import { type Bench, benchOf } from '../service/testing.ts';
import { iamService } from './index.ts';

const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
const grant = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::data/*' } });
let bench: Bench;
let iam: (op: string, input?: Json) => Promise<Json>;
beforeEach(() => {
  bench = benchOf([iamService]);
  iam = (op, input = {}) => bench.host.call('iam', op, input);
});

test('a role is made, read, changed and removed', async () => {
  const made = await iam('CreateRole', { RoleName: 'jobs', AssumeRolePolicyDocument: trust, Description: 'For jobs', Tags: [{ Key: 'owner', Value: 'me' }] });
  expect(made).toMatchObject({ Role: { Arn: 'arn:aws:iam::111122223333:role/jobs', Path: '/', MaxSessionDuration: 3600 } });
  await iam('TagRole', { RoleName: 'jobs', Tags: [{ Key: 'team', Value: 'data' }] });
  await iam('UntagRole', { RoleName: 'jobs', TagKeys: ['owner'] });
  await iam('UpdateRole', { RoleName: 'jobs', MaxSessionDuration: 7200 });
  expect(await iam('GetRole', { RoleName: 'jobs' })).toMatchObject({
    Role: { Description: 'For jobs', MaxSessionDuration: 7200, Tags: [{ Key: 'team', Value: 'data' }], AssumeRolePolicyDocument: encodeURIComponent(trust) },
  });
  await iam('DeleteRole', { RoleName: 'jobs' });
  await expect(iam('GetRole', { RoleName: 'jobs' })).rejects.toMatchObject({ name: 'NoSuchEntity', status: 404, message: 'The role with name jobs cannot be found.' });
});

test('a role with policies is not deleted', async () => {
  await iam('CreateRole', { RoleName: 'jobs', AssumeRolePolicyDocument: trust });
  await expect(iam('CreateRole', { RoleName: 'jobs', AssumeRolePolicyDocument: trust })).rejects.toMatchObject({ name: 'EntityAlreadyExists', status: 409 });
  await iam('PutRolePolicy', { RoleName: 'jobs', PolicyName: 'read', PolicyDocument: grant });
  await iam('AttachRolePolicy', { RoleName: 'jobs', PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole' });
  await expect(iam('DeleteRole', { RoleName: 'jobs' })).rejects.toMatchObject({ name: 'DeleteConflict' });
  expect(await iam('ListAttachedRolePolicies', { RoleName: 'jobs' })).toMatchObject({ AttachedPolicies: [{ PolicyName: 'AWSGlueServiceRole' }] });
  await iam('DetachRolePolicy', { RoleName: 'jobs', PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole' });
  await expect(iam('DeleteRole', { RoleName: 'jobs' })).rejects.toMatchObject({ message: 'Cannot delete entity, must delete policies first.' });
  expect(await iam('ListRolePolicies', { RoleName: 'jobs' })).toMatchObject({ PolicyNames: ['read'] });
  expect(await iam('GetRolePolicy', { RoleName: 'jobs', PolicyName: 'read' })).toMatchObject({ PolicyDocument: encodeURIComponent(grant) });
  await iam('DeleteRolePolicy', { RoleName: 'jobs', PolicyName: 'read' });
  await expect(iam('GetRolePolicy', { RoleName: 'jobs', PolicyName: 'read' })).rejects.toMatchObject({ name: 'NoSuchEntity' });
  await iam('DeleteRole', { RoleName: 'jobs' });
});

test.each<[document: string, message: string]>([
  ['{', 'This policy contains invalid Json'],
  ['[]', 'This policy contains invalid Json'],
  ['{}', 'Syntax errors in policy.'],
  [JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*' } }), 'Policy statement must contain resources.'],
  [JSON.stringify({ Statement: { Effect: 'Allow', Action: 'read', Resource: '*' } }), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
  [JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: 'bucket' } }), 'Resource bucket must be in ARN format or "*".'],
  [JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*' } }), 'Policy document should not specify a principal.'],
])('the policy %s is refused', async (document, message) => {
  await iam('CreateRole', { RoleName: 'jobs', AssumeRolePolicyDocument: trust });
  await expect(iam('PutRolePolicy', { RoleName: 'jobs', PolicyName: 'p', PolicyDocument: document })).rejects.toMatchObject({ name: 'MalformedPolicyDocument', message });
});

test('an own policy is attached by its ARN, and stays while it is', async () => {
  await iam('CreateRole', { RoleName: 'jobs', AssumeRolePolicyDocument: trust });
  const PolicyArn = 'arn:aws:iam::111122223333:policy/read';
  await expect(iam('AttachRolePolicy', { RoleName: 'jobs', PolicyArn })).rejects.toMatchObject({ name: 'NoSuchEntity' });
  await iam('CreatePolicy', { PolicyName: 'read', PolicyDocument: grant });
  await iam('AttachRolePolicy', { RoleName: 'jobs', PolicyArn });
  expect(await iam('GetPolicy', { PolicyArn })).toMatchObject({ Policy: { AttachmentCount: 1 } });
  await expect(iam('DeletePolicy', { PolicyArn })).rejects.toMatchObject({ name: 'DeleteConflict' });
});

test('lists have pages', async () => {
  for (const name of ['a', 'b', 'c']) await iam('CreateRole', { RoleName: name, AssumeRolePolicyDocument: trust });
  expect(await iam('ListRoles', { MaxItems: '2' })).toMatchObject({ Roles: [{ RoleName: 'a' }, { RoleName: 'b' }], IsTruncated: true, Marker: 'c' });
  expect(await iam('ListRoles', { Marker: 'c' })).toMatchObject({ Roles: [{ RoleName: 'c' }], IsTruncated: false });
});
