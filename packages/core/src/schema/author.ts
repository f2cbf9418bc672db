import { z } from 'zod';
import { paramDeclarationSchema } from '@millrace/params';
import type { StepKind, Value } from '../model.ts';
import { parseDuration } from '../util/duration.ts';
import { crawlerSettings, crawlerTargets, jobSettings, jobType } from './settings.ts';
import { dependency, NAME, outputType, retryWord, scalar, word } from './model.ts';

/*
 * The form that people write, in YAML or with the builders; parsing a field gives its normalised form.
 * Bounds and patterns that the model rules check (`rules/`) stand here as metadata only: editors show them, and one mistake is told once.
 */
const NAMES = { pattern: NAME.source };

/** Text such as '30m', parsed to seconds. */
const duration = z
  .string({ error: "must be a duration such as '30m'" })
  .meta({ pattern: '^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$', examples: ['30m', '2h'] })
  .transform((text, context) => {
    const seconds = parseDuration(text);
    if (seconds !== null) return seconds;
    context.addIssue({ code: 'custom', message: `must be a duration, not '${text}'`, params: { code: 'MR1013', hint: "Write a number and a unit: '90s', '30m', '2h', '1h30m'." } });
    return z.NEVER;
  });

const outputName = z.union([
  z.tuple([z.string(), z.string()]).readonly(),
  z.string().transform((text, context) => {
    const dot = text.indexOf('.');
    if (dot > 0) return [text.slice(0, dot), text.slice(dot + 1)] as const;
    context.addIssue({ code: 'custom', message: `must name a step and its output, not '${text}'`, params: { code: 'MR1012', hint: "Write 'step.output'." } });
    return z.NEVER;
  }),
]);

/** The forms of a reference, by the field that tells them apart. */
export const references = {
  param: z.strictObject({ param: z.string() }).readonly(),
  run: z.strictObject({ run: z.enum(['id', 'date']) }).readonly(),
  output: z
    .strictObject({ output: outputName, or: scalar.nullable().default(null).describe('The value when the step gave none.') })
    .readonly(),
  secret: z.strictObject({ secret: z.string() }).readonly(),
} satisfies Record<string, z.ZodType<Value>>;

/** What an argument may be. */
export const constant = z.union([scalar, z.array(scalar).readonly()], { error: 'must be text, a number, true, false or a list of these' });
export const authorValue = z.union([constant, references.param, references.run, references.output, references.secret]);

/** One thing to wait for. */
export const after = z.union([z.string().transform((step) => ({ step, on: 'succeeded' as const })), dependency.unwrap().extend({ on: word.default('succeeded') })], {
  error: 'must be a step name, or {step, on}',
});
export const retry = z
  .strictObject({
    attempts: z.int().meta({ minimum: 0, maximum: 10, description: 'Extra attempts after the first.' }).default(0),
    on: z.array(retryWord).readonly().default(['failed']).describe('After which ends to try again.'),
    delay: duration.default(0).describe('Waits this long before each further attempt.'),
  })
  .readonly();

/** Fields that every step has. Fields that `read` reads item by item stand here for the JSON Schema. */
export const common = {
  name: z.string().meta(NAMES).describe('Unique in the pipeline.'),
  after: z.union([after, z.array(after)]).optional().describe('What must have ended first. A step name waits for its success.'),
  join: z.enum(['all', 'any']).default('all').describe('Wait for all dependencies, or for the first.'),
  optional: z.boolean().default(false).describe('A bad end of this step neither fails nor stops the run.'),
  retry: z.union([z.int().meta({ minimum: 0, maximum: 10 }), retry], { error: 'must be a number of extra attempts, or {attempts, on, delay}' }).optional(),
  timeout: duration.optional().describe('Bounds one attempt; two hours when left out. Whole minutes for Glue jobs.'),
  outputs: z.record(z.string(), outputType).optional().describe('What the step writes for later ones.'),
};
const values = z.record(z.string(), authorValue).optional();
const s3 = z.union([z.string().transform((uri) => [uri]), z.array(z.string())], { error: 'must be an S3 URI or a list of them' });

