import { valuesOf, type Pipeline, type Site } from '@millrace/core';
import { resolveParams, toStepFunctionsCheck, type ParamDeclaration, type ParamValue } from '@millrace/params';
import { SCHEDULED } from '@millrace/workload';
import { outputsRead } from '../kinds/outputs.ts';
import { field, literal, query } from './expression.ts';
import { shapeMistakes } from './input-shape.ts';
import type { Fields, States } from './states.ts';
import { turnStates, turnVariables } from './turn.ts';
import { offsetsOf } from './zone.ts';

const UTC = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'UCT', 'Zulu', 'Etc/Zulu', 'Universal', 'Etc/Universal', 'GMT', 'Etc/GMT']);

/** The states before the first step: they settle run and parameters, and refuse an input that is wrong before anything starts. */
export function startStates(pipeline: Pipeline, site: Site, first: string): States {
  const turn = turnStates(pipeline, site, first);
  return new Map<string, Fields>([
    ...(usesDate(pipeline) && !UTC.has(pipeline.timezone) ? [['Day of the run', {
      Type: 'Pass',
      Comment: `Which day it is in ${pipeline.timezone}: the start of the execution, or the instant of a schedule, and the zone's distance from UTC then.`,
      Assign: { today: query(dayInZone(pipeline)) },
      Next: 'Start',
    }] as const] : []),
    ['Start', {
      Type: 'Pass',
      Comment: 'Settles what holds for the whole run, and looks for mistakes in the input.',
      Assign: {
        run: { id: either('run.id', '$states.context.Execution.Name'), ...(usesDate(pipeline) ? { date: dateOf(pipeline) } : {}) },
        continuation: either('continuation', '1'),
        keep: either('keep', '{}'),
        ...(outputsRead(pipeline).size > 0 ? { keepOutputs: either('keepOutputs', '{}') } : {}),
        ...(pipeline.steps.some(({ kind }) => kind === 'ssm') ? { unanswered: either('unanswered', '{}') } : {}),
        params: params(pipeline, site),
      },
      Output: { problems: mistakes(pipeline, site).map(query) },
      Next: 'Input valid?',
    }],
    ['Input valid?', {
      Type: 'Choice',
      Choices: [{ Comment: 'no mistakes', Condition: query('$count($states.input.problems[$ != ""]) = 0'), Output: query('{}'), ...(Object.keys(turnVariables(pipeline)).length > 0 ? { Assign: turnVariables(pipeline) } : {}), Next: [...turn.keys()][0] ?? first }],
      Default: 'Invalid input',
    }],
    ['Invalid input', { Type: 'Fail', Error: 'Millrace.InvalidInput', Cause: query('$join($states.input.problems[$ != ""], " ")') }],
    ...turn,
  ]);
}

const given = (path: string): string => `$states.input.${path}`;
const either = (path: string, otherwise: string): string => query(`$exists(${given(path)}) ? ${given(path)} : ${otherwise}`);

/** Does any argument or default read the day of the run? */
function usesDate(pipeline: Pipeline): boolean {
  const steps = [...pipeline.steps, pipeline.onFailure, pipeline.finally];
  const values = [
    ...steps.flatMap((step) => (step === null ? [] : valuesOf(step).map(({ value }) => value))),
    ...Object.values(pipeline.params).map((declaration) => declaration.default),
  ];
  return values.some((value) => typeof value === 'object' && value !== null && 'run' in value && value.run === 'date');
}

const today = (pipeline: Pipeline): string => (UTC.has(pipeline.timezone) ? `$substring(${instant(pipeline)}, 0, 10)` : '$today');

const scheduled = given(field(SCHEDULED));
const isInstant: Test = (path) => `$type(${path}) = "string" ? $contains(${path}, /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$/) : false`;
const isScheduled = ({ starts }: Pipeline): boolean => starts.some((start) => 'schedule' in start);

/** The instant to whose day the run belongs, as text in UTC. */
function instant(pipeline: Pipeline): string {
  const start = '$states.context.Execution.StartTime';
  return isScheduled(pipeline) ? `((${isInstant(scheduled)}) ? ${scheduled} : ${start})` : start;
}

function dayInZone(pipeline: Pipeline): string {
  const { changes, offsets } = offsetsOf(pipeline.timezone);
  const offset = changes.length === 0 ? String(offsets[0]) : `[${offsets.join(', ')}][$count($changes[$ <= $at])]`;
  return `($at := $toMillis(${instant(pipeline)}); ${changes.length === 0 ? '' : `$changes := [${changes.join(', ')}]; `}$fromMillis($at + ${offset} * 60000, "[Y0001]-[M01]-[D01]"))`;
}

const dateOf = (pipeline: Pipeline): string => either('run.date', today(pipeline));

/** What stands where the start gives nothing: the environment's value before the default; null where one must be given. */
export function standing(pipeline: Pipeline, site: Site): ReadonlyMap<string, ParamValue | { readonly run: 'id' | 'date' } | null> {
  const own = Object.fromEntries(Object.entries(site.params).filter(([name]) => Object.hasOwn(pipeline.params, name)));
  const { values } = resolveParams(pipeline.params, [{ name: 'environment', values: own }], null);
  return new Map(Object.entries(pipeline.params).map(([name, declaration]) => [name, values[name] ?? later(declaration)]));
}

