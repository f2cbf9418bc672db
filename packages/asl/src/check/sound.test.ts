import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { validate } from './validate.ts';

// What the language allows, in all its forms, is taken without a word.
type Fields = { readonly [name: string]: Json };
const end = { Type: 'Pass', End: true };
const told = (definition: Json, type?: 'EXPRESS') => validate(definition, type === undefined ? {} : { type }).problems.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);
const one = (state: Fields, more: Fields = {}): Json => ({ StartAt: 'A', States: { A: state }, ...more });
const jsonata = (state: Fields): Json => one(state, { QueryLanguage: 'JSONata' });
const processor = { StartAt: 'I', States: { I: end } };
const wide = (more: Fields): Fields => ({ Type: 'Map', ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }, End: true, ...more });
const task = (more: Fields): Fields => ({ Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' }, TimeoutSeconds: 60, End: true, ...more });

const comparisons: readonly Fields[] = [
  ...['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'].flatMap((order): Fields[] => [
    { [`String${order}`]: '' }, { [`String${order}Path`]: '$.b' }, { [`Numeric${order}`]: -1.5 }, { [`Numeric${order}`]: '${Limit}' }, { [`Numeric${order}Path`]: '$$.Execution.Input.b' },
    { [`Timestamp${order}`]: '2030-01-31T12:00:00.123456789Z' }, { [`Timestamp${order}`]: '2030-01-31T12:00:00+02:00' }, { [`Timestamp${order}`]: '${Moment}' }, { [`Timestamp${order}Path`]: '$.b' },
  ]),
  { BooleanEquals: false }, { BooleanEqualsPath: '$.b' }, { StringMatches: 'a*\\*' },
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'].flatMap((name) => [{ [name]: true }, { [name]: false }]),
];

test('every comparison with every form of its value', () => {
  const rules = comparisons.map((comparison) => ({ Variable: '$.a', ...comparison, Next: 'D', Comment: 'c' }));
  const joined = { And: [{ Or: comparisons.slice(0, 2).map((comparison) => ({ Variable: '$.a', ...comparison })) }, { Not: { Variable: '$.a', IsNull: true } }], Next: 'D' };
  expect(told({ StartAt: 'C', States: { C: { Type: 'Choice', InputPath: '$.x', OutputPath: null, Choices: [...rules, joined], Default: 'D' }, D: end } })).toEqual([]);
});

test('a path where a text, a number or a yes is wanted is no comparison', () => {
  for (const operator of ['StringMatchesPath', 'IsNullPath', 'IsPresentPath']) {
    expect(told({ StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', [operator]: '$.b', Next: 'D' }], Default: 'D' }, D: end } })[0]).toMatch(/^ASL1102/u);
  }
  for (const [operator, value] of [['StringMatches', 1], ['BooleanEquals', 'true'], ['IsNull', 'true'], ['TimestampEquals', 'today'], ['StringEquals', null]] as const) {
    expect(told({ StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', [operator]: value, Next: 'D' }], Default: 'D' }, D: end } })[0]).toMatch(/^ASL1603/u);
  }
});

test.each<[string, Json]>([
  ['every field of a task in JSONPath', one(task({ Comment: 'c', InputPath: '$.a[0]', OutputPath: '$', ResultPath: '$.r', ResultSelector: { 'x.$': '$.JobRunState' }, TimeoutSeconds: 99_999_999, HeartbeatSeconds: 5, Credentials: { 'RoleArn.$': '$.role' }, Assign: { 'x.$': 'States.UUID()' } }))],
  ['the paths of a task', one({ Type: 'Task', Resource: 'arn:aws:states:eu-west-1:123456789012:activity:a', TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$$.Execution.Input.h', End: true })],
  ['rules with all their fields', one(task({ Retry: [{ ErrorEquals: ['States.Timeout', 'Glue.X'], IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1.5, MaxDelaySeconds: 1, JitterStrategy: 'FULL', Comment: 'c' }, { ErrorEquals: ['States.ALL'], BackoffRate: 1, MaxAttempts: 99_999_999, JitterStrategy: 'NONE' }] }))],
  ['catchers with all their fields', { StartAt: 'A', States: { A: task({ Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'F', ResultPath: '$.e', Assign: { 'e.$': '$.Error' }, Comment: 'c' }, { ErrorEquals: ['States.ALL'], Next: 'F' }] }), F: { Type: 'Fail', ErrorPath: "States.Format('{}', $.e)", CausePath: '$.e.Cause' } } }],
  ['a Fail state that says nothing', one({ Type: 'Fail' })],
  ['a Fail state with constants', one({ Type: 'Fail', Error: 'E', Cause: 'c' })],
  ['waits until a moment in its paths', { StartAt: 'A', States: { A: { Type: 'Wait', TimestampPath: '$.t', Next: 'B' }, B: { Type: 'Wait', SecondsPath: '$.s', Next: 'C' }, C: { Type: 'Wait', Timestamp: '2030-01-31T12:00:00Z', Next: 'D' }, D: { Type: 'Wait', Seconds: 0, End: true } } }],
  ['waits until a moment in its expressions', { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Wait', Timestamp: '{% $now() %}', Next: 'B' }, B: { Type: 'Wait', Seconds: '{% 1 %}', Output: 1, End: true } } }],
  ['an inline map with all its fields', one({ Type: 'Map', ItemsPath: '$.a', ItemSelector: { 'x.$': '$$.Map.Item.Value' }, MaxConcurrencyPath: '$.n', ItemProcessor: { ...processor, Comment: 'c', ProcessorConfig: { Mode: 'INLINE' } }, ResultPath: null, End: true })],
  ['a map over an object', jsonata({ Type: 'Map', Items: { a: '{% 1 %}' }, MaxConcurrency: '{% 2 %}', ItemSelector: '{% $states.context.Map.Item %}', ItemProcessor: processor, Output: '{% $states.result %}', End: true })],
  ['a map over rows with a header', one(wide({ Label: 'rows-1', MaxConcurrency: 1000, ToleratedFailurePercentage: 2.5, ToleratedFailureCountPath: '$.n', ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', 'Key.$': '$.k' }, ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: 'TAB', MaxItemsPath: '$.m' } }, ItemBatcher: { BatchInput: { 'x.$': '$.x' }, MaxItemsPerBatch: 10, MaxInputBytesPerBatchPath: '$.y' }, ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' }, WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' } } }))],
  ['a map over rows with given names', one(wide({ ItemReader: { Resource: 'arn:aws-cn:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' }, ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'], MaxItems: 5 } } }))],
  ['a map over the objects of a folder', jsonata(wide({ ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: '{% $states.input.b %}', Prefix: 'p/' }, ReaderConfig: { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN', MaxItems: '{% 5 %}' } }, ItemBatcher: { MaxInputBytesPerBatch: '{% 1000 %}' } }))],
  ['a map over a folder as it is', one(wide({ ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' }, ReaderConfig: { Transformation: 'NONE' } } }))],
  ['a parallel state with all its fields', { StartAt: 'P', States: { P: { Type: 'Parallel', Comment: 'c', Parameters: { 'a.$': '$.a' }, Branches: [{ StartAt: 'B', Comment: 'c', States: { B: end } }], ResultSelector: { 'b.$': '$[0]' }, Retry: [{ ErrorEquals: ['States.BranchFailed'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }], Next: 'S' }, S: { Type: 'Succeed', InputPath: '$', OutputPath: '$.x' } } }],
  ['calls that may succeed', one({ ...end, Parameters: { 'a.$': "States.Format('\\{{}\\} {} \\'', $.a, States.Hash($.b, 'SHA-256'))", 'b.$': 'States.Format($.t, $.a)', 'c.$': 'States.JsonMerge($.a, $.b, $.c)', 'd.$': 'States.Hash($.a, $.b)', 'e.$': "$['length()']", 'f.$': 'States.MathRandom(1, 2)', 'g.$': "States.Format('none')" } })],
  ['members of the context object', one({ ...end, Parameters: { 'a.$': '$$', 'b.$': '$$.Execution.Input.a.b', 'c.$': '$$.Map.Item.Value.x', 'd.$': "$$['State']['RetryCount']", 'e.$': '$$.Execution.Id', 'f.$': '$$.Map.Item.Key', 'g.$': '$$..Id', 'h.$': '$$.StateMachine.Name' } })],
  ['members of the context object in expressions', jsonata({ ...end, Output: '{% [$states.context.Execution.Input.a.b, $states.context.Map.Item.Index, $states.context.*, $states.context, $states.context.Execution["x"]] %}' })],
  ['tokens of tasks that may wait for them', { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:eu-west-1:123456789012:activity:a', Parameters: { 'a.$': '$$.Task.Token' }, TimeoutSeconds: 9, HeartbeatSeconds: 5, Next: 'B' }, B: { Type: 'Task', Resource: '${Resource}', Parameters: { 'a.$': '$$.Task.Token' }, TimeoutSeconds: 9, Next: 'C' }, C: task({ Parameters: { JobName: 'j', Arguments: { 'a.$': '$$.Task.Token' } } }) } }],
  ['the whole machine', one({ ...end, QueryLanguage: 'JSONPath' }, { Comment: 'c', Version: '1.0', TimeoutSeconds: 3600, QueryLanguage: 'JSONPath' })],
  ['a circle with a way out', { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 1, Next: 'C' }, C: { Type: 'Choice', Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'S' }], Default: 'A' }, S: { Type: 'Succeed' } } }],
  ['a name of 80 letters beyond the basic plane', { StartAt: '😀'.repeat(80), States: { ['😀'.repeat(80)]: end } }],
  ['names of variables in other scripts', one({ ...end, Assign: { größe: 1, 数: 2, _x9: 3, ['a'.repeat(80)]: 4 } })],
])('%s', (_, definition) => {
  expect(told(definition)).toEqual([]);
});

test('what an Express machine may do', () => {
  expect(told(one(task({ Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', Parameters: { TableName: 't', Key: {} } })), 'EXPRESS')).toEqual([]);
  expect(told(one(task({ Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:f', Retry: [{ ErrorEquals: ['States.ALL'] }] })), 'EXPRESS')).toEqual([]);
  expect(told(one({ Type: 'Task', Resource: 'arn:aws:states:eu-west-1:123456789012:activity:a', TimeoutSeconds: 9, HeartbeatSeconds: 5, End: true }), 'EXPRESS').map((line) => line.slice(0, 26))).toEqual(['ASL1806 /States/A/Resource']);
});

test('headers that are not read are told', () => {
  const reader = (config: Fields): Json => one(wide({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' }, ReaderConfig: { InputType: 'CSV', ...config } } }));
  expect(told(reader({ CSVHeaderLocation: 'FIRST_ROW', CSVHeaders: ['a'] }))[0]).toMatch(/^ASL1704 .*\/CSVHeaders /u);
  expect(told(reader({ CSVHeaderLocation: 'GIVEN', CSVHeaders: [1] }))[0]).toMatch(/^ASL1104 .*\/CSVHeaders /u);
  expect(told(one(wide({ ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' }, ReaderConfig: { Transformation: 'LOAD_AND_FLATTEN' } } })))[0]).toMatch(/^ASL1704/u);
});

test('a near name of an integration is told as sure as it is', () => {
  const near = (word: string): string => told(one(task({ Resource: `arn:aws:states:::aws-sdk:${word}:x` })))[0]?.slice(0, 7) ?? '';
  // Short names of services are too near each other to be sure.
  expect([near('sms'), near('dynamodbb'), near('athenna')]).toEqual(['ASL2012', 'ASL1802', 'ASL1802']);
  expect(told(one(task({ Resource: 'arn:aws:states:::dynamodbx:getItem' })))[0]).toContain('ASL1802');
  expect(validate(one(task({ Resource: 'arn:aws:states:::ssm:getParameter' }))).problems[0]?.hint).toBe("Call it by the SDK: 'aws-sdk:ssm:getParameter'.");
});
