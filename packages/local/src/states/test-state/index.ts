import type { Json } from '@millrace/core';
import { AwsError } from '../../host/types.ts';
import type { Fields } from '../../service/input.ts';
import { table, uuid } from '../../service/kit.ts';
import { notRun } from '../definition.ts';
import { given } from '../describing.ts';
import { asText, record } from '../input.ts';
import { callOf, endOf, failureOf } from '../integration/call.ts';
import { unsupported, type CallError, type End } from '../integration/failures.ts';
import { integrationFor } from '../integration/resource.ts';
import { executionArn, machineArn } from '../names.ts';
import { nextNumber, Waiting, type Ctx } from '../rows.ts';
import { fieldOf, inspect, itemsOf } from './inspect.ts';
import { checkMock } from './mock.ts';
import { outcomeOf } from './outcome.ts';
import { play, type Scene } from './play.ts';
import { testRequest, type Answer, type TestRequest } from './request.ts';

/** A test whose task has been called, or that waits. */
type TestRow = { readonly request: Json; readonly scene: { readonly context: Fields; readonly now: number }; readonly resource: string; readonly arguments: Json };
const tests = table<TestRow>('test');

/** Source: TestState in the API reference: a test takes up to five minutes. */
const longest = 300_000;
const overTime = { error: 'States.Timeout', cause: '' } as const;

/**
 * Runs one state: as it is, or with a mocked result or failure of its task. Steps of the data are shown for DEBUG and TRACE.
 * Source: TestState in the API reference; Step Functions developer guide, "Using TestState API to test a state".
 */
export async function testState(ctx: Ctx, json: Json): Promise<Json | Waiting> {
  const request = testRequest(json);
  const scene = sceneOf(ctx, request, { context: contextOf(ctx, request), now: ctx.world.now() });
  if (request.mock !== null) return mockedAnswer(request, scene, request.mock);
  const first = await playable(() => play(scene, request.subject.json, null, 0));
  if (first.is !== 'asks') return later(ctx, request, scene);
  const integration = integrationFor(first.task.resource);
  if (integration === null || integration.kind === 'activity') return shown(request, scene, failed(unsupported(notRun(first.task.resource))));
  const call = await callOf(integration, first.task.arguments);
  if ('failure' in call) return shown(request, scene, failed(call.failure));
  const id = `test/${nextNumber(ctx, 'test')}`;
  tests.put(ctx, id, { request: json, scene: { context: scene.context, now: scene.now }, resource: first.task.resource, arguments: first.task.arguments });
  const time = Math.min(first.task.timeoutSeconds === null ? longest : first.task.timeoutSeconds * 1000, longest);
  ctx.effects.push(
    { type: 'call', ...call, replyTo: { handler: 'tested', data: { id } } },
    { type: 'timer', id, at: ctx.world.now() + time, order: 1, handler: 'testOver', data: { id } },
  );
  return new Waiting(id);
}

/** A state that waits is answered when it would have ended. */
async function later(ctx: Ctx, request: TestRequest, scene: Scene): Promise<Json | Waiting> {
  const outcome = await outcomeOf(scene, request.subject.json, null, request.retries);
  if (outcome.at <= scene.now) return shown(request, scene, null);
  const id = `test/${nextNumber(ctx, 'test')}`;
  const late = outcome.at - scene.now > longest;
  const output = late ? { status: 'FAILED', error: overTime.error } : await shown(request, scene, null);
  ctx.effects.push({ type: 'timer', id, at: late ? scene.now + longest : outcome.at, order: 1, handler: 'testOver', data: { id, output } });
  return new Waiting(id);
}

/** Timer handler: the call of a tested task has answered. */
export async function tested(ctx: Ctx, json: Json): Promise<void> {
  const reply = record(json);
  const id = asText(record(reply['data'] ?? null)['id']);
  const row = tests.get(ctx, id);
  const calling = row === null ? null : integrationFor(row.resource);
  if (row === null || calling === null || calling.kind === 'activity') return;
  ctx.effects.push({ type: 'cancelTimer', id });
  // The host brings an answer or an error.
  const end: End = reply['ok'] === true
    ? await endOf(calling, row.arguments, reply['output'] ?? null, uuid(ctx))
    : { failure: await failureOf(calling, record(reply['error'] ?? null) as unknown as CallError, uuid(ctx)) };
  await conclude(ctx, id, row, 'output' in end ? end : failed(end.failure));
}

