import type { Json, Site } from '@millrace/core';
import type { Clock } from '@millrace/deploy';
import { createHost, defaultServices, memoryBlobs, memoryPersistence, virtualClock, type Blobs, type Host, type Persistence } from '@millrace/local';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

export const site: Site = {
  prefix: 'crash', region: 'us-east-1', account: '123456789012', scripts: 'crash-scripts', runs: 'crash-runs',
  // The other roles are the deploy's to make.
  roles: { job: null, crawler: role('crawler'), stateMachine: null, helper: role('helper'), events: null }, params: {},
};

/** An embedded AWS in process, on virtual time, with the two buckets of an environment. Nothing runs in it. */
export interface Account {
  readonly host: Host;
  readonly blobs: Blobs;
  readonly clock: Clock;
}

export function openAccount({ blobs = memoryBlobs(), persistence = memoryPersistence() }: { readonly blobs?: Blobs; readonly persistence?: Persistence } = {}): Account {
  const host = createHost({
    services: defaultServices, blobs, persistence, clock: virtualClock(Date.UTC(2026, 0, 5)),
    executor: { start: () => undefined, stop: () => undefined, recover: () => undefined },
    region: site.region, account: site.account, random: () => 0.5,
  });
  for (const bucket of [site.scripts, site.runs]) if (!blobs.buckets().includes(bucket)) blobs.createBucket(bucket);
  return { host, blobs, clock: { now: () => host.now(), sleep: (ms) => host.run(host.now() + ms) } };
}

type State = Readonly<Record<string, Json>>;
interface Item { readonly [name: string]: Json }

/** Everything that someone can see in the account, by name, without the instants and counters that tell when and how often it was written. */
export async function observeAccount({ host, blobs }: Account): Promise<State> {
  const found: Record<string, Json> = {};
  // The fields that are read are those that the operations answer with.
  const ask = async (service: string, op: string, input: Json): Promise<Item> => (await host.call(service, op, input)) as Item;
  const list = async (service: string, op: string, member: string): Promise<readonly Item[]> => ((await ask(service, op, {}))[member] ?? []) as readonly Item[];
  const note = (kind: string, name: string, value: Json): void => void (found[`${kind} ${name}`] = lasting(value));
  const tags = (kind: string, name: string): Promise<Item> => ask('glue', 'GetTags', { ResourceArn: `arn:aws:glue:${site.region}:${site.account}:${kind}/${name}` });
  for (const [kind, op, member] of [['job', 'GetJobs', 'Jobs'], ['crawler', 'GetCrawlers', 'Crawlers'], ['trigger', 'GetTriggers', 'Triggers']] as const) {
    for (const item of await list('glue', op, member)) note(kind, text(item['Name']), { ...item, ...(await tags(kind, text(item['Name']))) });
  }
  for (const name of (await list('glue', 'ListWorkflows', 'Workflows')) as readonly unknown[] as readonly string[]) {
    note('workflow', name, { ...(await ask('glue', 'GetWorkflow', { Name: name })), ...(await tags('workflow', name)) });
  }
  for (const { stateMachineArn = '' } of await list('sfn', 'ListStateMachines', 'stateMachines')) {
    note('state machine', text(stateMachineArn), { ...(await ask('sfn', 'DescribeStateMachine', { stateMachineArn })), ...(await ask('sfn', 'ListTagsForResource', { resourceArn: stateMachineArn })) });
    for (const { stateMachineAliasArn = '' } of ((await ask('sfn', 'ListStateMachineAliases', { stateMachineArn }))['stateMachineAliases'] ?? []) as readonly Item[]) note('alias', text(stateMachineAliasArn), await aliasIn(ask, stateMachineAliasArn));
  }
  for (const { logGroupName = '', logGroupArn = '', retentionInDays = null } of await list('logs', 'DescribeLogGroups', 'logGroups')) {
    note('log group', text(logGroupName), { retentionInDays, ...(await ask('logs', 'ListTagsForResource', { resourceArn: logGroupArn })) });
  }
  for (const { RoleName = '' } of await list('iam', 'ListRoles', 'Roles')) {
    const [PolicyNames, attached] = [(await ask('iam', 'ListRolePolicies', { RoleName }))['PolicyNames'] ?? [], await ask('iam', 'ListAttachedRolePolicies', { RoleName })];
    const inline = await Promise.all((PolicyNames as readonly string[]).map((PolicyName) => ask('iam', 'GetRolePolicy', { RoleName, PolicyName })));
    note('role', text(RoleName), { ...(await ask('iam', 'GetRole', { RoleName })), inline, attached });
  }
  for (const { Name = '' } of await list('scheduler', 'ListSchedules', 'Schedules')) note('schedule', text(Name), await ask('scheduler', 'GetSchedule', { Name }));
  for (const { Name = '', Arn = '' } of await list('events', 'ListRules', 'Rules')) {
    note('rule', text(Name), { ...(await ask('events', 'DescribeRule', { Name })), ...(await ask('events', 'ListTargetsByRule', { Rule: Name })), ...(await ask('events', 'ListTagsForResource', { ResourceARN: Arn })) });
  }
  for (const { Name = '' } of ((await ask('glue', 'GetDatabases', {}))['DatabaseList'] ?? []) as readonly Item[]) note('database', text(Name), {});
  const retired = new Set<string>();
  for (const bucket of blobs.buckets()) {
    note('bucket', bucket, await ask('s3', 'GetBucketNotificationConfiguration', { Bucket: bucket }));
    for (const { key } of blobs.list(bucket, '')) {
      const { Body = '', Metadata = {} } = await ask('s3', 'GetObject', { Bucket: bucket, Key: key });
      const manifest = key.endsWith('/manifest.json') ? recordedIn(text(Body)) : null;
      for (const { name } of manifest?.retired ?? []) retired.add(`object ${name}`);
      note('object', `${bucket}/${key}`, { Body: manifest?.rest ?? Body, Metadata });
    }
  }
  return Object.fromEntries(Object.entries(found).filter(([name]) => !retired.has(name)));
}

