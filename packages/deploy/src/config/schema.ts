import { z } from 'zod';

const text = (pattern: RegExp, rule: string): z.ZodString => z.string(rule).regex(pattern, rule);
const account = text(/^\d{12}$/, 'must be the 12 digits of an AWS account, as text');
const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region such as 'eu-west-1'");
const prefix = text(/^[a-z][a-z0-9-]{0,19}$/, 'must be a letter and then at most 19 lower-case letters, digits and dashes');
const bucket = text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket name, without s3:// and path');
const role = text(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, "must be a role's ARN, such as 'arn:aws:iam::123456789012:role/name'");
const buckets = z
  .strictObject({ scripts: bucket, runs: bucket })
  .refine((both) => both.scripts !== both.runs, { path: ['runs'], error: 'must be another bucket than scripts: run folders and scripts have different readers and lifetimes' });
// Null, and outside the embedded AWS also what is left out, is created with the least that the pipeline needs.
const use = role.nullable().optional();
const roles = z.strictObject({ job: use, crawler: use, stateMachine: use, helper: use, events: use });
const uris = z.array(text(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)/, "must be an S3 URI such as 's3://acme-raw/orders/'"));
const texts = z.union([z.string(), z.array(z.string())]);
const statement = z.strictObject({
  Sid: z.string().optional(), Effect: z.enum(['Allow', 'Deny']), Action: texts, Resource: texts, Condition: z.record(z.string(), z.record(z.string(), texts)).optional(),
});
const grants = z.strictObject({
  read: uris.optional(),
  write: uris.optional(),
  policies: z.array(text(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/, "must be a managed policy's ARN")).optional(),
  statements: z.array(statement).optional(),
});
const boundary = text(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/, "must be a managed policy's ARN");
const alertTopic = text(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:\S+$/, "must be an SNS topic's ARN");
const params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()], 'must be text, a number, true or false'));
const endpoint = z.url('must be a URL').nullable();

export const deployedSchema = z.strictObject({
  local: z.literal(false).optional(),
  account,
  region,
  prefix,
  buckets,
  roles: roles.optional(),
  grants: grants.optional(),
  boundary: boundary.optional(),
  alertTopic: alertTopic.optional(),
  params: params.optional(),
  endpoint: endpoint.optional(),
});
export const localSchema = z.strictObject({
  local: z.literal(true),
  account: account.optional(),
  region: region.optional(),
  prefix: prefix.optional(),
  buckets: buckets.optional(),
  roles: roles.optional(),
  grants: grants.optional(),
  boundary: boundary.optional(),
  alertTopic: alertTopic.optional(),
  params: params.optional(),
  endpoint: endpoint.optional(),
});
export const ENVIRONMENT_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** What an author writes for one environment. */
export type EnvironmentInput = z.input<typeof deployedSchema> | z.input<typeof localSchema>;
export interface ConfigInput {
  readonly environments: Readonly<Record<string, EnvironmentInput>>;
}

/**
 * The content of millrace.config.ts. Gives editors the types and checks nothing: `loadConfig` tells all problems at once.
 *
 * @example
 * export default defineConfig({
 *   environments: {
 *     local: { local: true },
 *     dev: {
 *       account: '123456789012', region: 'eu-west-1', prefix: 'dev',
 *       buckets: { scripts: 'acme-dev-scripts', runs: 'acme-dev-runs' },
 *       // Roles that are not named are created; these jobs may read here and write there.
 *       grants: { read: ['s3://acme-dev-raw/'], write: ['s3://acme-dev-curated/'] },
 *       params: { source: 's3://acme-dev-raw/orders/' },
 *     },
 *   },
 * });
 */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
