import type { Json, Resource } from '@millrace/core';
import type { Observed, Provider } from '@millrace/deploy';
import { OWNER_TAG } from '../constants.ts';
import { isAwsError, type OtherCalls, type Place } from '../port.ts';
import { list, plain, record, type Fields } from './live.ts';

/** Roles know no region: this tag says for which one a role was made, so that two regions of one account do not share it unawares. */
export const REGION_TAG = 'millrace:region';

const NO_SUCH = ['NoSuchEntity', 'NoSuchEntityException'];

/**
 * IAM roles with their inline and attached policies. Those that are not wanted are removed from a role of ours, since they would give more
 * than the pipeline needs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function roleProvider(calls: OtherCalls, place: Place): Provider {
  const iam = (operation: string, input: Json): Promise<Fields> => calls.call('iam', operation, input).then(record);
  const inlineNames = async (name: string): Promise<readonly string[]> => list((await iam('ListRolePolicies', { RoleName: name }))['PolicyNames']).map(String);
  const attachedArns = async (name: string): Promise<readonly string[]> =>
    list((await iam('ListAttachedRolePolicies', { RoleName: name }))['AttachedPolicies']).map((one) => String(record(one)['PolicyArn']));
  return {
    type: 'AWS::IAM::Role',
    replaceOn: ['RoleName', 'Path'],
    read: async (name) => {
      const role = await unlessGone(iam('GetRole', { RoleName: name }));
      return role === null ? null : await observedRole(record(role['Role']), name, place, {
        inline: await Promise.all((await inlineNames(name)).map(async (PolicyName) => {
          const { PolicyDocument } = await iam('GetRolePolicy', { RoleName: name, PolicyName });
          return { PolicyName, PolicyDocument: documentOf(PolicyDocument) };
        })),
        attached: await attachedArns(name),
      });
    },
    put: async (resource, before) => {
      const wanted = wantedRole(resource);
      const RoleName = resource.name;
      const tags = [...wanted.tags, { Key: REGION_TAG, Value: place.region }];
      if (before === null) {
        await iam('CreateRole', { RoleName, ...wanted.path, AssumeRolePolicyDocument: wanted.trust, Description: wanted.description, Tags: tags, ...(wanted.boundary === null ? {} : { PermissionsBoundary: wanted.boundary }) });
      } else {
        await iam('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: wanted.trust });
        await iam('UpdateRole', { RoleName, Description: wanted.description });
        await iam('TagRole', { RoleName, Tags: tags });
        if (wanted.boundary !== null) await iam('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: wanted.boundary });
        else if ('PermissionsBoundary' in before.props) await iam('DeleteRolePermissionsBoundary', { RoleName });
      }
      for (const { PolicyName, PolicyDocument } of wanted.inline) await iam('PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
      for (const PolicyArn of wanted.attached) await iam('AttachRolePolicy', { RoleName, PolicyArn });
      if (before === null) return;
      const kept = new Set(wanted.inline.map(({ PolicyName }) => PolicyName));
      for (const PolicyName of (await inlineNames(RoleName)).filter((one) => !kept.has(one))) await iam('DeleteRolePolicy', { RoleName, PolicyName });
      for (const PolicyArn of (await attachedArns(RoleName)).filter((one) => !wanted.attached.includes(one))) await iam('DetachRolePolicy', { RoleName, PolicyArn });
    },
    remove: async (name) => {
      await unlessGone((async () => {
        for (const PolicyName of await inlineNames(name)) await unlessGone(iam('DeleteRolePolicy', { RoleName: name, PolicyName }));
        for (const PolicyArn of await attachedArns(name)) await unlessGone(iam('DetachRolePolicy', { RoleName: name, PolicyArn }));
        await iam('DeleteRole', { RoleName: name });
      })());
    },
    settled: async () => true,
  };
}

async function observedRole(role: Fields, name: string, place: Place, policies: { readonly inline: readonly { readonly PolicyName: string; readonly PolicyDocument: Json }[]; readonly attached: readonly string[] }): Promise<Observed> {
  const tags = new Map(list(role['Tags']).map((tag) => [String(record(tag)['Key']), String(record(tag)['Value'])]));
  const [owner, region] = [tags.get(OWNER_TAG) ?? null, tags.get(REGION_TAG) ?? place.region];
  const props: Record<string, Json> = {
    RoleName: name,
    Path: typeof role['Path'] === 'string' ? role['Path'] : '/',
    Description: plain(role['Description']),
    AssumeRolePolicyDocument: documentOf(role['AssumeRolePolicyDocument']),
    Policies: policies.inline.toSorted((a, b) => (a.PolicyName < b.PolicyName ? -1 : 1)),
    ManagedPolicyArns: [...policies.attached].sort(),
    Tags: owner === null ? [] : [{ Key: OWNER_TAG, Value: owner }],
  };
  const boundary = record(role['PermissionsBoundary'])['PermissionsBoundaryArn'];
  if (typeof boundary === 'string') props['PermissionsBoundary'] = boundary;
  return { props, owner: owner === null || region === place.region ? owner : `${owner} in ${region}`, sha256: null };
}

function wantedRole({ props }: Resource) {
  const tags = list(props['Tags']).map((tag) => ({ Key: String(record(tag)['Key']), Value: String(record(tag)['Value']) }));
  const inline = list(props['Policies']).map((policy) => ({ PolicyName: String(record(policy)['PolicyName']), PolicyDocument: JSON.stringify(record(policy)['PolicyDocument']) }));
  const boundary = typeof props['PermissionsBoundary'] === 'string' ? props['PermissionsBoundary'] : null;
  const path = typeof props['Path'] === 'string' ? { Path: props['Path'] } : {};
  return { boundary, path, trust: JSON.stringify(props['AssumeRolePolicyDocument']), description: typeof props['Description'] === 'string' ? props['Description'] : '', tags, inline, attached: list(props['ManagedPolicyArns']).map(String) };
}

/** IAM answers with URL-encoded JSON. What is no JSON is shown as it is, and differs. */
function documentOf(value: unknown): Json {
  const text = typeof value === 'string' ? value : '';
  try {
    // JSON.parse yields JSON.
    return JSON.parse(text.startsWith('{') ? text : decodeURIComponent(text)) as Json;
  } catch {
    return text;
  }
}

async function unlessGone<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isAwsError(error, ...NO_SUCH)) return null;
    throw error;
  }
}