/** What an alias leads to: versions are numbered on, so that their numbers tell of the way there. */
async function aliasIn(ask: (service: string, op: string, input: Json) => Promise<Item>, stateMachineAliasArn: Json): Promise<Json> {
  const { routingConfiguration } = await ask('sfn', 'DescribeStateMachineAlias', { stateMachineAliasArn });
  const routes = (routingConfiguration ?? []) as readonly Item[];
  return await Promise.all(routes.map(async ({ stateMachineVersionArn = '', weight = 0 }) => {
    const { definition = '', roleArn = '', loggingConfiguration = null, tracingConfiguration = null } = await ask('sfn', 'DescribeStateMachine', { stateMachineArn: stateMachineVersionArn });
    return { weight, definition, roleArn, loggingConfiguration, tracingConfiguration };
  }));
}

/** A manifest's text without the objects that earlier deploys have replaced: they are kept for runs, as long as it names them, and which they are tells of the way there. */
function recordedIn(body: string): { readonly rest: string; readonly retired: readonly { readonly name: string }[] } {
  // The engine writes it, and its own tests hold it to its shape.
  const { retired = [], ...rest } = JSON.parse(body) as { readonly retired?: readonly { readonly name: string }[] };
  return { rest: JSON.stringify(rest), retired };
}

/** When a thing was written, and how often, is what a repaired deploy may differ in. */
const passing = new Set(['CreatedOn', 'LastModifiedOn', 'CreationTime', 'CreateTime', 'CreateDate', 'CreationDate', 'LastModificationDate', 'RoleId', 'LastUpdated', 'creationDate', 'updateDate', 'LastModified', 'Version', 'revisionId']);

function lasting(value: Json): Json {
  if (isList(value)) return value.map(lasting);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !passing.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept.map(([name, inner]) => [name, lasting(inner)]));
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
// Array.isArray does not narrow readonly arrays.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** What differs between two states, a line for each thing. */
export function differences(wanted: State, found: State): readonly string[] {
  return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort().flatMap((name) => {
    if (!(name in found)) return [`${name} is missing`];
    if (!(name in wanted)) return [`${name} has leaked`];
    const [a, b] = [JSON.stringify(wanted[name]), JSON.stringify(found[name])];
    return a === b ? [] : [`${name} is ${b} instead of ${a}`];
  });
}
