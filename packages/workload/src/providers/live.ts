import { stableJson, type Json, type Prop, type Resource } from '@millrace/core';
import { arnOf, normal } from '@millrace/deploy';
import type { Observed } from '@millrace/deploy';
import { OWNER_TAG } from '../constants.ts';
import { isAwsError, type GlueCalls, type GlueOperation, type Place } from '../port.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Whether what is live has exactly the wanted properties, our tags aside: those need a call for each. */
export function isSame(live: Readonly<Record<string, Json>>, wanted: Readonly<Record<string, Prop>>): boolean {
  const untagged = ({ Tags: _tags, ...rest }: Readonly<Record<string, Prop>>): Json => normal(plain(rest));
  return stableJson(untagged(live)) === stableJson(untagged(wanted));
}

/** At most so many at a time. */
export function chunks<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most));
}

/** Asks for many by name, a hundred at a time, and compares each: `missing` is the member that lists what is not there. */
export async function compareBatch(
  glue: GlueCalls,
  batch: { readonly operation: GlueOperation; readonly names: string; readonly found: string; readonly missing: string },
  wanted: readonly Resource[],
  propsOf: (live: Fields) => Readonly<Record<string, Json>>,
): Promise<ReadonlyMap<string, 'same' | 'absent'>> {
  const answers = new Map<string, 'same' | 'absent'>();
  for (const some of chunks(wanted, MOST_IN_BATCH)) {
    const answer = record(await glue.call(batch.operation, { [batch.names]: some.map(({ name }) => name) }));
    const live = new Map(list(answer[batch.found]).map((one) => [String(record(one)['Name']), record(one)]));
    const missing = new Set(list(answer[batch.missing]).map(String));
    for (const { name, props } of some) {
      const one = live.get(name);
      if (one !== undefined && isSame(propsOf(one), props)) answers.set(name, 'same');
      if (missing.has(name)) answers.set(name, 'absent');
    }
  }
  return answers;
}
const MOST_IN_BATCH = 100;

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The member of an answer, or null when the service says that there is no such thing. */
export async function found(glue: GlueCalls, operation: GlueOperation, input: Json, member: string): Promise<Fields | null> {
  try {
    return record(record(await glue.call(operation, input))[member]);
  } catch (error) {
    if (isAwsError(error, 'EntityNotFoundException')) return null;
    throw error;
  }
}

export async function removeUnlessGone(glue: GlueCalls, operation: GlueOperation, input: Json): Promise<void> {
  try {
    await glue.call(operation, input);
  } catch (error) {
    if (!isAwsError(error, 'EntityNotFoundException')) throw error;
  }
}

/** All tags: which of them are a pipeline's own is told by what is wanted and what was deployed. */
export async function tagsOf(glue: GlueCalls, place: Place, type: 'AWS::Glue::Job' | 'AWS::Glue::Crawler', name: string): Promise<Readonly<Record<string, string>>> {
  const answer = record(await glue.call('GetTags', { ResourceArn: arnOf(type, name, place) }));
  const tags = Object.entries(record(answer['Tags'])).filter((tag): tag is [string, string] => typeof tag[1] === 'string');
  return Object.fromEntries(tags);
}

/** Sets the wanted tags, and removes those that are wanted no more. */
export async function putTags(glue: GlueCalls, place: Place, resource: Resource, before: Observed): Promise<void> {
  const ResourceArn = arnOf(resource.type, resource.name, place);
  const wanted = record(resource.props['Tags']);
  const TagsToRemove = Object.keys(record(before.props['Tags'])).filter((name) => !(name in wanted));
  if (TagsToRemove.length > 0) await glue.call('UntagResource', { ResourceArn, TagsToRemove });
  await glue.call('TagResource', { ResourceArn, TagsToAdd: plain(wanted) });
}

/** The named members, without those that have the service's default. */
export function picked(live: Fields, names: readonly string[], defaults: Fields): Readonly<Record<string, Json>> {
  const kept: Record<string, Json> = {};
  for (const name of names) {
    const value = plain(live[name]);
    if (value !== null && value !== plain(defaults[name])) kept[name] = value;
  }
  return kept;
}

export function observed(props: Readonly<Record<string, Json>>, tags: Readonly<Record<string, string>>): Observed {
  const kept = Object.entries({ ...props, Tags: tags }).map(([name, value]): [string, Json] => [name, normal(value)]);
  return { props: Object.fromEntries(kept), owner: tags[OWNER_TAG] ?? null, sha256: null };
}

/** The resource's properties as an API input; its references were resolved before. */
export function input(props: Readonly<Record<string, Prop>>, ...without: readonly string[]): Readonly<Record<string, Json>> {
  const kept = Object.entries(props).filter(([name]) => !without.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value)]));
}

export function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

/** Clients answer with undefined members, which JSON has not. */
export function plain(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(members.map(([name, inner]) => [name, plain(inner)]));
}
