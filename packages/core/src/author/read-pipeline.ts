import type { z } from 'zod';
import { declarationSchema, paramDeclarationSchema, type ParamDeclaration, type ParamRules } from '@millrace/params';
import type { Pipeline, Prerequisite, Start, Step } from '../model.ts';
import { authorSchema, pipelineFields, prerequisite, startForms } from '../schema/author.ts';
import { inside, isMapping, readEntries, readField, readItems, readMapping, refuseOthers, type Place, type Raw } from './fields.ts';
import { kindOf, reportIssues, type Report } from './report.ts';
import { readStep } from './read-step.ts';

/**
 * The author's form as a normalised pipeline. Everything wrong with the form goes to `report`, with pointers into the author's form;
 * what is wrong is left out or replaced by something harmless, so that the model rules can still look at the rest. Null when
 * there is nothing to look at.
 */
export function readPipeline(json: unknown, report: Report): Pipeline | null {
  const place: Place = { pointer: '', owner: 'the pipeline', report };
  const raw = readMapping(json, place);
  if (raw === null) return null;
  refuseOthers(raw, Object.keys(authorSchema.shape), place);
  return {
    schemaVersion: 1,
    name: readField(pipelineFields.name, raw, 'name', place) ?? '',
    timezone: readField(pipelineFields.timezone, raw, 'timezone', place) ?? 'UTC',
    params: readEntries(raw, 'params', place, readDeclaration),
    steps: readSteps(raw, place),
    starts: readItems(raw, 'starts', place, readStart),
    overlap: readField(pipelineFields.overlap, raw, 'overlap', place) ?? 'allow',
    failurePolicy: readField(pipelineFields.failurePolicy, raw, 'failurePolicy', place) ?? 'continue',
    onFailure: readHandler(raw, 'onFailure', 'on-failure', place),
    finally: readHandler(raw, 'finally', 'finally', place),
    prerequisites: readItems(raw, 'prerequisites', place, readPrerequisite),
  };
}

/** The author's names of steps in the order of the steps, where steps are a mapping; null where they are a list. */
export function stepKeys(json: unknown): readonly string[] | null {
  return isMapping(json) && isMapping(json['steps']) ? Object.keys(json['steps']) : null;
}

function readSteps(raw: Raw, place: Place): Step[] {
  const given = raw['steps'] ?? null;
  const at = inside(place, 'steps');
  if (given === null && !('steps' in raw)) {
    place.report({ code: 'MR1011', pointer: '', message: "the pipeline needs the field 'steps'", hint: "Add 'steps'." });
    return [];
  }
  const named = isMapping(given) ? Object.entries(given) : null;
  if (named === null && given !== null && !Array.isArray(given)) {
    place.report({ code: 'MR1012', pointer: at.pointer, message: `'steps' of the pipeline must be a list or a mapping, not ${kindOf(given)}`, hint: 'Write the steps as a list, or by name.' });
    return [];
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  const read = named !== null
    ? named.map(([name, value]) => readStep(value, { ...inside(at, name), owner: `step '${name}'` }, name))
    : list.map((value, index) => readStep(value, { ...inside(at, index), owner: `step ${index + 1}` }, null));
  // A step that could not be read keeps its place, so that the pointers of the others stay right.
  return read.map((step) => step ?? NO_STEP);
}

const NO_STEP: Step = { name: '', kind: 'wait', join: 'all', optional: false, after: [], retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, timeoutSeconds: null, outputs: {}, with: { seconds: 1 } };

function readHandler(raw: Raw, key: 'onFailure' | 'finally', name: string, place: Place): Step | null {
  const given = raw[key] ?? null;
  return given === null ? null : readStep(given, { ...inside(place, key), owner: `'${key}'` }, name);
}

function readDeclaration(value: unknown, place: Place, name: string): ParamDeclaration | undefined {
  const at = { ...place, owner: `parameter '${name}'` };
  const raw = readMapping(value, at);
  if (raw === null) return undefined;
  const { shape } = paramDeclarationSchema.unwrap();
  refuseOthers(raw, [...Object.keys(shape), ...(isNotCarried(raw['type']) ? ['items'] : [])], at);
  const standIn = { type: 'string', description: '', default: null, values: [] } as const;
  if (isNotCarried(raw['type'])) {
    at.report({ code: 'MR2008', pointer: `${at.pointer}/type`, message: `parameter '${name}' of a pipeline cannot be of type ${String(raw['type'])}: its parameters are single values`, hint: 'Write an argument of the step, which may be a list of constants, or a string whose text the script reads as JSON.' });
    return standIn;
  }
  const type = readField(shape.type, raw, 'type', at);
  const declaration = {
    description: readField(shape.description, raw, 'description', at) ?? '',
    default: readField(shape.default, raw, 'default', at) ?? null,
    values: readField(shape.values, raw, 'values', at) ?? [],
  };
  // With a wrong type the parameter still exists: references to it are no second mistake.
  return type === undefined ? { ...standIn, description: declaration.description } : { type, ...declaration, ...readRules(raw, at) };
}

/** Types that the params package knows and pipelines do not. */
const isNotCarried = (type: unknown): boolean => declarationSchema.unwrap().shape.type.safeParse(type).success && !paramDeclarationSchema.unwrap().shape.type.safeParse(type).success;

// Rules that are not given stay out, so that a pipeline without them is the JSON that it always was.
function readRules(raw: Raw, at: Place): ParamRules {
  const { shape } = paramDeclarationSchema.unwrap();
  const rules: ParamRules = {
    pattern: readField(shape.pattern, raw, 'pattern', at),
    minLength: readField(shape.minLength, raw, 'minLength', at),
    maxLength: readField(shape.maxLength, raw, 'maxLength', at),
    min: readField(shape.min, raw, 'min', at),
    max: readField(shape.max, raw, 'max', at),
    overridable: readField(shape.overridable, raw, 'overridable', at),
    saved: readField(shape.saved, raw, 'saved', at),
  };
  return Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== undefined));
}

function readStart(value: unknown, place: Place): Start | undefined {
  const at = { ...place, owner: 'a start' };
  return isMapping(value) && 's3' in value ? readWhole(startForms.s3, value, at) : readWhole(startForms.schedule, value, at);
}

const readPrerequisite = (value: unknown, place: Place): Prerequisite | undefined => readWhole(prerequisite, value, { ...place, owner: 'a prerequisite' });

function readWhole<S extends z.ZodReadonly<z.ZodObject>>(schema: S, value: unknown, place: Place): z.output<S> | undefined {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  reportIssues(read.error.issues, value, place.pointer, place.owner, place.report, Object.keys(schema.unwrap().shape));
  return undefined;
}
