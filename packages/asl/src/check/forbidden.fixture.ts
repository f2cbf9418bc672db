import type { Json } from '../engine-types.ts';
import type { Code } from './catalogue.ts';

/** A definition that the specification or AWS's guide forbids, the clause that forbids it, and the place of the fault. */
export interface Forbidden {
  readonly what: string;
  readonly clause: string;
  readonly definition: Json;
  readonly pointer: string;
  readonly code: Code;
}

type States = { readonly [name: string]: Json };
type Fields = { readonly [name: string]: Json };

const spec = 'states-language.net, ';
const guide = 'Step Functions developer guide, ';

const machine = (states: States, more: Fields = {}): Json => ({ StartAt: Object.keys(states)[0] ?? '', States: states, ...more });
const jsonata = (states: States): Json => machine(states, { QueryLanguage: 'JSONata' });
const end = { Type: 'Pass', End: true };
const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
const task = (more: Fields): Fields => ({ Type: 'Task', Resource: lambda, End: true, ...more });
const choice = (rule: Json): Json => machine({ C: { Type: 'Choice', Choices: [rule], Default: 'D' }, D: end });
const processor = { StartAt: 'I', States: { I: end } };
const distributed = { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const map = (more: Fields): Json => machine({ M: { Type: 'Map', End: true, ItemProcessor: processor, ...more } });
const wide = (more: Fields): Json => map({ ItemProcessor: distributed, ...more });
const branches = (...inner: readonly Json[]): Fields => ({ Type: 'Parallel', End: true, Branches: inner });
const retry = (...rules: readonly Json[]): Json => machine({ T: task({ Retry: rules }) });
const one = (state: Json): Json => machine({ A: state });
const called = (resource: string, parameters: Json): Json => one(task({ Resource: resource, Parameters: parameters }));

type Row = readonly [what: string, clause: string, definition: Json, pointer: string, code: Code];

const structure: readonly Row[] = [
  ['a machine without StartAt', `${spec}"Top-level fields"`, { States: { A: end } }, '', 'ASL1101'],
  ['a machine without States', `${spec}"Top-level fields"`, { StartAt: 'A' }, '', 'ASL1101'],
  ['States that are a list', `${spec}"Top-level fields"`, { StartAt: 'A', States: [] }, '/States', 'ASL1104'],
  ['StartAt that names no state', `${spec}"Top-level fields"`, { StartAt: 'B', States: { A: end } }, '/StartAt', 'ASL1201'],
  ['another version', `${spec}"Top-level fields"`, machine({ A: end }, { Version: '2.0' }), '/Version', 'ASL1106'],
  ['a timeout of the machine as text', `${spec}"Top-level fields"`, machine({ A: end }, { TimeoutSeconds: '60' }), '/TimeoutSeconds', 'ASL1104'],
  ['a query language that there is not', `${guide}"QueryLanguage field"`, machine({ A: end }, { QueryLanguage: 'jsonata' }), '/QueryLanguage', 'ASL1106'],
  ['a state that is a text', `${spec}"States"`, one('Pass'), '/States/A', 'ASL1005'],
  ['a state without a type', `${spec}"States"`, one({ End: true }), '/States/A/Type', 'ASL1108'],
  ['a type that there is not', `${spec}"State Types"`, one({ Type: 'Loop', End: true }), '/States/A/Type', 'ASL1108'],
  ['a name of 81 characters', `${spec}"States"`, machine({ ['x'.repeat(81)]: end }), `/States/${'x'.repeat(81)}`, 'ASL1109'],
  ['a name in two branches', `${spec}"States"`, machine({ P: branches({ StartAt: 'B', States: { B: end } }, { StartAt: 'B', States: { B: end } }) }), '/States/P/Branches/1/States/B', 'ASL1110'],
  ['a field that there is not', `${spec}"Table of State Types and Fields"`, one({ ...end, Resutl: 1 }), '/States/A/Resutl', 'ASL1102'],
  ['a Retry of a Pass state', `${spec}"Table of State Types and Fields"`, one({ ...end, Retry: [] }), '/States/A/Retry', 'ASL1102'],
  ['a Next of a Succeed state', `${spec}"Succeed State"`, machine({ S: { Type: 'Succeed', Next: 'A' } }), '/States/S/Next', 'ASL1102'],
  ['an InputPath of a Fail state', `${spec}"Fail State"`, one({ Type: 'Fail', InputPath: '$' }), '/States/A/InputPath', 'ASL1102'],
  ['a ResultPath of a Wait state', `${spec}"Table of State Types and Fields"`, one({ Type: 'Wait', Seconds: 1, ResultPath: '$', End: true }), '/States/A/ResultPath', 'ASL1102'],
  ['a Resource that is no text', `${spec}"Task State"`, one({ Type: 'Task', Resource: 1, End: true }), '/States/A/Resource', 'ASL1104'],
  ['a task without Resource', `${spec}"Task State"`, one({ Type: 'Task', End: true }), '/States/A', 'ASL1101'],
];

const flow: readonly Row[] = [
  ['neither Next nor End', `${spec}"Transitions"`, one({ Type: 'Pass' }), '/States/A', 'ASL1204'],
  ['both Next and End', `${spec}"Transitions"`, machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: end }), '/States/A/End', 'ASL1204'],
  ['a Next that names no state', `${spec}"Transitions"`, one({ Type: 'Pass', Next: 'Z' }), '/States/A/Next', 'ASL1201'],
  ['a Default that names no state', `${spec}"Choice State"`, machine({ C: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'D' }], Default: 'Z' }, D: end }), '/States/C/Default', 'ASL1201'],
  ['a catcher that leads nowhere', `${spec}"Fallback states"`, one(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] })), '/States/A/Catch/0/Next', 'ASL1201'],
  ['a branch that leaves its Parallel', `${spec}"Parallel State"`, machine({ P: { ...branches({ StartAt: 'B', States: { B: { Type: 'Pass', Next: 'Z' } } }), Next: 'Z', End: false }, Z: end }), '/States/P/Branches/0/States/B/Next', 'ASL1201'],
  ['an item that leaves its Map', `${spec}"Map State"`, machine({ M: { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Next: 'Z' } } }, Next: 'Z' }, Z: end }), '/States/M/ItemProcessor/States/I/Next', 'ASL1201'],
  ['a state that nothing leads to', `${spec}"Transitions"`, machine({ A: end, B: end }), '/States/B', 'ASL1202'],
  ['a circle that nothing leads to', `${spec}"Transitions"`, machine({ A: end, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } }), '/States/B', 'ASL1202'],
  ['a circle without an end', 'Step Functions API reference, MISSING_END_STATE', machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }), '/States', 'ASL1203'],
  ['branches that are no list', `${spec}"Parallel State"`, one({ Type: 'Parallel', Branches: { StartAt: 'B', States: { B: end } }, End: true }), '/States/A/Branches', 'ASL1104'],
  ['a branch that is a name', `${spec}"Parallel State"`, one(branches('B')), '/States/A/Branches/0', 'ASL1005'],
  ['a branch without StartAt', `${spec}"Parallel State"`, one(branches({ States: { B: end } })), '/States/A/Branches/0', 'ASL1101'],
];

