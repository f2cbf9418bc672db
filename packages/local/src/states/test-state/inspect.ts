import type { Json } from '@millrace/core';
import { type Fields, isList } from '../../service/input.ts';
import type { Outcome } from './outcome.ts';
import { play, type Scene } from './play.ts';
import type { Answer, TestRequest } from './request.ts';

/**
 * How data went through the state, step by step: each step is the state run without those that follow it. Steps that fail are left out.
 * Source: TestState, InspectionData.
 */
export async function inspect(scene: Scene, request: TestRequest, state: Fields, answer: Answer | null, outcome: Outcome): Promise<Fields> {
  const { json: original, language } = request.subject;
  const variables = { ...request.variables, ...outcome.assigned };
  const steps = language === 'JSONata' ? jsonataSteps(original, answer, outcome) : await jsonPathSteps(scene, original, state, answer, outcome);
  const map = original['Type'] === 'Map' ? await mapSteps(scene, original, language) : {};
  return present({
    input: request.inputText, ...steps, ...map,
    ...(Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) }),
    ...(outcome.details === null ? {} : { errorDetails: outcome.details }),
  });
}

type Steps = { readonly [name: string]: Json | undefined };

function present(steps: Steps): Fields {
  return Object.fromEntries(Object.entries(steps).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

const resultOf = (answer: Answer | null): string | undefined => (answer !== null && 'output' in answer ? JSON.stringify(answer.output) : undefined);

function jsonataSteps(original: Fields, answer: Answer | null, { task }: Outcome): Steps {
  const given = original['Arguments'] === undefined || task === null ? undefined : JSON.stringify(task.arguments);
  return { afterArguments: given, result: resultOf(answer) };
}

async function jsonPathSteps(scene: Scene, original: Fields, state: Fields, answer: Answer | null, { status, task }: Outcome): Promise<Steps> {
  const after = async (fields: Fields): Promise<string | undefined> => {
    const played = await play(scene, { ...fields, End: true }, answer, 0);
    return played.is === 'left' ? played.output : undefined;
  };
  const only = (...names: readonly string[]): Fields => Object.fromEntries(names.flatMap((name) => (original[name] === undefined ? [] : [[name, original[name]]])));
  const type = original['Type'];
  const fixed = type === 'Pass' && original['Result'] !== undefined;
  const input = { afterInputPath: fixed ? undefined : await after({ Type: 'Pass', ...only('InputPath') }) };
  if (type !== 'Pass' && state['Type'] !== 'Task') return input;
  const parameters = type === 'Map' || fixed ? undefined : task === null ? await after({ Type: 'Pass', ...only('InputPath', 'Parameters') }) : JSON.stringify(task.arguments);
  if (status !== 'SUCCEEDED') return { ...input, afterParameters: parameters };
  const { OutputPath: _output, ResultPath: _path, Assign: _assign, Retry: _retry, Catch: _catch, Next: _next, ...whole } = state;
  return {
    ...input, afterParameters: parameters, result: fixed ? JSON.stringify(original['Result']) : type === 'Pass' ? undefined : resultOf(answer),
    afterResultSelector: await after(whole), afterResultPath: await after({ ...whole, ...only('ResultPath') }),
  };
}

/** What a Map makes of its input, with its numbers. */
async function mapSteps(scene: Scene, original: Fields, language: Scene['language']): Promise<Steps> {
  const tolerated = async (field: string): Promise<Json | undefined> => {
    const value = await fieldOf(scene, original, language, field);
    return typeof value === 'number' ? value : undefined;
  };
  const concurrency = await fieldOf(scene, original, language, 'MaxConcurrency');
  const items = await itemsOf(scene, original, language);
  const selects = original['ItemSelector'] !== undefined;
  const selected = selects ? await play(scene, { ...withoutRecovery(original), ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } } }, null, 0) : null;
  return {
    afterItemsPath: language === 'JSONPath' && items !== undefined ? JSON.stringify(items) : undefined,
    afterItemSelector: selected?.is === 'left' ? selected.output : undefined,
    maxConcurrency: typeof concurrency === 'number' ? concurrency : 0,
    toleratedFailureCount: await tolerated('ToleratedFailureCount'), toleratedFailurePercentage: await tolerated('ToleratedFailurePercentage'),
  };
}

const kept = ['Type', 'InputPath', 'ItemsPath', 'Items', 'ItemSelector'];
function withoutRecovery(original: Fields): Fields {
  return { ...Object.fromEntries(kept.flatMap((name) => (original[name] === undefined ? [] : [[name, original[name]]]))), End: true };
}

/** The items of a Map, if it leads to an array. */
export async function itemsOf(scene: Scene, original: Fields, language: Scene['language']): Promise<readonly Json[] | undefined> {
  const { InputPath = '$', ItemsPath = '$', Items = null } = original;
  const asks: Fields = language === 'JSONata' ? { Type: 'Pass', ...(Items === null ? {} : { Output: Items }) } : { Type: 'Pass', InputPath, Parameters: { 'items.$': ItemsPath }, OutputPath: '$.items' };
  const value = await valueOf(scene, asks);
  return value !== undefined && isList(value) ? value : undefined;
}

/** A number of the state, given as it is, by a path or by an expression. */
export async function fieldOf(scene: Scene, original: Fields, language: Scene['language'], field: string): Promise<Json | undefined> {
  const { InputPath = '$' } = original;
  const path = original[`${field}Path`];
  if (path !== undefined) return valueOf(scene, { Type: 'Pass', InputPath, Parameters: { 'value.$': path }, OutputPath: '$.value' });
  const value = original[field];
  return typeof value === 'string' && language === 'JSONata' ? valueOf(scene, { Type: 'Pass', Output: value }) : value;
}

async function valueOf(scene: Scene, state: Fields): Promise<Json | undefined> {
  const played = await play(scene, { ...state, End: true }, null, 0);
  // The engine writes outputs as JSON.
  return played.is === 'left' ? (JSON.parse(played.output) as Json) : undefined;
}
