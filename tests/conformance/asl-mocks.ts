import type { Json, TaskAnswer, TaskCall } from '@millrace/asl';
import { listOf, member, recordedJson } from './asl-record.ts';
import type { Case } from './suites.ts';

/** The definition with ARNs where the record's has names that its test filled in. The history tells which kind each was. */
export function runnable({ definition, events }: Case): Json {
  const activity = listOf(events).some((event) => member(event, 'type') === 'ActivityScheduled') || /activity/iu.test(JSON.stringify(definition));
  const arn = activity ? 'arn:aws:states:us-east-1:111111111111:activity:one' : 'arn:aws:lambda:us-east-1:111111111111:function:one';
  const filled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, key === 'Resource' && typeof item === 'string' && !item.startsWith('arn:') ? arn : filled(item)]));
  };
  return filled(definition) as Json; // JSON that was read from a file
}

/** Answers each state's tasks with what the record has for them, in its order. */
export function recordedAnswers({ events }: Case): (call: TaskCall) => TaskAnswer | null {
  const answers = new Map<string, TaskAnswer[]>();
  const byId = new Map(listOf(events).map((event) => [member(event, 'id'), event]));
  const open = new Map<unknown, { readonly state: string; submitted?: Json }>();
  for (const event of listOf(events)) {
    const type = String(member(event, 'type'));
    const before = member(event, 'previousEventId');
    if (type.endsWith('Scheduled')) open.set(member(event, 'id'), { state: stateOf(event, byId) });
    const task = open.get(before);
    if (task === undefined) continue;
    open.delete(before);
    const answer = answerIn(type, event, task.submitted);
    if (type === 'TaskSubmitted') open.set(member(event, 'id'), { ...task, submitted: outputOf(event, 'taskSubmittedEventDetails') });
    else if (answer !== undefined) answers.set(task.state, [...(answers.get(task.state) ?? []), answer]);
    else open.set(member(event, 'id'), task);
  }
  refusals(events, byId, answers);
  return ({ state }) => {
    const answer = answers.get(state)?.shift();
    return answer ?? { error: 'Conformance.NoRecord', cause: `The record has no more results of '${state}'.` };
  };
}

const endings = /^(?:Task|LambdaFunction|Activity)(Succeeded|Failed|TimedOut)$/u;

function answerIn(type: string, event: unknown, submitted: Json | undefined): TaskAnswer | undefined {
  const how = endings.exec(type)?.[1];
  if (how === undefined) return undefined;
  const field = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventDetails`;
  const more = submitted === undefined ? {} : { submitted };
  if (how === 'Succeeded') return { output: outputOf(event, field), ms: 1, ...more };
  if (how === 'TimedOut') return { submitted: submitted ?? null };
  return { error: textOf(member(member(event, field), 'error')), cause: textOf(member(member(event, field), 'cause')), ms: 1, ...more };
}

/** A start that the service refused stands in the record as the end of its execution, right behind the state. */
function refusals(events: unknown, byId: ReadonlyMap<unknown, unknown>, answers: Map<string, TaskAnswer[]>): void {
  const last = listOf(events).at(-1);
  if (member(last, 'type') !== 'ExecutionFailed') return;
  const before = byId.get(member(last, 'previousEventId'));
  if (member(before, 'type') !== 'TaskStateEntered') return;
  const details = member(last, 'executionFailedEventDetails');
  answers.set(String(member(member(before, 'stateEnteredEventDetails'), 'name')), [{ error: textOf(member(details, 'error')), cause: textOf(member(details, 'cause')) }]);
}

function stateOf(event: unknown, byId: ReadonlyMap<unknown, unknown>): string {
  for (let at: unknown = event; at !== undefined; at = byId.get(member(at, 'previousEventId'))) {
    if (member(at, 'type') === 'TaskStateEntered') return String(member(member(at, 'stateEnteredEventDetails'), 'name'));
  }
  return '';
}

function outputOf(event: unknown, field: string): Json {
  return recordedJson(member(member(event, field), 'output')) as Json; // JSON that was read from a file
}
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
