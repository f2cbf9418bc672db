import { integrationOf, kindOf } from '../engine/history.ts';
import type { Json } from '../engine-types.ts';
import { member, textOf } from '../json.ts';
import { answersToken } from './callbacks.ts';
import type { Answers, Handler, TaskAnswer, TaskCall, Tasks } from './types.ts';

const pattern = /\.(?:sync(?::\d+)?|waitForTaskToken)$/u;

/** One handler for all tasks, made of what the options say. */
export function handlerOf(tasks: Tasks | undefined): Handler {
  if (tasks === undefined) return (call) => ({ output: call.arguments });
  if (typeof tasks === 'function') return tasks;
  const starts = new Map<string, number>();
  return (call, task) => {
    const name = namesOf(call).find((one) => Object.hasOwn(tasks, one));
    const answers = name === undefined ? undefined : tasks[name];
    if (name === undefined || answers === undefined) return nobody(call);
    const start = starts.get(name) ?? 0;
    starts.set(name, start + 1);
    return answered(answers, call, { name, start }, task);
  };
}

function answered(answers: Answers, call: TaskCall, { name, start }: { readonly name: string; readonly start: number }, task: Parameters<Handler>[1]): ReturnType<Handler> {
  if (typeof answers === 'function') return answers(call, task);
  if (!isList(answers)) return answers;
  return start < answers.length ? (answers[start] ?? null) : refused(`'${name}' has ${answers.length} answers, and state '${call.state}' started a task once more: add an answer.`);
}

/** Names under which a handler may stand, the narrowest first. */
export function namesOf({ state, resource, arguments: given }: TaskCall): readonly string[] {
  const { resourceType, resource: action } = integrationOf(resource);
  const kind = kindOf(resource);
  if (kind === 'activity') return [state, resource, resource.split(':').at(-1) ?? '', '*'];
  if (kind === 'function') return [state, resource, ...functionNames(resource), '*'];
  const short = resourceType === '' ? [] : [`${resourceType}:${action}`];
  const called = resourceType === 'lambda' ? functionNames(textOf(member(given, 'FunctionName'))) : [];
  return [state, resource, ...called, ...short, ...short.map((name) => name.replace(pattern, '')), '*'];
}

/** An ARN, with its version and without, and the name in it. */
function functionNames(name: string): readonly string[] {
  const parts = name.split(':');
  const at = parts[0] === 'arn' ? 6 : 0;
  return [name, parts.slice(0, at + 1).join(':'), parts[at] ?? ''].filter((one) => one !== '');
}

function nobody(call: TaskCall): TaskAnswer | null {
  if (answersToken(call.resource)) return { output: {} };
  const names = namesOf(call).slice(0, -1);
  return refused(`No handler answers the task of state '${call.state}'. Give one under ${names.map((name) => `'${name}'`).filter((name, i, all) => all.indexOf(name) === i).join(' or ')}, or under '*' for all tasks that have none.`);
}

/** A fault of the test, not of the machine: no Catch may hide it. */
export function refused(cause: string): TaskAnswer {
  return { error: 'States.Runtime', cause };
}

/** The failure that something thrown stands for. */
export function thrown(error: unknown): { readonly error: string; readonly cause: string } {
  if (error instanceof Error) return { error: error.name, cause: error.message };
  return { error: 'Error', cause: typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error)) };
}

/**
 * Makes a handler of a Lambda function's code, for states that name the function and for `lambda:invoke`: the function gets the payload,
 * and what it throws fails the task as Lambda tells it, with `errorType` and `errorMessage` as JSON in the cause.
 *
 * Source: Step Functions developer guide, "Invoke an AWS Lambda function with Step Functions".
 *
 * @example
 * await run(definition, {}, { tasks: { clean: lambda(async (event) => ({ rows: 3 })) } });
 */
export function lambda(code: (event: Json) => Json | Promise<Json>): Handler {
  return async ({ resource, arguments: given }) => {
    const invoked = kindOf(resource) === 'service' && integrationOf(resource).resourceType === 'lambda';
    try {
      const result = await code(invoked ? (member(given, 'Payload') ?? {}) : given);
      return { output: invoked ? { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 } : result };
    } catch (error) {
      const { error: errorType, cause: errorMessage } = thrown(error);
      return { error: errorType, cause: JSON.stringify({ errorMessage, errorType, trace: [] }) };
    }
  };
}

function isList(answers: Answers): answers is readonly (TaskAnswer | null)[] {
  return Array.isArray(answers);
}
