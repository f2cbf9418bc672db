import { readText } from '../check/text/read.ts';
import type { Json } from '../engine-types.ts';
import { pointer, type JsonObject } from '../json.ts';
import { readExpectation } from './expectation.ts';
import { readResponse } from './response.ts';
import { objectAt, type Tell } from './tell.ts';
import type { MockCase, MockedRange, MockedState, MockProblem } from './types.ts';

export interface ReadMocks {
  /** All cases of the file, in its order; empty when there are errors. */
  readonly cases: readonly MockCase[];
  readonly problems: readonly MockProblem[];
}

const topFields = ['StateMachines', 'MockedResponses', 'Expectations'];

/**
 * Reads a mock file in the format that AWS's Step Functions Local took: `StateMachines.{name}.TestCases.{case}` names, for each Task state,
 * one of the `MockedResponses`, which has a `Return` or a `Throw` for each start ("0") or range of starts ("1-2"). Takes the text, as JSON
 * or YAML, or the value. Never throws for what the file holds.
 *
 * `Expectations.{name}.{case}` is ours: `Input`, and what must come of it: `Status`, `Output`, `Error`, `Cause`, `Path`.
 *
 * Source: Step Functions developer guide, "Configuration file for mocked service integrations in Step Functions".
 *
 * @example
 * const { cases, problems } = readMocks(await readFile('MockConfigFile.json', 'utf8'));
 * const end = await run(definition, {}, { tasks: mockedTasks(cases[0]) });
 */
export function readMocks(source: Json): ReadMocks {
  const found: (Omit<MockProblem, 'at'> & { readonly offset: number | null })[] = [];
  const tell: Tell = (at, message, hint, severity = 'error') => void found.push({ severity, pointer: at, message, hint, offset: null });
  const text = typeof source !== 'string' ? null : readText(source, undefined, (offset, _code, at, message, hint) => {
    found.push({ severity: 'error', pointer: at, message: message.replace('The definition', 'The mock file'), hint: hint.replace('1 MiB', 'any length'), offset });
  });
  const json = text === null ? source : text.json;
  const cases = json === undefined ? [] : casesIn(json, tell);
  const problems = found.map(({ offset, ...problem }) => ({ ...problem, at: text === null ? null : offset === null ? text.position(problem.pointer) : text.place(offset) }));
  if (text !== null) problems.sort((a, b) => (a.at?.offset ?? 0) - (b.at?.offset ?? 0));
  return { cases: problems.some(({ severity }) => severity === 'error') ? [] : cases, problems };
}

function casesIn(json: Json, tell: Tell): readonly MockCase[] {
  const file = objectAt(json, '', 'A mock file', tell);
  if (file === null) return [];
  for (const name of Object.keys(file)) if (!topFields.includes(name)) tell(pointer('', name), `A mock file has no field '${name}'.`, `It has ${topFields.join(', ')}.`);
  const responses = responsesIn(file, tell);
  const machines = objectAt(file['StateMachines'] ?? null, '/StateMachines', 'StateMachines', tell);
  const cases = Object.entries(machines ?? {}).flatMap(([machine, value]) => {
    const at = pointer('/StateMachines', machine);
    const fields = objectAt(value, at, `State machine '${machine}'`, tell);
    if (fields === null) return [];
    for (const name of Object.keys(fields)) if (name !== 'TestCases') tell(pointer(at, name), `A state machine of a mock file has no field '${name}'.`, 'It has TestCases alone.');
    const tests = objectAt(fields['TestCases'] ?? null, pointer(at, 'TestCases'), `TestCases of '${machine}'`, tell);
    return Object.entries(tests ?? {}).map(([name, states]) => ({ machine, name, states: statesIn(states, pointer(at, 'TestCases', name), responses, tell), expected: null }));
  });
  return withExpectations(cases, file['Expectations'], tell);
}

function statesIn(json: Json, at: string, responses: ReadonlyMap<string, readonly MockedRange[]>, tell: Tell): ReadonlyMap<string, MockedState> {
  const states = new Map<string, MockedState>();
  for (const [state, response] of Object.entries(objectAt(json, at, 'A test case', tell) ?? {})) {
    const ranges = typeof response === 'string' ? responses.get(response) : undefined;
    if (typeof response === 'string' && ranges !== undefined) states.set(state, { response, ranges });
    else if (typeof response === 'string') tell(pointer(at, state), `MockedResponses has no '${response}'.`, responses.size === 0 ? 'Add it there.' : `There are ${[...responses.keys()].slice(0, 8).join(', ')}.`);
    else tell(pointer(at, state), `State '${state}' must name one of the MockedResponses.`, 'Write the name as a string.');
  }
  return states;
}

function responsesIn(file: JsonObject, tell: Tell): ReadonlyMap<string, readonly MockedRange[]> {
  const responses = objectAt(file['MockedResponses'] ?? null, '/MockedResponses', 'MockedResponses', tell);
  return new Map(Object.entries(responses ?? {}).map(([name, json]) => [name, readResponse(name, json, tell)]));
}

function withExpectations(cases: readonly MockCase[], json: Json | undefined, tell: Tell): readonly MockCase[] {
  if (json === undefined) return cases;
  const found = new Map<MockCase, MockCase['expected']>();
  for (const [machine, tests] of Object.entries(objectAt(json, '/Expectations', 'Expectations', tell) ?? {})) {
    const at = pointer('/Expectations', machine);
    for (const [name, expected] of Object.entries(objectAt(tests, at, `Expectations of '${machine}'`, tell) ?? {})) {
      const one = cases.find((each) => each.machine === machine && each.name === name);
      if (one === undefined) tell(pointer(at, name), `StateMachines has no test case '${name}' of '${machine}'.`, 'Expect something of a case that is there.');
      else found.set(one, readExpectation(expected, pointer(at, name), tell));
    }
  }
  return cases.map((one) => ({ ...one, expected: found.get(one) ?? null }));
}