const data: readonly Row[] = [
  ['a path without $', `${spec}"Paths"`, one({ ...end, InputPath: 'a.b' }), '/States/A/InputPath', 'ASL1305'],
  ['a path that does not close', `${spec}"Paths"`, one({ ...end, OutputPath: '$.a[' }), '/States/A/OutputPath', 'ASL1305'],
  ['a ResultPath with a wildcard', `${spec}"Reference Paths"`, one({ ...end, ResultPath: '$.a[*]' }), '/States/A/ResultPath', 'ASL1306'],
  ['a ResultPath into the context', `${spec}"Input and Output Processing"`, one({ ...end, ResultPath: '$$.a' }), '/States/A/ResultPath', 'ASL1310'],
  ['Parameters that are a list', `${spec}"Payload Template"`, one({ ...end, Parameters: [] }), '/States/A/Parameters', 'ASL1104'],
  ['a field that ends with .$ and holds a number', `${spec}"Payload Template"`, one({ ...end, Parameters: { 'a.$': 1 } }), '/States/A/Parameters/a.$', 'ASL1308'],
  ['a field twice, once with .$', `${spec}"Payload Template"`, one({ ...end, Parameters: { a: 1, 'a.$': '$.a' } }), '/States/A/Parameters/a.$', 'ASL1309'],
  ['an intrinsic function that there is not', `${spec}"Intrinsic Functions"`, one({ ...end, Parameters: { 'a.$': "States.Fromat('{}', $.a)" } }), '/States/A/Parameters/a.$', 'ASL1307'],
  ['an intrinsic function that does not close', `${spec}"Intrinsic Functions"`, one({ ...end, Parameters: { 'a.$': "States.Format('{}', $.a" } }), '/States/A/Parameters/a.$', 'ASL1307'],
  ['Parameters in a JSONata state', `${guide}"Arguments and Output Fields"`, jsonata({ A: task({ Parameters: {} }) }), '/States/A/Parameters', 'ASL1103'],
  ['Arguments in a JSONPath state', `${guide}"Arguments and Output Fields"`, one(task({ Arguments: {} })), '/States/A/Arguments', 'ASL1103'],
  ['a path field in a JSONata state', `${guide}"No more path fields"`, jsonata({ A: task({ TimeoutSecondsPath: '$.t' }) }), '/States/A/TimeoutSecondsPath', 'ASL1103'],
  ['JSONPath within a JSONata machine', `${guide}"QueryLanguage field"`, jsonata({ A: { ...end, QueryLanguage: 'JSONPath' } }), '/States/A/QueryLanguage', 'ASL1111'],
  ['an expression that does not parse', `${guide}"Transforming data with JSONata"`, jsonata({ A: { ...end, Output: { deep: ['{% 1 + %}'] } } }), '/States/A/Output/deep/0', 'ASL1301'],
  ['an empty expression', `${guide}"Transforming data with JSONata"`, jsonata({ A: { ...end, Output: '{% %}' } }), '/States/A/Output', 'ASL1301'],
  ['an expression that is not closed', `${guide}"Writing JSONata expressions in JSON strings"`, jsonata({ A: { ...end, Output: '{% $states.input' } }), '/States/A/Output', 'ASL1302'],
  ['$eval', `${guide}"JSONata functions provided by Step Functions"`, jsonata({ A: { ...end, Output: '{% $eval("1") %}' } }), '/States/A/Output', 'ASL1303'],
  ['the result in a Pass state', `${guide}"Reserved variable: $states"`, jsonata({ A: { ...end, Output: '{% $states.result %}' } }), '/States/A/Output', 'ASL1304'],
  ['the error output outside of a catcher', `${guide}"Reserved variable: $states"`, jsonata({ A: task({ Output: '{% $states.errorOutput %}' }) }), '/States/A/Output', 'ASL1304'],
  ['a variable named states', `${guide}"Variable name syntax"`, jsonata({ A: { ...end, Assign: { states: 1 } } }), '/States/A/Assign/states', 'ASL1401'],
  ['a part of a variable', `${guide}"Assign field in ASL"`, one({ ...end, Assign: { 'x.y': 1 } }), '/States/A/Assign/x.y', 'ASL1401'],
  ['a branch that assigns a variable of the scope around', `${guide}"Variable scope"`, machine({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' }, P: branches({ StartAt: 'B', States: { B: { ...end, Assign: { 'x.$': '$.a' } } } }) }), '/States/P/Branches/0/States/B/Assign/x.$', 'ASL1402'],
];

const rules: readonly Row[] = [
  ['States.ALL with another name', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['States.ALL', 'E'] }), '/States/T/Retry/0/ErrorEquals', 'ASL1501'],
  ['States.ALL before another rule', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }), '/States/T/Retry/0/ErrorEquals', 'ASL1502'],
  ['a rule without names', `${spec}"Retrying after error"`, retry({ ErrorEquals: [] }), '/States/T/Retry/0/ErrorEquals', 'ASL1503'],
  ['a rule without ErrorEquals', `${spec}"Retrying after error"`, retry({ MaxAttempts: 1 }), '/States/T/Retry/0', 'ASL1101'],
  ['a backoff that shrinks', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['E'], BackoffRate: 0.5 }), '/States/T/Retry/0/BackoffRate', 'ASL1105'],
  ['more attempts than there can be', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['E'], MaxAttempts: 999_999_999 }), '/States/T/Retry/0/MaxAttempts', 'ASL1105'],
  ['an interval of nothing', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['E'], IntervalSeconds: 0 }), '/States/T/Retry/0/IntervalSeconds', 'ASL1105'],
  ['a longest delay of a year and more', `${guide}"Handling errors"`, retry({ ErrorEquals: ['E'], MaxDelaySeconds: 31_622_400 }), '/States/T/Retry/0/MaxDelaySeconds', 'ASL1105'],
  ['a jitter that there is not', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['E'], JitterStrategy: 'HALF' }), '/States/T/Retry/0/JitterStrategy', 'ASL1106'],
  ['a Next of a retrier', `${spec}"Retrying after error"`, retry({ ErrorEquals: ['E'], Next: 'T' }), '/States/T/Retry/0/Next', 'ASL1102'],
  ['a catcher without Next', `${spec}"Fallback states"`, one(task({ Catch: [{ ErrorEquals: ['E'] }] })), '/States/A/Catch/0', 'ASL1101'],
  ['a heartbeat as long as the timeout', `${spec}"Timeouts"`, one(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 })), '/States/A/HeartbeatSeconds', 'ASL1504'],
  ['a timeout of nothing', `${spec}"Timeouts"`, one(task({ TimeoutSeconds: 0 })), '/States/A/TimeoutSeconds', 'ASL1105'],
  ['a timeout and its path', `${spec}"Timeouts"`, one(task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' })), '/States/A/TimeoutSecondsPath', 'ASL1107'],
  ['a Wait for two things', `${spec}"Wait State"`, one({ Type: 'Wait', Seconds: 1, Timestamp: '2030-01-31T12:00:00Z', End: true }), '/States/A/Timestamp', 'ASL1107'],
  ['a Wait for nothing', `${spec}"Wait State"`, one({ Type: 'Wait', End: true }), '/States/A', 'ASL1101'],
  ['a timestamp without a zone', `${spec}"Timestamps"`, one({ Type: 'Wait', Timestamp: '2030-01-31T12:00:00', End: true }), '/States/A/Timestamp', 'ASL1104'],
  ['a Choice without rules', `${spec}"Choice State"`, machine({ C: { Type: 'Choice', Choices: [], Default: 'D' }, D: end }), '/States/C/Choices', 'ASL1104'],
  ['a rule that compares nothing', `${spec}"Choice State"`, choice({ Variable: '$.a', Next: 'D' }), '/States/C/Choices/0', 'ASL1601'],
  ['a rule that compares twice', `${spec}"Choice State"`, choice({ Variable: '$.a', IsNull: true, IsPresent: true, Next: 'D' }), '/States/C/Choices/0/IsPresent', 'ASL1602'],
  ['a number compared with a text', `${spec}"Choice State"`, choice({ Variable: '$.a', NumericEquals: '1', Next: 'D' }), '/States/C/Choices/0/NumericEquals', 'ASL1603'],
  ['a comparison without Variable', `${spec}"Choice State"`, choice({ StringEquals: 'a', Next: 'D' }), '/States/C/Choices/0', 'ASL1101'],
  ['a rule without Next', `${spec}"Choice State"`, choice({ Variable: '$.a', IsNull: true }), '/States/C/Choices/0', 'ASL1101'],
  ['a Next inside of And', `${spec}"Choice State"`, choice({ And: [{ Variable: '$.a', IsNull: true, Next: 'D' }], Next: 'D' }), '/States/C/Choices/0/And/0/Next', 'ASL1604'],
  ['an Or of nothing', `${spec}"Choice State"`, choice({ Or: [], Next: 'D' }), '/States/C/Choices/0/Or', 'ASL1104'],
  ['an operator that there is not', `${spec}"Choice State"`, choice({ Variable: '$.a', StringEqual: 'a', Next: 'D' }), '/States/C/Choices/0/StringEqual', 'ASL1102'],
  ['a Condition in JSONPath', `${guide}"Choice state"`, choice({ Condition: '{% true %}', Next: 'D' }), '/States/C/Choices/0/Condition', 'ASL1103'],
  ['a constant text as Condition', `${guide}"Choice state"`, jsonata({ C: { Type: 'Choice', Choices: [{ Condition: 'yes', Next: 'D' }], Default: 'D' }, D: end }), '/States/C/Choices/0/Condition', 'ASL1104'],
];

const maps: readonly Row[] = [
  ['a Map without a processor', `${spec}"Map State"`, one({ Type: 'Map', End: true }), '/States/A', 'ASL1101'],
  ['a Map with two processors', `${spec}"Map State"`, map({ Iterator: processor }), '/States/M/Iterator', 'ASL1107'],
  ['a concurrency below nothing', `${spec}"Map State"`, map({ MaxConcurrency: -1 }), '/States/M/MaxConcurrency', 'ASL1105'],
  ['a mode that there is not', `${guide}"Map state"`, map({ ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'REMOTE' } } }), '/States/M/ItemProcessor/ProcessorConfig/Mode', 'ASL1106'],
  ['a reader of a table', `${guide}"ItemReader (Map)"`, wide({ ItemReader: { Resource: 'arn:aws:states:::dynamodb:getItem' } }), '/States/M/ItemReader/Resource', 'ASL1802'],
  ['a reader without a key', `${guide}"ItemReader (Map)"`, wide({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b' } } }), '/States/M/ItemReader/Parameters', 'ASL1805'],
  ['a distributed Map in an Express child', `${guide}"Using Map state in Distributed mode"`, map({ ItemProcessor: { StartAt: 'N', States: { N: { Type: 'Map', ItemProcessor: distributed, End: true } }, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } } }), '/States/M/ItemProcessor/States/N/ItemProcessor/ProcessorConfig', 'ASL1806'],
  ['a reader of an inline Map', `${guide}"Using Map state in Distributed mode"`, map({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject' } }), '/States/M/ItemReader', 'ASL1701'],
  ['a distributed Map without ExecutionType', `${guide}"Using Map state in Distributed mode"`, map({ ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED' } } }), '/States/M/ItemProcessor/ProcessorConfig', 'ASL1702'],
  ['a label with a blank', `${guide}"Using Map state in Distributed mode"`, wide({ Label: 'a b' }), '/States/M/Label', 'ASL1703'],
  ['given headers that are not given', `${guide}"ItemReader (Map)"`, wide({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN' } } }), '/States/M/ItemReader/ReaderConfig', 'ASL1704'],
  ['a batcher without a size', `${guide}"ItemBatcher (Map)"`, wide({ ItemBatcher: { BatchInput: {} } }), '/States/M/ItemBatcher', 'ASL1704'],
  ['a tolerated percentage above 100', `${guide}"Using Map state in Distributed mode"`, wide({ ToleratedFailurePercentage: 101 }), '/States/M/ToleratedFailurePercentage', 'ASL1105'],
  ['a job that is waited for in an Express child', `${guide}"Choosing workflow type in Step Functions"`, map({ ItemProcessor: { StartAt: 'J', States: { J: task({ Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' } }) }, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } } }), '/States/M/ItemProcessor/States/J/Resource', 'ASL1806'],
];

const tasks: readonly Row[] = [
  ['credentials without a role', `${guide}"Task state"`, one(task({ Credentials: { Role: 'r' } })), '/States/A/Credentials', 'ASL1101'],
  ['an expression as Resource', `${guide}"Writing JSONata expressions in JSON strings"`, jsonata({ A: task({ Resource: '{% $arn %}' }) }), '/States/A/Resource', 'ASL1801'],
  ['the ARN of a bucket', `${guide}"Task state"`, one(task({ Resource: 'arn:aws:s3:::bucket' })), '/States/A/Resource', 'ASL1801'],
  ['a misspelt action', `${guide}"Integrating optimized services with Step Functions"`, called('arn:aws:states:::glue:startJobRunn', { JobName: 'j' }), '/States/A/Resource', 'ASL1802'],
  ['a misspelt service of the SDK', `${guide}"Using AWS SDK service integrations"`, called('arn:aws:states:::aws-sdk:dynamdb:getItem', {}), '/States/A/Resource', 'ASL1802'],
  ['an action of the SDK in the wrong case', `${guide}"Using AWS SDK service integrations"`, called('arn:aws:states:::aws-sdk:glue:StartCrawler', { Name: 'c' }), '/States/A/Resource', 'ASL1802'],
  ['waiting for an action of the SDK', `${guide}"Integrating services with Step Functions"`, called('arn:aws:states:::aws-sdk:glue:startCrawler.sync', { Name: 'c' }), '/States/A/Resource', 'ASL1803'],
  ['waiting for a message', `${guide}"Integrating optimized services with Step Functions"`, called('arn:aws:states:::sqs:sendMessage.sync', { QueueUrl: 'q', MessageBody: 'm' }), '/States/A/Resource', 'ASL1803'],
  ['a parameter in the case of the service', `${guide}"Passing parameters to a service API"`, called('arn:aws:states:::aws-sdk:sfn:startExecution', { stateMachineArn: 'a' }), '/States/A/Parameters/stateMachineArn', 'ASL1804'],
  ['a misspelt parameter', `${guide}"Passing parameters to a service API"`, called('arn:aws:states:::glue:startJobRun.sync', { 'JobNam.$': '$.job' }), '/States/A/Parameters/JobNam.$', 'ASL1804'],
  ['a required parameter that is missing', `${guide}"Passing parameters to a service API"`, called('arn:aws:states:::aws-sdk:dynamodb:getItem', { TableName: 't' }), '/States/A/Parameters', 'ASL1805'],
];

/** Each is rejected at its place. */
export const forbidden: readonly Forbidden[] = [...structure, ...flow, ...data, ...rules, ...maps, ...tasks].map(([what, clause, definition, pointer, code]) => ({ what, clause, definition, pointer, code }));
