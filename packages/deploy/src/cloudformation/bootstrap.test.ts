import { describe, expect, it } from 'vitest';
import type { PolicyStatement } from '@millrace/core';
import { localEnvironment } from '../index.ts';
import { deployStatements } from './bootstrap.ts';

const environment = { ...localEnvironment('dev'), account: '123456789012', region: 'eu-west-1', prefix: 'dev', buckets: { scripts: 'acme-scripts', runs: 'acme-runs' }, roles: { job: null, crawler: null, stateMachine: null, helper: null, events: null } };
const statements = deployStatements(environment);

const role = (rest: string): string => `arn:aws:iam::123456789012:role/${rest}`;
const matches = (pattern: string, text: string): boolean => new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
const among = (patterns: string | readonly string[], text: string): boolean => [patterns].flat().some((pattern) => matches(pattern, text));

/** As IAM decides, with every condition met: a denial wins, and nothing is allowed that no statement names. */
function decides(action: string, resource: string): boolean {
  const speaking = statements.filter((one) => among(one.Action, action) && among(one.Resource, resource));
  return speaking.some(({ Effect }) => Effect === 'Allow') && speaking.every(({ Effect }) => Effect === 'Allow');
}
const conditions = (action: string, resource: string): readonly PolicyStatement['Condition'][] => statements.filter((one) => among(one.Action, action) && among(one.Resource, resource)).map(({ Condition }) => Condition);

const WRITES = ['CreateRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'TagRole', 'DeleteRole', 'PutRolePolicy', 'DeleteRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary', 'PassRole'].map((name) => `iam:${name}`);

describe('the role that deploys', () => {
  it("changes, passes and removes no role that no deploy made, whatever its name begins with", () => {
    for (const other of ['dev-admin', 'dev-orders-job', 'ops/dev-admin', 'millrace/prod/prod-orders-job', 'millrace/dev']) {
      expect(WRITES.filter((action) => decides(action, role(other)))).toEqual([]);
    }
  });

  it('may look at automations and stop them, whose ids nobody knows before, and starts none', () => {
    const automation = 'arn:aws:ssm:eu-west-1:123456789012:automation-execution/0a1b';
    expect(['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution', 'ssm:StartAutomationExecution'].map((action) => decides(action, automation))).toEqual([true, true, false]);
  });

  it('cannot change or pass itself, nor change the boundary', () => {
    expect(WRITES.filter((action) => decides(action, role('dev-millrace-deploy')))).toEqual([]);
    const boundary = 'arn:aws:iam::123456789012:policy/dev-millrace-boundary';
    expect(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicy'].filter((action) => decides(action, boundary))).toEqual([]);
    expect(statements.filter(({ Effect, Resource }) => Effect === 'Deny' && among(Resource, boundary))).toHaveLength(1);
  });

  it('makes roles with the boundary only, takes it away from none, and passes them to the services that run pipelines', () => {
    const own = role('millrace/dev/dev-orders-job');
    expect(decides('iam:UpdateAssumeRolePolicy', own)).toBe(true);
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary']) {
      expect(conditions(action, own)).toEqual([{ StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/dev-millrace-boundary' } }]);
    }
    expect(decides('iam:DeleteRolePermissionsBoundary', own)).toBe(false);
    expect(conditions('iam:PassRole', own)).toEqual([{ StringEquals: { 'iam:PassedToService': expect.arrayContaining(['glue.amazonaws.com']) as unknown } }]);
  });

  it('publishes versions of its own state machines, moves their aliases, and makes their log groups, but no others', () => {
    const actions = ['PublishStateMachineVersion', 'ListStateMachineVersions', 'DeleteStateMachineVersion', 'CreateStateMachineAlias', 'UpdateStateMachineAlias', 'DeleteStateMachineAlias', 'DescribeStateMachineAlias'].map((name) => `states:${name}`);
    const allowed = (resource: string): readonly string[] => actions.filter((action) => decides(action, resource));
    expect(allowed('arn:aws:states:eu-west-1:123456789012:stateMachine:dev-orders')).toEqual(actions);
    expect(allowed('arn:aws:states:eu-west-1:123456789012:stateMachine:prod-orders')).toEqual([]);
    const logs = (group: string): boolean => decides('logs:CreateLogGroup', `arn:aws:logs:eu-west-1:123456789012:log-group:${group}`);
    expect([logs('/aws/vendedlogs/states/dev-orders-Logs'), logs('/aws/vendedlogs/states/prod-orders-Logs'), logs('/aws/lambda/dev-orders')]).toEqual([true, false, false]);
  });

  it('may see whether a bucket sends its events, and make prerequisite buckets of its prefix alone', () => {
    expect(decides('s3:GetBucketNotification', 'arn:aws:s3:::acme-raw')).toBe(true);
    expect(decides('s3:PutBucketNotification', 'arn:aws:s3:::acme-raw')).toBe(false);
    expect(decides('s3:CreateBucket', 'arn:aws:s3:::dev-landing')).toBe(true);
  });
});
