import { z } from 'zod';
import { paramDeclarationSchema } from '@millrace/params';
import { crawlerSettings, crawlerTargets, jobSettings, jobType } from './settings.ts';

/** Names of pipelines and steps. */
export const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const name = z.string();

export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const value = z.union([
  scalar,
  z.array(scalar).readonly(),
  z.strictObject({ param: z.string() }).readonly(),
  z.strictObject({ run: z.enum(['id', 'date']) }).readonly(),
  z.strictObject({ output: z.tuple([z.string(), z.string()]).readonly(), or: scalar.nullable() }).readonly(),
  z.strictObject({ secret: z.string() }).readonly(),
]);
export const word = z.enum(['succeeded', 'failed', 'finished']);
export const dependency = z.strictObject({ step: z.string(), on: word }).readonly();
export const retryWord = z.enum(['failed', 'timedOut']);
export const outputType = z.enum(['string', 'integer', 'boolean', 's3Uri']);
const args = z.record(z.string(), value).readonly();

const base = {
  name,
  join: z.enum(['all', 'any']),
  optional: z.boolean(),
  after: z.array(dependency).readonly(),
  retry: z.strictObject({ attempts: z.int(), on: z.array(retryWord).readonly(), delaySeconds: z.int() }).readonly(),
  timeoutSeconds: z.int().nullable(),
  outputs: z.record(z.string(), outputType).readonly(),
};
const use = { use: z.string() };
const kinds = {
  glueJob: z.union([
    z.strictObject({ ...use, args }).readonly(),
    z.strictObject({ type: jobType, script: z.string(), args, settings: jobSettings.optional(), waitFor: z.literal('started').optional() }).readonly(),
  ]),
  crawler: z.union([
    z.strictObject(use).readonly(),
    z.strictObject({ database: z.string(), s3: z.array(z.string()).readonly(), targets: crawlerTargets.optional(), settings: crawlerSettings.optional() }).readonly(),
  ]),
  lambda: z.strictObject({ ...use, payload: args.optional() }).readonly(),
  sns: z.strictObject({ topic: z.string(), subject: value.optional(), message: value.optional() }).readonly(),
  ssm: z.strictObject({ document: z.string(), parameters: args.optional() }).readonly(),
  wait: z.strictObject({ seconds: z.int() }).readonly(),
};

/** One step in its normalised form. */
export const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('glueJob'), with: kinds.glueJob }).readonly(),
  z.strictObject({ ...base, kind: z.literal('crawler'), with: kinds.crawler }).readonly(),
  z.strictObject({ ...base, kind: z.literal('lambda'), with: kinds.lambda }).readonly(),
  z.strictObject({ ...base, kind: z.literal('sns'), with: kinds.sns }).readonly(),
  z.strictObject({ ...base, kind: z.literal('ssm'), with: kinds.ssm }).readonly(),
  z.strictObject({ ...base, kind: z.literal('wait'), with: kinds.wait }).readonly(),
]);

const start = z.union([
  z.strictObject({ schedule: z.string(), params: z.record(z.string(), scalar).readonly() }).readonly(),
  z.strictObject({ s3: z.string() }).readonly(),
]);
const prerequisite = z.strictObject({ kind: z.enum(['database', 'table', 'bucket', 'path']), name: z.string() }).readonly();

/** The pipeline in its normalised form: what `Pipeline` in model.ts says, as a check at run time. */
export const pipelineSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    name,
    timezone: z.string(),
    params: z.record(z.string(), paramDeclarationSchema).readonly(),
    steps: z.array(stepSchema).readonly(),
    starts: z.array(start).readonly(),
    overlap: z.enum(['allow', 'skip', 'queue']),
    failurePolicy: z.enum(['continue', 'stop']),
    onFailure: stepSchema.nullable(),
    finally: stepSchema.nullable(),
    prerequisites: z.array(prerequisite).readonly(),
  })
  .readonly();
