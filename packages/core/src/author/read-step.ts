import { didYouMean } from '@millrace/params';
import type { Dependency, Retry, Step, StepKind } from '../model.ts';
import { after, common, kindFields, retry } from '../schema/author.ts';
import { outputType } from '../schema/model.ts';
import { inside, isMapping, readEntries, readField, readItems, readMapping, refuseOthers, type Place, type Raw } from './fields.ts';
import { readKindFields, type Base } from './read-kind.ts';
import { missingField, reportIssues } from './report.ts';

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
  return readKindFields(kind, base, raw, at);
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