const later = ({ default: value }: ParamDeclaration): { readonly run: 'id' | 'date' } | null => (typeof value === 'object' ? value : null);

function params(pipeline: Pipeline, site: Site): Fields {
  const fields = [...standing(pipeline, site)].map(([name, value]) => [name, either(`params.${field(name)}`, standIn(value, pipeline))] as const);
  return Object.fromEntries(fields);
}

function standIn(value: ParamValue | { readonly run: 'id' | 'date' } | null, pipeline: Pipeline): string {
  if (value === null || typeof value !== 'object') return literal(value);
  const otherwise = value.run === 'id' ? '$states.context.Execution.Name' : today(pipeline);
  return `($exists(${given(`run.${value.run}`)}) ? ${given(`run.${value.run}`)} : ${otherwise})`;
}

/** Expressions that each give a sentence, or '' when there is nothing to complain of. */
function mistakes(pipeline: Pipeline, site: Site): string[] {
  const names = Object.keys(pipeline.params);
  const strangers = `$keys(${given('params')})[$not($ in ${literal(names)})]`;
  const known = names.length === 0 ? 'The pipeline declares none.' : `Declared are: ${names.join(', ')}.`;
  return [
    ...shapeMistakes(),
    wrong('run.date', isDay, 'run.date must be a day such as 2026-01-31.', ''),
    ...(isScheduled(pipeline) ? [wrong(field(SCHEDULED), isInstant, `${SCHEDULED} must be an instant such as 2026-01-31T02:00:00Z.`, '')] : []),
    wrong('continuation', () => `$type(${given('continuation')}) = "number" ? ${given('continuation')} >= 1 and $floor(${given('continuation')}) = ${given('continuation')} : false`, 'continuation must be a whole number from 1.', ''),
    wrong('keep', () => `$type(${given('keep')}) = "object"`, 'keep must be an object with the kept steps as its keys.', ''),
    ...(outputsRead(pipeline).size > 0 ? [wrong('keepOutputs', () => `$type(${given('keepOutputs')}) = "object"`, 'keepOutputs must be an object with the kept steps as its keys.', '')] : []),
    wrong('params', () => `$type(${given('params')}) = "object"`, 'params must be an object with the parameters as its keys.', ''),
    `$count(${strangers}) > 0 ? "There is no parameter " & $join(${strangers}, ", ") & ". " & ${literal(known)} : ""`,
    ...[...standing(pipeline, site)].map(([name, value]) => paramMistake(name, pipeline.params[name], value, pipeline)),
  ];
}

type Test = (path: string) => string;
type Standing = ParamValue | { readonly run: 'id' | 'date' } | null;

function wrong(path: string, test: Test, sentence: string, missing: string): string {
  return `$exists(${given(path)}) ? ((${test(given(path))}) ? "" : ${literal(sentence)}) : ${literal(missing)}`;
}

function paramMistake(name: string, declaration: ParamDeclaration | undefined, value: Standing, pipeline: Pipeline): string {
  if (declaration === undefined) return '""';
  const path = `params.${field(name)}`;
  if (declaration.overridable === false) return fixed(name, path, value, pipeline);
  const looks = looksOf(declaration);
  return wrong(path, (at) => toStepFunctionsCheck(declaration, at), `Parameter ${name} must be ${looks}.`, value === null ? `Give parameter ${name}: ${looks}.` : '');
}

/** No start may give another value than what stands; the same again is no change, since a run that Millrace starts gives all values. */
function fixed(name: string, path: string, value: Standing, pipeline: Pipeline): string {
  const sentence = `Parameter ${name} must be left out: it is not overridable.`;
  if (value === null) return wrong(path, () => 'false', sentence, `Parameter ${name} has no value, and no start may give one: set it in the environment and deploy.`);
  return wrong(path, (at) => `${at} = ${standIn(value, pipeline)}`, sentence, '');
}

const RULES = ['pattern', 'minLength', 'maxLength', 'min', 'max'] as const;

function looksOf(declaration: ParamDeclaration): string {
  const plain = declaration.type === 'enum' ? `one of ${declaration.values.join(', ')}` : LOOKS[declaration.type];
  const given = RULES.filter((rule) => declaration[rule] !== undefined);
  return given.length === 0 ? plain : `${plain}, with ${given.map((rule) => `${rule} ${String(declaration[rule])}`).join(' and ')}`;
}

const LOOKS: Readonly<Record<Exclude<ParamDeclaration['type'], 'enum'>, string>> = {
  string: 'a text',
  integer: 'a whole number of at most 15 digits',
  double: 'a number of at most 15 significant digits',
  boolean: 'true or false',
  date: 'a day such as 2026-01-31',
  s3Uri: 'an S3 URI such as s3://bucket/folder/',
  bucket: 'the name of a bucket such as acme-raw',
  iamRole: 'the ARN of a role such as arn:aws:iam::123456789012:role/etl',
  secret: 'the name or ARN of a secret such as orders/database, never the secret itself',
};

// The same test as of parameters that are days.
const isDay: Test = (path) => toStepFunctionsCheck({ type: 'date', description: '', default: null, values: [] }, path);
