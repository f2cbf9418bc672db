import type { Json, Prop, Ref, Resource, ResourceType, Site } from '@millrace/core';

/** A resource whose references have become names, ARNs and URIs. */
export type Resolved = Resource & { readonly props: Readonly<Record<string, Json>> };

/** Replaces every `{ ref, attr }` by what it stands for, and notes in `after` what is referred to. Throws `TypeError` when a reference names no resource of the list. */
export function resolveRefs(resources: readonly Resource[], site: Pick<Site, 'region' | 'account'>): readonly Resolved[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const resolve = (ref: Ref): Json => attribute(ref, byId.get(ref.ref), site);
  return resources.map((resource) => {
    const named = new Set<string>();
    const noting = (value: Prop): Json => {
      if (isRef(value)) named.add(value.ref);
      return isRef(value) ? resolve(value) : isList(value) ? value.map(noting) : typeof value === 'object' && value !== null ? entries(value, noting) : value;
    };
    const props = entries(resource.props, noting);
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

function attribute(ref: Ref, target: Resource | undefined, site: Pick<Site, 'region' | 'account'>): string {
  if (target === undefined) throw new TypeError(`A resource refers to '${ref.ref}', which is not in the list.`);
  if (ref.attr === 'name') return target.name;
  return ref.attr === 'arn' ? arnOfResource(target, site) : `s3://${target.name}`;
}

/** ARNs of roles hold their path. */
export function arnOfResource({ type, name, props }: Resource, site: Pick<Site, 'region' | 'account'>): string {
  const path = props['Path'];
  return arnOf(type, type === 'AWS::IAM::Role' && typeof path === 'string' ? `${path.slice(1)}${name}` : name, site);
}

function entries(value: { readonly [key: string]: Prop }, resolve: (value: Prop) => Json): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
}

const ATTRIBUTES: readonly unknown[] = ['name', 'arn', 'uri'] satisfies readonly Ref['attr'][];

/** An object with exactly these keys may also be somebody's data, such as two parameters of these names in a state machine: the attribute tells. */
function isRef(value: Prop): value is Ref {
  return typeof value === 'object' && value !== null && 'ref' in value && 'attr' in value && Object.keys(value).length === 2
    && typeof value.ref === 'string' && ATTRIBUTES.includes(value.attr);
}

function isList(value: Prop): value is readonly Prop[] {
  return Array.isArray(value);
}
