import { didYouMean } from '@millrace/params';
import type { Dependency, GlueJobProps, CrawlerProps, Retry, Step, StepBase, StepKind, StepProps, Value } from '../model.ts';
import { after, authorValue, common, constant, kindFields, references, retry } from '../schema/author.ts';
import { outputType } from '../schema/model.ts';
import { inside, isMapping, readEntries, readField, readItems, readMapping, refuseOthers, type Place, type Raw } from './fields.ts';
import { isAbsent, missingField, reportIssues } from './report.ts';

const NO_RETRY: Retry = { attempts: 0, on: ['failed'], delaySeconds: 0 };

/**
 * One step of the author's form. What is wrong is told and replaced by something harmless, so that the rest of the pipeline
 * can still be checked; null when there is not even a mapping. `name` is the step's name where it has none of its own.
 */
export function readStep(value: unknown, place: Place, name: string | null): Step | null {
  const raw = readMapping(value, place);
  if (raw === null) return null;
  const own = typeof raw['name'] === 'string' ? raw['name'] : name;
  const at = own === null ? place : { ...place, owner: place.owner.startsWith('step') ? `step '${own}'` : place.owner };
  if (own === null || (raw['name'] !== undefined && typeof raw['name'] !== 'string')) readField(common.name, raw, 'name', at);
  const kind = readKind(raw, at);
  const base = { name: own ?? '', ...readBase(raw, at) };
  if (kind === null) return { ...base, kind: 'wait', with: { seconds: 1 } };
  refuseOthers(raw, ['kind', ...Object.keys(common), ...Object.keys(kindFields[kind])], at);
  return readers[kind](base, raw, at);
}

const KINDS = Object.keys(kindFields) as readonly StepKind[]; // the table is complete: `satisfies Record<StepKind, …>`

function readKind(raw: Raw, place: Place): StepKind | null {
  const given = raw['kind'];
  if (given === undefined || given === null) {
    missingField('kind', place.pointer, place.owner, place.report);
    return null;
  }
  const kind = KINDS.find((each) => each === given);
  if (kind !== undefined) return kind;
  const near = typeof given === 'string' ? didYouMean(given, KINDS) : null;
  place.report({ code: 'MR1014', pointer: `${place.pointer}/kind`, message: `${place.owner} has the unknown kind ${JSON.stringify(given)}`, hint: near === null ? `Kinds are: ${KINDS.join(', ')}.` : `Did you mean '${near}'?` });
  return null;
}

type Base = Omit<StepBase<StepKind>, 'kind'>;

function readBase(raw: Raw, place: Place): Omit<Base, 'name'> {
  return {
    join: readField(common.join, raw, 'join', place) ?? 'all',
    optional: readField(common.optional, raw, 'optional', place) ?? false,
    after: readItems(raw, 'after', place, readAfter),
    retry: readRetry(raw, place),
    timeoutSeconds: readField(common.timeout, raw, 'timeout', place) ?? null,
    outputs: readEntries(raw, 'outputs', place, (value, at, name) => readField(outputType, { [name]: value }, name, outer(at))),
  };
}

// `readField` adds the key itself.
const outer = (place: Place): Place => ({ ...place, pointer: place.pointer.slice(0, place.pointer.lastIndexOf('/')) });

function readAfter(value: unknown, place: Place): Dependency | undefined {
  if (isMapping(value)) {
    refuseOthers(value, ['step', 'on'], { ...place, owner: `a dependency of ${place.owner}` });
    const form = after.options[1];
    const step = readField(form.shape.step, value, 'step', place);
    return step === undefined ? undefined : { step, on: readField(form.shape.on, value, 'on', place) ?? 'succeeded' };
  }
  const read = after.safeParse(value);
  if (!read.success) reportIssues(read.error.issues, value, place.pointer, place.owner, place.report);
  return read.data;
}