/** Fields that only one kind has. */
export const kindFields = {
  glueJob: {
    job: z.string().optional().describe('An existing job, instead of type and script.'),
    type: jobType.optional().describe('etl (Spark in Python) when left out.'),
    script: z.string().optional().describe("Path of the script, from the pipeline's file."),
    args: values.describe('Arguments, without the leading dashes.'),
    settings: jobSettings.optional().describe('What is set on the job besides what it runs.'),
    waitFor: z.literal('started').optional().describe('A stream never ends: its step has succeeded once its job run runs.'),
  },
  crawler: {
    crawler: z.string().optional().describe('An existing crawler, instead of database and s3.'),
    database: z.string().optional().describe('Catalog database that gets the tables.'),
    s3: s3.optional().describe('What to crawl.'),
    ...crawlerTargets.unwrap().shape,
    settings: crawlerSettings.optional().describe('What is set on the crawler besides what it reads and writes.'),
  },
  lambda: { function: z.string().describe('Name or ARN of an existing function.'), payload: values.describe('The event that the function gets, as an object.') },
  sns: {
    topic: z.string().describe('Name or ARN of an existing topic.'),
    subject: authorValue.optional().describe('Of the mail.'),
    message: authorValue.optional().describe('Says what ran and how it ended when left out.'),
  },
  ssm: { document: z.string().describe('Name or ARN of an Automation document.'), parameters: values.describe('Parameters of the document.') },
  wait: { for: duration.describe('How long to wait.') },
} satisfies Record<StepKind, z.ZodRawShape>;

/** Fields of the pipeline that are read at once; `read` reads the others item by item. */
export const pipelineFields = {
  name: z.string().meta(NAMES),
  timezone: z.string().default('UTC').describe('IANA zone that decides which day run.date is.'),
  overlap: z.enum(['allow', 'skip', 'queue']).default('allow').describe('What happens when a run is started while another is live.'),
  failurePolicy: z.enum(['continue', 'stop']).default('continue').describe('Whether a failed step stops the run or only what depends on it.'),
};
export const startForms = {
  schedule: z.strictObject({ schedule: z.string().describe('Six cron fields, or rate(1 hour).'), params: z.record(z.string(), scalar).readonly().default({}) }).readonly(),
  s3: z.strictObject({ s3: z.string().describe('Starts when an object appears under this prefix.') }).readonly(),
};
export const prerequisite = z.strictObject({ kind: z.enum(['database', 'table', 'bucket', 'path']), name: z.string() }).readonly();

const stepOf = <K extends StepKind>(kind: K, extra: z.ZodRawShape = common) => z.strictObject({ ...extra, kind: z.literal(kind), ...kindFields[kind] });
const { name: _name, after: _after, join: _join, ...handlerCommon } = common;
const stepKinds = ['glueJob', 'crawler', 'lambda', 'sns', 'ssm', 'wait'] as const satisfies readonly StepKind[];
const anyStep = z.discriminatedUnion('kind', [stepOf('glueJob'), ...stepKinds.slice(1).map((kind) => stepOf(kind))]);
// In a mapping the key is the name; a handler has a name of its own.
const unnamed = { ...common, name: common.name.optional() };
const namedByKey = z.discriminatedUnion('kind', [stepOf('glueJob', unnamed), ...stepKinds.slice(1).map((kind) => stepOf(kind, unnamed))]);
const handlerFields = { ...handlerCommon, name: common.name.optional() };
const handler = z.discriminatedUnion('kind', [stepOf('glueJob', handlerFields), ...stepKinds.slice(1).map((kind) => stepOf(kind, handlerFields))]);

/** The whole document, for the JSON Schema; `read` reads it part by part, so that one mistake does not hide the next. */
export const authorSchema = z.strictObject({
  ...pipelineFields,
  params: z.record(z.string(), paramDeclarationSchema).optional().describe('Declared parameters, by name.'),
  steps: z.union([z.array(anyStep), z.record(z.string(), namedByKey)]).describe('The steps, as a list, or by name.'),
  starts: z.array(z.union([startForms.schedule, startForms.s3])).optional().describe('On demand only when left out.'),
  onFailure: handler.optional().describe('Runs once when the run failed, after every step has ended.'),
  finally: handler.optional().describe('Runs once after every step has ended.'),
  prerequisites: z.array(prerequisite).optional().describe('What must exist before the first run.'),
});
