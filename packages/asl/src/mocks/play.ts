import { kindOf } from '../engine/history.ts';
import type { Json } from '../engine-types.ts';
import { isObject } from '../json.ts';
import { refused } from '../run/handlers.ts';
import type { Handler } from '../run/types.ts';
import type { MockCase } from './types.ts';

/**
 * Answers the tasks of an execution as a case of a mock file says. A start for which the file has no answer, and a state that it does not
 * name, fail the execution with `States.Runtime`, which nothing catches: there is no service here that could be called instead.
 *
 * A state that names a Lambda function by its ARN gets the `Payload` of a `Return` in the shape of Lambda's Invoke, as it would from Lambda.
 *
 * @example
 * await run(definition, {}, { tasks: mockedTasks(cases.find(({ name }) => name === 'HappyPath')) });
 */
export function mockedTasks({ machine, name, states }: MockCase): Handler {
  return ({ state, resource, attempt }) => {
    const mocked = states.get(state);
    if (mocked === undefined) return refused(`Case '${machine}#${name}' has no answer for state '${state}': name one of the MockedResponses for it.`);
    const start = attempt - 1;
    const answer = mocked.ranges.find(({ from, to }) => from <= start && start <= to)?.answer;
    if (answer === undefined) return refused(`Response '${mocked.response}' has no answer for start ${start} of state '${state}' in case '${machine}#${name}': add "${start}" to it.`);
    return 'output' in answer && kindOf(resource) === 'function' ? { output: payloadIn(answer.output) } : answer;
  };
}

function payloadIn(output: Json): Json {
  return isObject(output) && output['StatusCode'] !== undefined && output['Payload'] !== undefined ? output['Payload'] : output;
}
