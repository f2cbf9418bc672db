import type { Json, Prop, Ref, Resource, ResourceType, Site } from '@millrace/core';
import { DeployRefused, deployProblem } from '../catalogue.ts';
import { arnOfResource, isList, isRef } from '../engine/resolve.ts';
import { logicalIds } from './logical.ts';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;

interface Entry {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: Readonly<Record<string, Json>>;
}
export interface CloudFormation {
  readonly template: { readonly [key: string]: Json };
  /** What the template's jobs read, by key in the scripts bucket: CloudFormation has no type for objects, so they are copied before. */
  readonly objects: ReadonlyMap<string, string>;
}

/**
 * The same list of resources as a CloudFormation template, and the objects that must be in the scripts bucket before. Triggers depend on
 * one another in a row: Glue refuses changes to one workflow at once. Databases and buckets are made on request, and kept when the stack goes.
 *
 * Throws `DeployRefused` (MR7030) where a template cannot hold the list.
 *
 * @example
 * const { template, objects } = cloudFormation(compiled.resources, site, 'orders in dev');
 */
export function cloudFormation(resources: readonly Resource[], site: Pick<Site, 'region' | 'account'>, description: string): CloudFormation {
  const made = resources.filter(({ type }) => type !== 'Millrace::S3Object');
  if (made.length > MOST_RESOURCES) throw new DeployRefused([deployProblem('MR7030', `A template holds at most ${MOST_RESOURCES} resources, and this pipeline has ${made.length}.`, '/resources')]);
  const ids = logicalIds(made.map(({ id }) => id));
  const types = new Map(resources.map((resource) => [resource.id, resource]));
  const entries: Record<string, Json> = {};
  let trigger: string | null = null;
  for (const resource of made) {
    const id = ids.get(resource.id) ?? '';
    const entry = entryOf(resource, { ids, types, site }, resource.type === 'AWS::Glue::Trigger' ? trigger : null);
    entries[id] = { ...entry };
    if (resource.type === 'AWS::Glue::Trigger') trigger = id;
  }
  const lasting = made.filter(({ type }) => isLasting(type)).map(({ id }) => ids.get(id) ?? '');
  return {
    template: {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: description,
      ...(lasting.length === 0 ? {} : {
        Parameters: Object.fromEntries(lasting.map((id) => [`Create${id}`, { Type: 'String', Default: 'false', AllowedValues: ['true', 'false'], Description: 'true where it does not exist yet' }])),
        Conditions: Object.fromEntries(lasting.map((id) => [`Needs${id}`, { 'Fn::Equals': [{ Ref: `Create${id}` }, 'true'] }])),
      }),
      Resources: entries,
    },
    objects: new Map(resources.flatMap(({ name, body }) => (body === null ? [] : [[name.slice(name.indexOf('/') + 1), body]]))),
  };
}

/** An earlier version is what one goes back to; it goes with its state machine. */
const isKept = (type: ResourceType): boolean => isLasting(type) || type === 'AWS::StepFunctions::StateMachineVersion';
const isLasting = (type: ResourceType): boolean => type === 'AWS::Glue::Database' || type === 'AWS::S3::Bucket';

interface Names {
  readonly ids: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, Resource>;
  readonly site: Pick<Site, 'region' | 'account'>;
}

function entryOf(resource: Resource, names: Names, trigger: string | null): Entry {
  const id = names.ids.get(resource.id) ?? '';
  const referred = new Set<string>();
  const props = Object.entries(withoutOurs(resource)).map(([name, value]): [string, Json] => [name, printed(value, names, referred)]);
  // What a reference says already need not be said again; what may not exist cannot be waited for.
  const after = resource.after.filter((other) => !referred.has(other) && names.types.get(other) !== undefined && !isLasting(names.types.get(other)?.type ?? 'AWS::S3::Bucket'));
  const dependsOn = [...new Set([...after.flatMap((other) => names.ids.get(other) ?? []), ...(trigger === null ? [] : [trigger])])].sort();
  return {
    Type: resource.type,
    ...(isLasting(resource.type) ? { Condition: `Needs${id}` } : {}),
    ...(isKept(resource.type) ? { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } : {}),
    ...(dependsOn.length === 0 ? {} : { DependsOn: dependsOn }),
    Properties: Object.fromEntries(props),
  };
}

/** Properties that CloudFormation does not know, or wants besides. */
function withoutOurs({ type, props }: Resource): Readonly<Record<string, Prop>> {
  if (type === 'AWS::Glue::Trigger') {
    const { State: _state, ...rest } = props;
    return rest;
  }
  return type === 'AWS::Glue::Database' ? { CatalogId: { Ref: 'AWS::AccountId' }, ...props } : props;
}

function printed(value: Prop, names: Names, referred: Set<string>): Json {
  if (isRef(value)) return reference(value, names, referred);
  if (isList(value)) return value.map((one) => printed(one, names, referred));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, printed(inner, names, referred)]));
}

const REFERRED_BY_ARN: ReadonlySet<ResourceType> = new Set(['AWS::StepFunctions::StateMachineVersion', 'AWS::StepFunctions::StateMachineAlias']);
const WITH_ARN: ReadonlySet<ResourceType> = new Set(['AWS::IAM::Role', 'AWS::Scheduler::Schedule', 'AWS::Events::Rule', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::StepFunctions::StateMachine', ...REFERRED_BY_ARN]);

function reference({ ref, attr }: Ref, { ids, types, site }: Names, referred: Set<string>): Json {
  const target = types.get(ref);
  const id = ids.get(ref);
  if (target === undefined) throw new TypeError(`A resource refers to '${ref}', which is not in the list.`);
  if (id === undefined || attr === 'uri') return attr === 'arn' ? arnOfResource(target, site) : attr === 'uri' ? `s3://${target.name}` : target.name;
  if (attr === 'arn' && !WITH_ARN.has(target.type)) return arnOfResource(target, site);
  referred.add(ref);
  if (attr === 'revision') return { 'Fn::GetAtt': [id, 'StateMachineRevisionId'] };
  // What CloudFormation calls a version is its ARN.
  if (attr === 'arn' && REFERRED_BY_ARN.has(target.type)) return { Ref: id };
  if (attr === 'arn') return { 'Fn::GetAtt': [id, 'Arn'] };
  return target.type === 'AWS::StepFunctions::StateMachine' ? { 'Fn::GetAtt': [id, 'Name'] } : { Ref: id };
}
