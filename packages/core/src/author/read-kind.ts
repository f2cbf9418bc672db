import type { z } from 'zod';
import type { CrawlerProps, GlueJobProps, Step, StepBase, StepKind, StepProps, Value } from '../model.ts';
import { authorValue, constant, kindFields, references } from '../schema/author.ts';
import { crawlerSettings, crawlerTargets, jobSettings } from '../schema/settings.ts';
import { inside, isMapping, readEntries, readField, readMapping, refuseOthers, type Place, type Raw } from './fields.ts';
import { isAbsent, reportIssues } from './report.ts';

/** What steps of every kind have. */
export type Base = Omit<StepBase<StepKind>, 'kind'>;

/** The step with the fields of its kind. */
export function readKindFields(kind: StepKind, base: Base, raw: Raw, place: Place): Step {
  return readers[kind](base, raw, place);
}

function readValue(value: unknown, place: Place): Value | undefined {
  const form = isMapping(value) ? Object.entries(references).find(([key]) => key in value)?.[1] : constant;
  const read = (form ?? authorValue).safeParse(value);
  if (read.success) return read.data;
  if (form !== undefined) reportIssues(read.error.issues, value, place.pointer, place.owner, place.report);
  else place.report({ code: 'MR1012', pointer: place.pointer, message: `${place.owner} is given what is neither a value nor a reference`, hint: 'Write a constant, a list of constants, {param: …}, {run: id|date}, {output: step.name} or {secret: …}.' });
  return undefined;
}

type ValueField = 'args' | 'payload' | 'parameters';
const readArgs = (raw: Raw, place: Place): Record<string, Value> => readEntries(raw, 'args', place, readValue);

/** A mapping of values, or one value, that may be left out: then the key is left out too. */
const readValues = <K extends ValueField>(raw: Raw, key: K, place: Place): { readonly [_ in K]?: Record<string, Value> } => given(key, (raw[key] ?? null) === null ? undefined : readEntries(raw, key, place, readValue));
const readOne = <K extends string>(raw: Raw, key: K, place: Place): { readonly [_ in K]?: Value } => given(key, (raw[key] ?? null) === null ? undefined : readValue(raw[key], inside(place, key)));

// The one key is the only one that the type may have.
const given = <K extends string, T>(key: K, value: T | undefined): { readonly [_ in K]?: T } => (value === undefined ? {} : { [key]: value }) as { readonly [_ in K]?: T };

/** An object read key by key, so that one mistake hides neither the next nor the rest; absent where no key is left. */
function readEach<S extends z.ZodRawShape>(schema: z.ZodReadonly<z.ZodObject<S, z.core.$strict>>, raw: Raw, place: Place): z.output<typeof schema> | undefined {
  const { shape } = schema.unwrap();
  const read = Object.entries(shape).flatMap(([key, field]) => {
    // Fields of a shape are schemas; the class of zod's core has no `safeParse`.
    const value: unknown = readField(field as unknown as z.ZodType, raw, key, place);
    return value === undefined ? [] : [[key, value] as const];
  });
  return read.length === 0 ? undefined : schema.parse(Object.fromEntries(read));
}

function readSettings<S extends z.ZodRawShape>(schema: z.ZodReadonly<z.ZodObject<S, z.core.$strict>>, raw: Raw, place: Place): { readonly settings?: z.output<typeof schema> } {
  const at = { ...inside(place, 'settings'), owner: `the settings of ${place.owner}` };
  const mapping = (raw['settings'] ?? null) === null ? null : readMapping(raw['settings'], at);
  if (mapping === null) return {};
  refuseOthers(mapping, Object.keys(schema.unwrap().shape), at);
  return given('settings', readEach(schema, mapping, at));
}

