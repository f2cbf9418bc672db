import { expect, test } from 'vitest';
import { branchOf, machineOf } from '../testing.ts';
import { parseDefinition } from './parse.ts';

const end = { Type: 'Pass', End: true };

test('a sound machine has no problems and is given back', () => {
  const definition = machineOf({
    A: { Type: 'Task', Resource: 'r', Arguments: { n: '{% \n $states.input \n %}', one: '{%1+1%}' }, TimeoutSeconds: '{% 5 %}', Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }], Catch: [{ ErrorEquals: ['States.ALL'], Output: [], Next: 'F' }], Next: 'C' },
    C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'P' }], Default: 'W' },
    W: { Type: 'Wait', Seconds: 0, Next: 'P' },
    P: { Type: 'Parallel', Branches: [branchOf({ B: end })], Next: 'S' },
    S: { Type: 'Succeed', Output: '{% $states.input %}' },
    F: { Type: 'Fail', Error: 'E', Cause: '{% "c" %}' },
  });
  expect(parseDefinition(definition)).toEqual({ machine: definition, problems: [] });
  expect(parseDefinition(JSON.stringify(definition)).problems).toEqual([]);
});

test('warnings are left out, errors are not', () => {
  expect(parseDefinition(machineOf({ A: { Type: 'Task', Resource: 'r', End: true } })).problems).toEqual([]);
  const { machine, problems } = parseDefinition(machineOf({ A: { ...end, Ende: true } }));
  expect(machine).toBeNull();
  expect(problems).toMatchObject([{ code: 'ASL1102', pointer: '/States/A/Ende', hint: "Did you mean 'End'?" }]);
});