/** Timer handler: a test is over its time, or has waited as long as it should. */
export async function testOver(ctx: Ctx, json: Json): Promise<void> {
  const { id, output } = record(json);
  if (output !== undefined) return answer(ctx, asText(id), output);
  const row = tests.get(ctx, asText(id));
  if (row !== null) await conclude(ctx, asText(id), row, overTime);
}

async function conclude(ctx: Ctx, id: string, row: TestRow, end: Answer): Promise<void> {
  tests.remove(ctx, id);
  const request = testRequest(row.request);
  answer(ctx, id, await shown(request, sceneOf(ctx, request, row.scene), end));
}

function answer(ctx: Ctx, id: string, output: Json): void {
  ctx.effects.push({ type: 'answer', id, result: { ok: true, output } });
}

const failed = ({ error, cause }: { readonly error: string; readonly cause: string }): Answer => ({ error, cause });

function sceneOf(ctx: Ctx, { subject, input, variables }: TestRequest, { context, now }: TestRow['scene']): Scene {
  return { name: subject.name, language: subject.language, input, variables, context, now, random: () => ctx.world.random() };
}

/** Source: the same guide, "Automatic Context population". */
function contextOf(ctx: Ctx, { context, input, roleArn, subject }: TestRequest): Fields {
  if (context !== null) return context;
  const [machine, name] = [uuid(ctx), uuid(ctx)];
  return {
    Execution: { Id: executionArn(ctx.world, machine, name, uuid(ctx)), Input: input, Name: name, RoleArn: roleArn, StartTime: new Date(ctx.world.now()).toISOString() },
    StateMachine: { Id: machineArn(ctx.world, machine), Name: machine },
    ...(subject.inMap ? { Map: { Item: { Index: 0, Value: input } } } : {}),
  };
}

async function mockedAnswer(request: TestRequest, scene: Scene, mock: Answer): Promise<Json> {
  const { json } = request.subject;
  if (json['Type'] === 'Map') return shown(request, scene, (await overThreshold(request, scene)) ?? mock);
  if (json['Type'] === 'Task' && 'output' in mock) await checkMock(asText(json['Resource']), mock.output, request.mode);
  return shown(request, scene, mock);
}

/** More failed iterations than the Map tolerates; null: it goes on with what was mocked. */
async function overThreshold({ subject, failedIterations, itemsRead }: TestRequest, scene: Scene): Promise<Answer | null> {
  const { json, language } = subject;
  const items = Array.isArray(itemsRead) ? (itemsRead as readonly Json[]) : await itemsOf(scene, json, language); // Array.isArray gives any[]
  const all = items?.length ?? 0;
  if (items !== undefined && failedIterations > all) throw new AwsError('ValidationException', `mapIterationFailureCount is ${failedIterations}, but the Map has ${all} items.`);
  const [count, share] = [await fieldOf(scene, json, language, 'ToleratedFailureCount'), await fieldOf(scene, json, language, 'ToleratedFailurePercentage')];
  const over = (typeof count === 'number' && failedIterations > count) || (typeof share === 'number' && all > 0 && (failedIterations * 100) / all > share);
  return over ? { error: 'States.ExceedToleratedFailureThreshold', cause: 'The specified tolerated failure threshold was exceeded' } : null;
}

/** What is tested instead of a Map or Parallel: a task that the mock answers, with the same input, output and recovery. */
function standIn(json: Fields): Fields {
  if (json['Type'] !== 'Map' && json['Type'] !== 'Parallel') return json;
  const { Parameters: parameters, ...others } = json;
  return { ...others, ...(json['Type'] === 'Map' || parameters === undefined ? {} : { Parameters: parameters }), Type: 'Task', Resource: 'mock' };
}

async function shown(request: TestRequest, scene: Scene, end: Answer | null): Promise<Json> {
  const state = standIn(request.subject.json);
  const outcome = await playable(() => outcomeOf(scene, state, end, request.retries));
  const { status, output, error, cause, next } = outcome;
  const inspection = request.inspects ? { inspectionData: await inspect(scene, request, state, end, outcome) } : {};
  return { status, ...given({ output, error: error === '' ? null : error, cause: cause === '' ? null : cause, nextState: next }), ...inspection };
}

/** The engine refuses inputs that are too large, variables included. */
async function playable<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof RangeError) throw new AwsError('InvalidExecutionInput', error.message);
    throw error;
  }
}