/** Tells when neither or both of two forms are there. `existing` is the field of the one, `defining` are those of the other. */
function oneForm(raw: Raw, existing: string, defining: readonly string[], place: Place): 'existing' | 'defining' {
  const given = (key: string) => raw[key] !== undefined && raw[key] !== null;
  const both = defining.find(given);
  if (given(existing) && both !== undefined) {
    place.report({ code: 'MR1015', pointer: `${place.pointer}/${existing}`, message: `${place.owner} has both '${existing}' and '${both}'`, hint: `Keep '${existing}' to use an existing one, or ${defining.map((key) => `'${key}'`).join(' and ')} to define one.` });
  }
  return given(existing) ? 'existing' : 'defining';
}

function readGlueJob(raw: Raw, place: Place): GlueJobProps {
  const fields = kindFields.glueJob;
  const args = readArgs(raw, place);
  if (oneForm(raw, 'job', ['script', 'type', 'settings', 'waitFor'], place) === 'existing') return { use: readField(fields.job, raw, 'job', place) ?? '', args };
  const type = readField(fields.type, raw, 'type', place) ?? 'etl';
  const script = readField(fields.script, raw, 'script', place);
  if (script === undefined && isAbsent(raw, 'script', Object.keys(fields))) {
    place.report({ code: 'MR1015', pointer: place.pointer, message: `${place.owner} names neither a script nor an existing job`, hint: "Add 'script' with a path, or 'job' with the name of an existing job." });
  }
  return { type, script: script ?? '', args, ...readSettings(jobSettings, raw, place), ...given('waitFor', readField(fields.waitFor, raw, 'waitFor', place)) };
}

function readCrawler(raw: Raw, place: Place): CrawlerProps {
  const fields = kindFields.crawler;
  const others = ['jdbc', 'dynamoDb', 'catalogTables'];
  if (oneForm(raw, 'crawler', ['database', 's3', ...others, 'settings'], place) === 'existing') return { use: readField(fields.crawler, raw, 'crawler', place) ?? '' };
  const database = readField(fields.database, raw, 'database', place);
  const s3 = readField(fields.s3, raw, 's3', place);
  const targets = readEach(crawlerTargets, raw, place);
  const lacks = (key: string): boolean => isAbsent(raw, key, Object.keys(fields));
  // Tables that are in the catalog have their database already.
  const missing = [...(lacks('database') && lacks('catalogTables') ? ['database'] : []), ...(['s3', ...others].every(lacks) ? ['s3'] : [])];
  for (const key of missing) place.report({ code: 'MR1015', pointer: place.pointer, message: `${place.owner} lacks '${key}'`, hint: "Add 'database' and 's3', or 'crawler' with the name of an existing crawler." });
  return { database: database ?? '', s3: s3 ?? [], ...given('targets', targets), ...readSettings(crawlerSettings, raw, place) };
}

const text = (raw: Raw, key: string, schema: typeof kindFields.sns.topic, place: Place): string => readField(schema, raw, key, place) ?? '';

const readers: { readonly [K in StepKind]: (base: Base, raw: Raw, place: Place) => StepBase<K> & { readonly with: StepProps[K] } } = {
  glueJob: (base, raw, place) => ({ ...base, kind: 'glueJob', with: readGlueJob(raw, place) }),
  crawler: (base, raw, place) => ({ ...base, kind: 'crawler', with: readCrawler(raw, place) }),
  lambda: (base, raw, place) => ({ ...base, kind: 'lambda', with: { use: text(raw, 'function', kindFields.lambda.function, place), ...readValues(raw, 'payload', place) } }),
  sns: (base, raw, place) => ({ ...base, kind: 'sns', with: { topic: text(raw, 'topic', kindFields.sns.topic, place), ...readOne(raw, 'subject', place), ...readOne(raw, 'message', place) } }),
  ssm: (base, raw, place) => ({ ...base, kind: 'ssm', with: { document: text(raw, 'document', kindFields.ssm.document, place), ...readValues(raw, 'parameters', place) } }),
  wait: (base, raw, place) => ({ ...base, kind: 'wait', with: { seconds: readField(kindFields.wait.for, raw, 'for', place) ?? 1 } }),
};
