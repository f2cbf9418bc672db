import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { run } from '../run/run.ts';
import { machineOf, task } from '../testing.ts';
import { misplacedMocks } from './check.ts';
import { mockedTasks } from './play.ts';
import { readMocks } from './read.ts';

const returned = (value: Json) => ({ Return: value });
const busy = { Throw: { Error: 'Lambda.TooManyRequestsException', Cause: 'slow down' } };
const file = {
  StateMachines: { Orders: { TestCases: { Happy: { Load: 'LoadOk' }, Retried: { Load: 'LoadLater' } } } },
  MockedResponses: { LoadOk: { 0: returned({ StatusCode: 200, Payload: 'loaded' }) }, LoadLater: { 0: busy, '1-2': busy, 3: returned('late') } },
};
const machine = (resource: string) => machineOf({ Load: task({ Resource: resource, Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'] }] }) });
const problems = (source: Json) => readMocks(source).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
const answered = async (name: string, resource = 'arn:aws:states:::lambda:invoke') => {
  const found = readMocks(file).cases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the file lacks ${name}`);
  return run(machine(resource), {}, { tasks: mockedTasks(found) });
};

describe('a case', () => {
  test('answers the starts of its states, one by one or by range', async () => {
    expect(await answered('Happy')).toMatchObject({ status: 'SUCCEEDED', output: { StatusCode: 200, Payload: 'loaded' } });
    expect(await answered('Retried')).toMatchObject({ status: 'SUCCEEDED', output: 'late', endedAt: 7000 });
  });

  test('gives the payload to a state that names its function itself', async () => {
    expect((await answered('Happy', 'arn:aws:lambda:us-east-1:123456789012:function:load')).output).toBe('loaded');
    expect((await answered('Retried', 'arn:aws:lambda:us-east-1:123456789012:function:load')).output).toBe('late');
  });

  test('answers a state that waits for a token with what its token brings', async () => {
    expect((await answered('Retried', 'arn:aws:states:::sqs:sendMessage.waitForTaskToken')).output).toBe('late');
  });

  test('fails an execution that needs more than it has, whatever catches', async () => {
    const { cases } = readMocks({ ...file, StateMachines: { Orders: { TestCases: { Short: { Load: 'Once' }, None: {} } } }, MockedResponses: { Once: { 0: busy } } });
    const causes = await Promise.all(cases.map(async (one) => (await run(machine('arn:aws:states:::lambda:invoke'), {}, { tasks: mockedTasks(one) })).cause));
    expect(causes).toEqual([
      "Response 'Once' has no answer for start 1 of state 'Load' in case 'Orders#Short': add \"1\" to it.",
      "Case 'Orders#None' has no answer for state 'Load': name one of the MockedResponses for it.",
    ]);
  });

  test('may expect an end', () => {
    const { cases } = readMocks({ ...file, Expectations: { Orders: { Happy: { Input: { a: 1 }, Status: 'SUCCEEDED', Output: null, Path: ['Load'] } } } });
    expect(cases.map(({ name, expected }) => [name, expected])).toEqual([['Happy', { input: { a: 1 }, status: 'SUCCEEDED', output: null, path: ['Load'] }], ['Retried', null]]);
  });

  test('must name Task states of its machine', () => {
    const { cases } = readMocks({ StateMachines: { M: { TestCases: { C: { Lod: 'R', W: 'R' } } } }, MockedResponses: { R: { 0: returned(1) } } });
    expect(misplacedMocks(cases, machineOf({ Load: task({ Next: 'W' }), W: { Type: 'Wait', Seconds: 1, End: true } })).map(({ message }) => message)).toEqual([
      "The definition has no state 'Lod'. Is 'Load' meant?", "State 'W' is a Wait state, which starts no task.",
    ]);
  });
});

describe('faults', () => {
  test('of text are told with line and column', () => {
    const text = '{\n  "StateMachines": { "M": { "TestCases": { "C": { "S": "Gone" } } } },\n  "MockedResponses": { "R": { "zero": { "Return": 1 } } }\n}';
    expect(readMocks(text).problems.map(({ at, message }) => [at?.line, at?.column, message])).toEqual([
      [2, 56, "MockedResponses has no 'Gone'."],
      [3, 39, "'zero' is no start or range of starts."],
    ]);
    expect(readMocks('{ "StateMachines": ').problems[0]).toMatchObject({ message: expect.stringContaining('The mock file is not JSON'), at: { line: 1 } });
    expect(readMocks(text).cases).toEqual([]);
  });

  test('YAML is taken, too', () => {
    expect(readMocks('StateMachines: { M: { TestCases: { C: { S: R } } } }\nMockedResponses: { R: { "0": { Return: 1 } } }\n')).toMatchObject({ problems: [], cases: [{ machine: 'M', name: 'C' }] });
  });

  test.each<[string, Json, readonly string[]]>([
    ['no object', [], [': A mock file must be an object.']],
    ['nothing in it', {}, ['/MockedResponses: MockedResponses is missing.', '/StateMachines: StateMachines is missing.']],
    ['a field that is none', { ...file, MockedResponse: {} }, ["/MockedResponse: A mock file has no field 'MockedResponse'."]],
    ['a machine without cases', { ...file, StateMachines: { M: {} } }, ["/StateMachines/M/TestCases: TestCases of 'M' is missing."]],
    ['a response in place', { ...file, StateMachines: { M: { TestCases: { C: { S: {} } } } } }, ["/StateMachines/M/TestCases/C/S: State 'S' must name one of the MockedResponses."]],
    ['an expectation of nothing', { ...file, Expectations: { Orders: { Sad: {} } } }, ["/Expectations/Orders/Sad: StateMachines has no test case 'Sad' of 'Orders'."]],
    ['an expectation that is none', { ...file, Expectations: { Orders: { Happy: { Status: 'OK', Error: 1, Path: [1], Foo: 1 } } } }, [
      '/Expectations/Orders/Happy/Status: Status must be one of SUCCEEDED, FAILED, TIMED_OUT, ABORTED, RUNNING.', '/Expectations/Orders/Happy/Error: Error must be a string.',
      '/Expectations/Orders/Happy/Path: Path must be a list of names of states.', "/Expectations/Orders/Happy/Foo: There is no expectation 'Foo'.",
    ]],
  ])('%s', (_what, source, expected) => {
    expect(problems(source)).toEqual(expected);
  });

  test.each<[string, Json, readonly string[]]>([
    ['no start', {}, ["Response 'R' answers no start."]],
    ['a range backwards', { '2-1': returned(1) }, ["The range '2-1' ends before it starts."]],
    ['a start twice', { 0: returned(1), '0-1': returned(2) }, ["Response 'R' answers start 0 twice."]],
    ['a hole', { 0: returned(1), 3: returned(2) }, ["Response 'R' has no answer for starts 1 to 2."]],
    ['both answers', { 0: { Return: 1, Throw: {} } }, ['An answer has one field, Return or Throw.']],
    ['neither', { 0: {} }, ['An answer has one field, Return or Throw.']],
    ['an error without a name', { 0: { Throw: { Cause: 'x' } } }, ['Throw needs Error, a string.']],
    ['an error with more', { 0: { Throw: { Error: 'E', Cause: 'x', Stack: '' } } }, ["Throw has no field 'Stack'."]],
    ['an error that is none', { 0: { Throw: 'E' } }, ['Throw must be an object.']],
    ['a huge range costs nothing', { '0-999999999': returned(1) }, []],
  ])('of a response: %s', (_what, response, messages) => {
    const { problems: found } = readMocks({ StateMachines: { M: { TestCases: {} } }, MockedResponses: { R: response } });
    expect(found.map(({ message }) => message)).toEqual(messages);
  });
});
