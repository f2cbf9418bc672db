import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../engine-types.ts';
import { mockedTasks } from '../mocks/play.ts';
import type { MockCase } from '../mocks/types.ts';
import { run } from '../run/run.ts';
import type { Ended, Handler } from '../run/types.ts';
import { visitsOf } from '../trace/trace.ts';

/** A case that was run, with what does not hold of it. */
export interface PlayedCase {
  readonly case: MockCase;
  readonly end: Ended;
  readonly faults: readonly string[];
}

/**
 * Runs a case and compares its end with what it expects. A case that expects nothing holds when it ends and the file had an answer for
 * every task: it may well end in a failure that it wants.
 */
export async function playCase(definition: Json, one: MockCase, input: Json): Promise<PlayedCase> {
  const lacking: string[] = [];
  const mocked = mockedTasks(one);
  const tasks: Handler = (call, task) => {
    const answer = mocked(call, task);
    if (answer !== null && 'error' in answer && answer.error === 'States.Runtime') lacking.push(answer.cause ?? '');
    return answer;
  };
  const end = await run(definition, one.expected?.input ?? input, { tasks });
  const open = end.status === 'RUNNING' && one.expected?.status !== 'RUNNING' ? ['It waits for an answer that nothing gives.'] : [];
  return { case: one, end, faults: [...lacking, ...open, ...compared(one, end)] };
}

function compared({ expected }: MockCase, end: Ended): readonly string[] {
  if (expected === null) return [];
  const { status, output, error, cause, path } = expected;
  const entered = visitsOf(end.events).map((visit) => visit.state);
  return [
    ...(status !== undefined && status !== end.status ? [differs('Status', status, end.status + (end.error === null ? '' : ` with ${end.error}: ${end.cause ?? ''}`))] : []),
    ...(output !== undefined && !same(output, end.output) ? [differs('Output', JSON.stringify(output), JSON.stringify(end.output))] : []),
    ...(error !== undefined && error !== end.error ? [differs('Error', error, end.error ?? 'none')] : []),
    ...(cause !== undefined && cause !== end.cause ? [differs('Cause', cause, end.cause ?? 'none')] : []),
    ...(path !== undefined && !same(path, entered) ? [differs('Path', path.join(', '), entered.join(', '))] : []),
  ];
}

const differs = (what: string, expected: string, was: string): string => `${what}: expected ${expected}\nbut was ${was}`;

/** Equal as JSON, whatever the order of keys. */
function same(expected: Json, was: Json): boolean {
  // What the engine computed is compared as the JSON it is written as.
  return isDeepStrictEqual(expected, JSON.parse(JSON.stringify(was)));
}
