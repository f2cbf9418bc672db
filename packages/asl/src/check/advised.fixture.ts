import type { Json } from '../engine-types.ts';
import type { Code } from './catalogue.ts';

/** A definition that AWS takes and its guidance advises against. */
export interface Advised {
  readonly what: string;
  readonly definition: Json;
  readonly pointer: string;
  readonly code: Code;
}

type Fields = { readonly [name: string]: Json };
const end = { Type: 'Pass', End: true };
const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
const caught = { Retry: [{ ErrorEquals: ['States.ALL'] }] };
const one = (state: Fields): Json => ({ StartAt: 'A', States: { A: state } });
const jsonata = (state: Fields): Json => ({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: state } });
/** A task that follows all advice, and what differs. */
const task = (resource: string, more: Fields = {}): Fields => ({ Type: 'Task', Resource: resource, TimeoutSeconds: 60, ...caught, End: true, ...more });
const sqs = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const message = { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } };
const inner = { StartAt: 'B', States: { B: end } };

const rows: readonly (readonly [what: string, definition: Json, pointer: string, code: Code])[] = [
  ['a task without a timeout', one({ Type: 'Task', Resource: lambda, ...caught, End: true }), '/States/A', 'ASL2001'],
  ['a wait for a token without a heartbeat', one(task(sqs, { Parameters: message })), '/States/A', 'ASL2002'],
  ['an activity without a heartbeat', one(task('arn:aws:states:eu-west-1:123456789012:activity:a')), '/States/A', 'ASL2002'],
  ['a large literal', one(task(lambda, { Parameters: { data: 'x'.repeat(70_000) } })), '/States/A/Parameters', 'ASL2003'],
  ['a large result of a Pass state', one({ ...end, Result: Array.from({ length: 20_000 }, (_, i) => i) }), '/States/A/Result', 'ASL2003'],
  ['a job that nothing waits for', one(task('arn:aws:states:::glue:startJobRun', { Parameters: { JobName: 'j' } })), '/States/A/Resource', 'ASL2004'],
  ['a job started by the SDK', one(task('arn:aws:states:::aws-sdk:glue:startJobRun', { Parameters: { JobName: 'j' } })), '/States/A/Resource', 'ASL2004'],
  ['a function whose transient errors end the run', one({ ...task(lambda), Retry: [{ ErrorEquals: ['Mine'] }] }), '/States/A', 'ASL2005'],
  ['a token that nobody gets', one(task(sqs, { Parameters: { QueueUrl: 'q', MessageBody: 'm' }, HeartbeatSeconds: 5 })), '/States/A/Parameters', 'ASL2006'],
  ['an Iterator', one({ Type: 'Map', Iterator: inner, End: true }), '/States/A/Iterator', 'ASL2007'],
  ['a path without .$', one({ ...end, Parameters: { a: '$.a' } }), '/States/A/Parameters/a', 'ASL2008'],
  ['a path as Result', one({ ...end, Result: '$.a' }), '/States/A/Result', 'ASL2008'],
  ['an expression without its marks', jsonata({ ...end, Output: '$states.input.a' }), '/States/A/Output', 'ASL2008'],
  ['a name instead of an ARN', one(task('MyFunctionArn')), '/States/A/Resource', 'ASL2009'],
  ['a circle without a way out', { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'D' }], Default: 'X' }, D: end, X: { Type: 'Pass', Next: 'Y' }, Y: { Type: 'Pass', Next: 'X' } } }, '/States/X', 'ASL2010'],
  ['a language that is not said', one({ Type: 'Parallel', QueryLanguage: 'JSONata', Branches: [inner], End: true }), '/States/A/Branches/0/States/B', 'ASL2011'],
  ['an action that the models do not have', one(task('arn:aws:states:::aws-sdk:glue:inventSomethingNew', { Parameters: {} })), '/States/A/Resource', 'ASL2012'],
  ['a parameter that the models do not have', one(task('arn:aws:states:::glue:startJobRun.sync', { Parameters: { JobName: 'j', Unheard: 1 } })), '/States/A/Parameters/Unheard', 'ASL2012'],
  ['a variable that nothing assigns', one({ ...end, InputPath: '$nothing' }), '/States/A/InputPath', 'ASL2013'],
  ['an error that Step Functions does not report', one({ ...task(lambda), Retry: [{ ErrorEquals: ['States.Timout', 'States.TaskFailed'] }] }), '/States/A/Retry/0/ErrorEquals/0', 'ASL2014'],
  ['a rule that comes too late', one({ ...task(lambda), Retry: [{ ErrorEquals: ['States.TaskFailed'] }, { ErrorEquals: ['Mine'] }] }), '/States/A/Retry/1/ErrorEquals/0', 'ASL2015'],
  ['an object that is passed on by value', one(task('arn:aws:states:::aws-sdk:s3:getObject', { Parameters: { Bucket: 'b', Key: 'k' } })), '/States/A', 'ASL2016'],
  ['a choice without Default', { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'D' }] }, D: end } }, '/States/C', 'ASL2017'],
  ['a version of a branch', one({ Type: 'Parallel', Branches: [{ ...inner, Version: '1.0' }], End: true }), '/States/A/Branches/0/Version', 'ASL2018'],
  ['an unknown member of $states', jsonata({ ...end, Output: '{% $states.inputs %}' }), '/States/A/Output', 'ASL2019'],
  ['a timeout longer than that of the machine', { TimeoutSeconds: 30, StartAt: 'A', States: { A: task(lambda) } }, '/States/A/TimeoutSeconds', 'ASL2020'],
  ['a longest delay below the first', one({ ...task(lambda), Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 30, MaxDelaySeconds: 20 }] }), '/States/A/Retry/0/MaxDelaySeconds', 'ASL2020'],
  ['an expression too many to be read', { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Choice', Choices: Array.from({ length: 10_001 }, (_, i) => ({ Condition: `{% a${i} %}`, Next: 'B' })), Default: 'B' }, B: end } }, '/States/A/Choices/10000/Condition', 'ASL2021'],
  ['a variable that is read before it is assigned', { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: '$x', Assign: { x: 1 }, Next: 'B' }, B: { ...end, InputPath: '$x' } } }, '/States/A/InputPath', 'ASL2013'],
  ['a label of an inline map', one({ Type: 'Map', Label: 'l', ItemProcessor: inner, End: true }), '/States/A/Label', 'ASL2018'],
  ['a template with fewer {} than values', one({ ...end, Parameters: { 'a.$': "States.Format('{} of', $.a, $.b)" } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['a template with more {} than values', one({ ...end, Parameters: { 'a.$': "States.Format('{} of {}', $.a)" } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['a brace that is not closed', one({ ...end, Parameters: { 'a.$': "States.Format('{} {', $.a)" } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['deep merging', one({ ...end, Parameters: { 'a.$': 'States.JsonMerge($.a, $.b, true)' } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['an unknown algorithm', one({ ...end, Parameters: { 'a.$': "States.Hash($.a, 'SHA-3')" } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['a call with too few arguments', one({ ...end, Parameters: { 'a.$': 'States.ArrayGetItem($.a)' } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['a call within a call with too many arguments', one({ ...end, Parameters: { 'a.$': 'States.Array(States.UUID(1))' } }), '/States/A/Parameters/a.$', 'ASL2022'],
  ['a function in a path', one({ ...end, InputPath: '$.a.length()' }), '/States/A/InputPath', 'ASL2022'],
  ['a condition that is a text', { QueryLanguage: 'JSONata', StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Condition: "{% 'true' %}", Next: 'D' }], Default: 'D' }, D: end } }, '/States/C/Choices/0/Condition', 'ASL2022'],
  ['an unknown member of the context object', one({ ...end, Parameters: { 'a.$': '$$.Execution.Nmae' } }), '/States/A/Parameters/a.$', 'ASL2023'],
  ['an unknown member of the context object in a call', one({ ...end, Parameters: { 'a.$': 'States.Array($$.Exection.Id)' } }), '/States/A/Parameters/a.$', 'ASL2023'],
  ['an unknown member of the context object in an expression', jsonata({ ...end, Output: '{% $states.context.State.Nam & "x" %}' }), '/States/A/Output', 'ASL2023'],
  ['a token where none is waited for', one({ ...end, Parameters: { 'a.$': '$$.Task.Token' } }), '/States/A/Parameters/a.$', 'ASL2023'],
  ['a token of a function', jsonata(task(lambda, { Arguments: { a: '{% $states.context.Task.Token %}' } })), '/States/A/Arguments/a', 'ASL2023'],
];

/** Each is told as a warning, at its place, and nothing else is. */
export const advised: readonly Advised[] = rows.map(([what, definition, pointer, code]) => ({ what, definition, pointer, code }));