function readRetry(raw: Raw, place: Place): Retry {
  const given = raw['retry'];
  if (!isMapping(given)) {
    const read = readField(common.retry, raw, 'retry', place);
    return typeof read === 'number' ? { ...NO_RETRY, attempts: read } : NO_RETRY;
  }
  const at = { ...inside(place, 'retry'), owner: `the retry of ${place.owner}` };
  const { shape } = retry.unwrap();
  refuseOthers(given, Object.keys(shape), at);
  return {
    attempts: readField(shape.attempts, given, 'attempts', at) ?? 0,
    on: readField(shape.on, given, 'on', at) ?? NO_RETRY.on,
    delaySeconds: readField(shape.delay, given, 'delay', at) ?? 0,
  };
}

function readValue(value: unknown, place: Place): Value | undefined {
  const form = isMapping(value) ? Object.entries(references).find(([key]) => key in value)?.[1] : constant;
  const read = (form ?? authorValue).safeParse(value);
  if (read.success) return read.data;
  if (form !== undefined) reportIssues(read.error.issues, value, place.pointer, place.owner, place.report);
  else place.report({ code: 'MR1012', pointer: place.pointer, message: `an argument of ${place.owner} is neither a value nor a reference`, hint: 'Write a constant, a list of constants, {param: …}, {run: id|date}, {output: step.name} or {secret: …}.' });
  return undefined;
}

const readArgs = (raw: Raw, place: Place): Record<string, Value> => readEntries(raw, 'args', place, readValue);

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
  if (oneForm(raw, 'job', ['script', 'type'], place) === 'existing') return { use: readField(fields.job, raw, 'job', place) ?? '', args };
  const type = readField(fields.type, raw, 'type', place) ?? 'etl';
  const script = readField(fields.script, raw, 'script', place);
  if (script === undefined && isAbsent(raw, 'script', Object.keys(fields))) {
    place.report({ code: 'MR1015', pointer: place.pointer, message: `${place.owner} names neither a script nor an existing job`, hint: "Add 'script' with a path, or 'job' with the name of an existing job." });
  }
  return { type, script: script ?? '', args };
}

function readCrawler(raw: Raw, place: Place): CrawlerProps {
  const fields = kindFields.crawler;
  if (oneForm(raw, 'crawler', ['database', 's3'], place) === 'existing') return { use: readField(fields.crawler, raw, 'crawler', place) ?? '' };
  const database = readField(fields.database, raw, 'database', place);
  const s3 = readField(fields.s3, raw, 's3', place);
  for (const key of ['database', 's3']) if (isAbsent(raw, key, Object.keys(fields))) place.report({ code: 'MR1015', pointer: place.pointer, message: `${place.owner} lacks '${key}'`, hint: "Add 'database' and 's3', or 'crawler' with the name of an existing crawler." });
  return { database: database ?? '', s3: s3 ?? [] };
}

const text = (raw: Raw, key: string, schema: typeof kindFields.sns.topic, place: Place): string => readField(schema, raw, key, place) ?? '';

const readers: { readonly [K in StepKind]: (base: Base, raw: Raw, place: Place) => StepBase<K> & { readonly with: StepProps[K] } } = {
  glueJob: (base, raw, place) => ({ ...base, kind: 'glueJob', with: readGlueJob(raw, place) }),
  crawler: (base, raw, place) => ({ ...base, kind: 'crawler', with: readCrawler(raw, place) }),
  lambda: (base, raw, place) => ({ ...base, kind: 'lambda', with: { use: text(raw, 'function', kindFields.lambda.function, place) } }),
  sns: (base, raw, place) => ({ ...base, kind: 'sns', with: { topic: text(raw, 'topic', kindFields.sns.topic, place) } }),
  ssm: (base, raw, place) => ({ ...base, kind: 'ssm', with: { document: text(raw, 'document', kindFields.ssm.document, place) } }),
  wait: (base, raw, place) => ({ ...base, kind: 'wait', with: { seconds: readField(kindFields.wait.for, raw, 'for', place) ?? 1 } }),
};
