// State machines that are sound, and inputs that are meant to make their executions grow without an end.
import type { Json } from '@millrace/asl';
import { end, executed, machine, nested, repeated, type Attack } from './attack.ts';

const tooMany = /^FAILED States\.Runtime$/u;
const tooLarge = /^FAILED States\.DataLimitExceeded$/u;
const notJson = /^(?:RangeError|UnsupportedDefinition)$/u;

function itself(): Json {
  const value: { [name: string]: Json } = { a: 1 };
  value['self'] = value;
  return value;
}
const pass = machine({ A: end });
const task = { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Parameters: {} };
const items = (count: number): Json => repeated(count, (n) => n);
const map = (inner: Json, more: { readonly [field: string]: Json } = {}): Json => machine({ M: { Type: 'Map', ItemProcessor: inner, ...more, End: true } });

export const executions: readonly Attack[] = [
  executed('an input that nests 100,000 deep', () => ({ definition: pass, input: nested(100_000, 1, (inner) => [inner]) }), notJson),
  executed('an input that holds itself', () => ({ definition: pass, input: itself() }), notJson),
  executed('an input of ten megabytes', () => ({ definition: pass, input: 'x'.repeat(10_000_000) }), /^RangeError$/u),
  executed('an input whose members are those of every object', () => ({ definition: machine({ A: { Type: 'Pass', ResultPath: '$.__proto__.polluted', Result: true, End: true } }), input: JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}}}') as Json }), /^SUCCEEDED$/u), // JSON.parse gives JSON
  executed('a definition that holds itself', () => ({ definition: machine({ A: { Type: 'Pass', Result: itself(), End: true } }) }), notJson),
  executed('a definition of two megabytes', () => ({ definition: machine({ A: { Type: 'Pass', Result: 'x'.repeat(2_000_000), End: true } }) }), /^UnsupportedDefinition$/u),
  executed('a state that goes to itself', () => ({ definition: machine({ A: { Type: 'Pass', Next: 'A' } }) }), tooMany),
  executed('two states in a circle, in JSONata', () => ({ definition: machine({ A: { Type: 'Pass', Output: '{% $states.input %}', Next: 'B' }, B: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'A' }] } }, { QueryLanguage: 'JSONata' }) }), tooMany),
  executed('a circle of waits that take no time', () => ({ definition: machine({ A: { Type: 'Wait', Seconds: 0, Next: 'A' } }) }), tooMany),
  executed('a circle of waits for a time long past', () => ({ definition: machine({ A: { Type: 'Wait', Timestamp: '0001-01-01T00:00:00Z', Next: 'A' } }) }), tooMany),
  executed('a task that fails and is caught by itself', () => ({ definition: machine({ A: { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }], End: true } }), options: { tasks: { A: () => ({ error: 'E' }) } } }), tooMany),
  executed('a task that is retried a hundred million times', () => ({ definition: machine({ A: { ...task, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 99_999_999, IntervalSeconds: 1, BackoffRate: 1 }], End: true } }), options: { tasks: { A: () => ({ error: 'E' }) } } }), tooMany),
  executed('delays that grow beyond all time', () => ({ definition: machine({ A: { ...task, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 99_999_999, IntervalSeconds: 99_999_999, BackoffRate: 1e9 }], End: true } }), options: { tasks: { A: () => ({ error: 'E' }) } } }), /^FAILED|^RUNNING|^TIMED_OUT/u),
  executed('a Map over 40,000 items', () => ({ definition: map(pass), input: items(40_000) }), tooMany),
  executed('a Map in a Map in a Map', () => ({ definition: map(map(map(pass))), input: repeated(30, () => repeated(30, () => items(30))) }), tooMany),
  executed('2,000 branches that each go in a circle', () => ({ definition: machine({ P: { Type: 'Parallel', Branches: repeated(2000, (n) => ({ StartAt: `A${n}`, States: { [`A${n}`]: { Type: 'Pass', Next: `A${n}` } } })), End: true } }) }), tooMany),
  executed('branches in branches, 300 deep', () => ({ definition: nested(300, pass, (inner) => machine({ P: { Type: 'Parallel', Branches: [inner], End: true } })) }), /^SUCCEEDED|^UnsupportedDefinition|^FAILED/u),
  executed('a result that doubles, by branches', () => ({ definition: machine({ P: { Type: 'Parallel', Branches: ['A', 'B'].map((name) => machine({ [name]: end })), Next: 'P' } }) }), tooLarge),
  executed('a result that doubles, by a template', () => ({ definition: machine({ A: { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, Next: 'A' } }) }), tooLarge),
  executed('a result that nests deeper with each state', () => ({ definition: machine({ A: { Type: 'Pass', Parameters: { 'b.$': '$' }, ResultPath: '$.a', Next: 'A' } }) }), tooMany),
  executed('250,000 characters that 25,000 events carry', () => ({ definition: machine({ A: { Type: 'Pass', Next: 'A' } }), input: { text: 'x'.repeat(250_000) } }), tooMany),
  executed('30,000 numbers that 25,000 events carry, changed each time', () => ({ definition: machine({ A: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)', 'list.$': '$.list' }, Next: 'A' } }), input: { n: 0, list: items(30_000) } }), tooMany),
  executed('a variable that doubles', () => ({ definition: machine({ Z: { Type: 'Pass', Assign: { a: 'x' }, Next: 'A' }, A: { Type: 'Pass', Assign: { a: '{% $a & $a %}' }, Next: 'A' } }, { QueryLanguage: 'JSONata' }) }), /^FAILED States\.(?:DataLimitExceeded|QueryEvaluationError)$/u),
  executed('variables without number', () => ({ definition: machine(Object.fromEntries(repeated(100, (n) => [`S${n}`, { Type: 'Pass', Assign: { [`v${n}`]: '{% $pad("", 200000, "x") %}' }, ...(n === 99 ? { End: true } : { Next: `S${n + 1}` }) }])), { QueryLanguage: 'JSONata' }) }), tooLarge),
  executed('a task that answers ten megabytes', () => ({ definition: machine({ A: { ...task, End: true } }), options: { tasks: { A: { output: 'x'.repeat(10_000_000) } } } }), tooLarge),
  executed('a task that answers what nests 100,000 deep', () => ({ definition: machine({ A: { ...task, End: true } }), options: { tasks: { A: { output: nested(100_000, 1, (inner) => [inner]) } } } }), /^FAILED|^RangeError/u),
  executed('an error with a name and a cause of a million characters', () => ({ definition: machine({ A: { ...task, End: true } }), options: { tasks: { A: { error: 'E'.repeat(1_000_000), cause: 'c'.repeat(1_000_000) } } } }), /^FAILED/u),
  executed('a machine that sends its own tokens for ever', () => ({ definition: machine({ A: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskHeartbeat', Parameters: { TaskToken: 'x' }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }], Next: 'A' } }), options: { tasks: {} } }), tooMany),
  executed('10,000 rules, none of which holds', () => ({ definition: machine({ C: { Type: 'Choice', Choices: repeated(10_000, (n) => ({ Variable: `$.a${n}`, IsPresent: true, Next: 'D' })), Default: 'D' }, D: { Type: 'Succeed' } }) }), /^SUCCEEDED$/u),
];
