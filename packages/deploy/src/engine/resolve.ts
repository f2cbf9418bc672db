import { sha256, stableJson, type Json, type Prop, type Ref, type Resource, type ResourceType, type Site } from '@millrace/core';
import { normal } from './normal.ts';

/** A resource whose references have become names, ARNs and URIs. */
export type Resolved = Resource & { readonly props: Readonly<Record<string, Json>> };

/** Replaces every `{ ref, attr }` by what it stands for, and notes in `after` what is referred to. Throws `TypeError` when a reference names no resource of the list. */
export function resolveRefs(resources: readonly Resource[], site: Pick<Site, 'region' | 'account'>): readonly Resolved[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const resolve = (ref: Ref): Json => attribute(ref, byId.get(ref.ref), site, resolve);
  return resources.map((resource) => {
    const named = new Set<string>();
    const noting = (ref: Ref): Json => {
      named.add(ref.ref);
      return resolve(ref);
    };
    const props = entries(resource.props, (value) => resolved(value, noting));
    return { ...resource, props, after: [...resource.after, ...[...named].filter((id) => !resource.after.includes(id) && id !== resource.id)] };
  });
}

/** IAM path of the roles that deploys of an environment create: what may change roles is confined to it, since names alone may be others' too. */
export const rolePath = ({ prefix }: Pick<Site, 'prefix'>): string => `/millrace/${prefix}/`;

/** The ARN of a named resource, in the partition of its region. A role's path is told with its name: 'millrace/dev/dev-orders-job'. */
export function arnOf(type: ResourceType, name: string, site: Pick<Site, 'region' | 'account'>): string {
  const partition = partitionOf(site.region);
  const place = `${site.region}:${site.account}`;
  switch (type) {
    case 'Millrace::S3Object':
      return `arn:${partition}:s3:::${name}`;
    case 'AWS::StepFunctions::StateMachine':
    case 'AWS::StepFunctions::StateMachineVersion':
    case 'AWS::StepFunctions::StateMachineAlias':
      return `arn:${partition}:states:${place}:stateMachine:${name}`;
    case 'AWS::Glue::Job':
      return `arn:${partition}:glue:${place}:job/${name}`;
    case 'AWS::Glue::Crawler':
      return `arn:${partition}:glue:${place}:crawler/${name}`;
    case 'AWS::Glue::Workflow':
      return `arn:${partition}:glue:${place}:workflow/${name}`;
    case 'AWS::Glue::Trigger':
      return `arn:${partition}:glue:${place}:trigger/${name}`;
    case 'AWS::Glue::Database':
      return `arn:${partition}:glue:${place}:database/${name}`;
    case 'AWS::IAM::Role':
      return `arn:${partition}:iam::${site.account}:role/${name}`;
    case 'AWS::Scheduler::Schedule':
      return `arn:${partition}:scheduler:${place}:schedule/default/${name}`;
    case 'AWS::Events::Rule':
      return `arn:${partition}:events:${place}:rule/${name}`;
    case 'AWS::Logs::LogGroup':
      return `arn:${partition}:logs:${place}:log-group:${name}`;
    case 'AWS::S3::Bucket':
      return `arn:${partition}:s3:::${name}`;
  }
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function attribute(ref: Ref, target: Resource | undefined, site: Pick<Site, 'region' | 'account'>, resolve: (ref: Ref) => Json): Json {
  if (target === undefined) throw new TypeError(`A resource refers to '${ref.ref}', which is not in the list.`);
  if (ref.attr === 'name') return target.name;
  if (ref.attr === 'revision') return revisionOf(entries(target.props, (value) => resolved(value, resolve)));
  if (ref.attr === 'uri') return `s3://${target.name}`;
  const arn = arnOfResource(target, site);
  if (target.type === 'AWS::StepFunctions::StateMachineVersion') {
    const revision = resolved(target.props['StateMachineRevisionId'] ?? '', resolve);
    return versionArn(arn, typeof revision === 'string' ? revision : '');
  }
  // As CloudFormation gives it, and as services want it that write to all streams of the group.
  return target.type === 'AWS::Logs::LogGroup' ? `${arn}:*` : arn;
}

/**
 * What a resource is like, its tags aside, in a few characters. Two that are alike have the same, whoever made them: AWS's own ids of revisions
 * are not known before.
 */
export function revisionOf(props: Readonly<Record<string, Json>>): string {
  const { Tags: _tags, ...rest } = props;
  return sha256(stableJson(normal(rest))).slice(0, 16);
}

/** A deploy speaks of a version of a state machine by its revision, since it has a number only once it is published. */
export const versionArn = (machineArn: string, revision: string): string => `${machineArn}:${revision}`;

function resolved(value: Prop, resolve: (ref: Ref) => Json): Json {
  if (isRef(value)) return resolve(value);
  if (isList(value)) return value.map((one) => resolved(one, resolve));
  return typeof value === 'object' && value !== null ? entries(value, (inner) => resolved(inner, resolve)) : value;
}

/** ARNs of roles hold their path. */
export function arnOfResource({ type, name, props }: Resource, site: Pick<Site, 'region' | 'account'>): string {
  const path = props['Path'];
  return arnOf(type, type === 'AWS::IAM::Role' && typeof path === 'string' ? `${path.slice(1)}${name}` : name, site);
}

function entries(value: { readonly [key: string]: Prop }, resolve: (value: Prop) => Json): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
}

const ATTRIBUTES: readonly unknown[] = ['name', 'arn', 'uri', 'revision'] satisfies readonly Ref['attr'][];

/** An object with exactly these keys may also be somebody's data, such as two parameters of these names in a state machine: the attribute tells. */
export function isRef(value: Prop): value is Ref {
  return typeof value === 'object' && value !== null && 'ref' in value && 'attr' in value && Object.keys(value).length === 2
    && typeof value.ref === 'string' && ATTRIBUTES.includes(value.attr);
}

export function isList(value: Prop): value is readonly Prop[] {
  return Array.isArray(value);
}
