import { AwsError, type OpenQuestion, type World } from '../host/types.ts';
import type { Input } from '../service/input.ts';
import { type Ctx, letters, operationsOf, page, partition, table } from '../service/kit.ts';

export type RoleRow = {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly trust: string;
  readonly description: string | null;
  /** Seconds. */
  readonly longestSession: number;
  readonly boundary: string | null;
  readonly tags: { readonly [key: string]: string };
  /** Inline policies: documents by name. */
  readonly inline: { readonly [name: string]: string };
  /** ARNs of attached policies. */
  readonly attached: readonly string[];
};
export type PolicyRow = {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly description: string | null;
  readonly document: string;
  readonly tags: { readonly [key: string]: string };
};
export const roles = table<RoleRow>('role');
/** By ARN. */
export const policies = table<PolicyRow>('policy');

/**
 * A role is new for a few seconds: may services assume it at once? With `later` the topic `iam.role` tells each service, and a service that
 * checks refuses the role for `newFor` milliseconds.
 */
export const newRoles: OpenQuestion = { id: 'iam.newRoles', choices: ['assumable', 'later'] };
export const newFor = 10_000;

export const operation = operationsOf('ValidationError');
export const namePattern = /^[\w+=,.@-]+$/u;

export const roleArn = (world: World, { path, name }: Pick<RoleRow, 'path' | 'name'>): string => `arn:${partition(world)}:iam::${world.account}:role${path}${name}`;
export const policyArn = (world: World, { path, name }: Pick<PolicyRow, 'path' | 'name'>): string => `arn:${partition(world)}:iam::${world.account}:policy${path}${name}`;
/** IAM's ids: a prefix that says the kind, then letters and digits. */
export const newId = (ctx: Ctx, prefix: string): string => `${prefix}${letters(ctx, 17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;

/** Role names differ in more than case, and are found by exact name. */
export function roleNamed(ctx: Ctx, input: Input): RoleRow {
  const name = roleName(input);
  const found = roles.get(ctx, name);
  if (found === null) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return found;
}
export function roleName(input: Input): string {
  const name = input.text('RoleName', namePattern);
  if (name.length <= 64) return name;
  throw new AwsError('ValidationError', `1 validation error detected: Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`);
}
export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);

/** One page as IAM's lists have it. */
export function listed<R extends { readonly key: string }>(rows: readonly R[], input: Input): { readonly rows: readonly R[]; readonly more: { readonly IsTruncated: boolean; readonly Marker?: string } } {
  const found = page(rows, input.maybeText('Marker'), input.maybeNumber('MaxItems', 1, 1000) ?? 100);
  return { rows: found.rows, more: found.next === null ? { IsTruncated: false } : { IsTruncated: true, Marker: found.next } };
}
/** Documents come back encoded as in URLs. */
export const encoded = (document: string): string => encodeURIComponent(document);
