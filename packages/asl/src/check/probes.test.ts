import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { validate } from './validate.ts';

// Faults that validators of the language are known to miss, and sound definitions that they are known to reject.
const end = { Type: 'Pass', End: true };
const job = { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' }, End: true };
const one = (state: Json): Json => ({ StartAt: 'A', States: { A: state } });
const jsonata = (state: Json): Json => ({ QueryLanguage: 'JSONata', ...(one(state) as object) });
const two = { StartAt: 'B', States: { B: end } };

test.each<[string, Json, string]>([
  ['a missing Next', one({ Type: 'Pass' }), 'ASL1204 /States/A'],
  ['an orphan state', { StartAt: 'A', States: { A: end, B: end } }, 'ASL1202 /States/B'],
  ['a JSONata syntax error', jsonata({ ...end, Output: '{% 1 + %}' }), 'ASL1301 /States/A/Output'],
  ['Parameters in a JSONata state', jsonata({ ...end, Parameters: {} }), 'ASL1103 /States/A/Parameters'],
  ['an undefined variable', jsonata({ ...end, Output: '{% $nothing %}' }), 'ASL2013 /States/A/Output'],
  ['a duplicate name across branches', one({ Type: 'Parallel', Branches: [two, two], End: true }), 'ASL1110 /States/A/Branches/1/States/B'],
  ['a name over 80 characters', { StartAt: 'é'.repeat(81), States: { ['é'.repeat(81)]: end } }, `ASL1109 /States/${'é'.repeat(81)}`],
  ['an unreachable circle', { StartAt: 'A', States: { A: end, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } } }, 'ASL1202 /States/B'],
  ['a misspelt integration', one({ ...job, Resource: 'arn:aws:states:::glue:startJobRunn' }), 'ASL1802 /States/A/Resource'],
  ['a parameter in the wrong case', one({ ...job, Parameters: { jobName: 'j' } }), 'ASL1804 /States/A/Parameters/jobName'],
  ['States.ALL that is not last', one({ ...job, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }), 'ASL1502 /States/A/Retry/0/ErrorEquals'],
  ['a backoff of 0.5', one({ ...job, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] }), 'ASL1105 /States/A/Retry/0/BackoffRate'],
  ['999,999,999 attempts', one({ ...job, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 999_999_999 }] }), 'ASL1105 /States/A/Retry/0/MaxAttempts'],
  ['a heartbeat that is no shorter than the timeout', one({ ...job, TimeoutSeconds: 60, HeartbeatSeconds: 60 }), 'ASL1504 /States/A/HeartbeatSeconds'],
  ['a bad intrinsic function', one({ ...end, Parameters: { 'a.$': 'States.Nothing()' } }), 'ASL1307 /States/A/Parameters/a.$'],
  ['a branch that leaves a Parallel', { StartAt: 'A', States: { A: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', Next: 'C' } } }], Next: 'C' }, C: end } }, 'ASL1201 /States/A/Branches/0/States/B/Next'],
  ['an item that leaves a Map', { StartAt: 'A', States: { A: { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', Next: 'C' } } }, Next: 'C' }, C: end } }, 'ASL1201 /States/A/ItemProcessor/States/B/Next'],
  ['an unknown field', one({ ...end, Foo: 1 }), 'ASL1102 /States/A/Foo'],
])('%s is caught', (_, definition, expected) => {
  expect(validate(definition).problems.map(({ code, pointer }) => `${code} ${pointer}`)).toContain(expected);
});

test.each<[string, Json]>([
  ['a job that is waited for', one(job)],
  ['an expression over several lines', jsonata({ ...end, Output: '{%\n  $states.input\n%}' })],
  ['an expression without blanks', jsonata({ ...end, Output: '{%1+1%}' })],
  ['a list as Output', jsonata({ ...end, Output: [1, '{% 2 %}'] })],
  ['an ARN with a partition to fill in', one({ ...job, Resource: 'arn:${AWS::Partition}:states:::glue:startJobRun.sync' })],
  ['an ARN of China', one({ ...job, Resource: 'arn:aws-cn:states:::glue:startJobRun.sync' })],
  ['an ARN of an isolated region', one({ Type: 'Task', Resource: 'arn:aws-iso:lambda:us-iso-east-1:123456789012:function:f', End: true })],
])('%s is sound', (_, definition) => {
  expect(validate(definition).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});
