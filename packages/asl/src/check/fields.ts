import { anything, boolean, constantNumber, credentials, items, number, pathOrNull, payload, queryText, reference, referenceOrCall, resultPath, seconds, template, text, timestamp, longestSeconds } from './kinds.ts';
import { step } from './step.ts';
import { cut } from './problem.ts';
import type { Kind, Language, Part, State } from './run.ts';

export interface Field {
  readonly kind: Kind;
  /** The query language that the field belongs to. */
  readonly only?: Language;
  readonly required?: true;
}
export type Fields = Readonly<Record<string, Field>>;

const both = (kind: Kind): Field => ({ kind });
const jsonPath = (kind: Kind): Field => ({ kind, only: 'JSONPath' });
const jsonata = (kind: Kind): Field => ({ kind, only: 'JSONata' });
const needed = (kind: Kind): Field => ({ kind, required: true });

/** Fields with checks of their own elsewhere: Assign, Retry, Catch, Choices, branches and what is in a map. */
const elsewhere = anything;

const common: Fields = { Type: both(elsewhere), Comment: both(anything), QueryLanguage: both(elsewhere) };
const inAndOut: Fields = { InputPath: jsonPath(pathOrNull), OutputPath: jsonPath(pathOrNull) };
const output: Fields = { Output: jsonata(elsewhere) };
const onward: Fields = { Next: both(text), End: both(boolean), Assign: both(elsewhere) };
const result: Fields = { ...output, ResultPath: jsonPath(resultPath), ResultSelector: jsonPath(template) };
const recovery: Fields = { Retry: both(elsewhere), Catch: both(elsewhere) };
const timed: Fields = {
  TimeoutSeconds: both(seconds), TimeoutSecondsPath: jsonPath(reference), HeartbeatSeconds: both(seconds), HeartbeatSecondsPath: jsonPath(reference),
};

/** Every field of every type of state. Sources: states-language.net, "Table of State Types and Fields"; Step Functions developer guide, pages of the states. */
export const stateFields: Readonly<Record<string, Fields>> = {
  Pass: { ...common, ...inAndOut, ...output, ...onward, ResultPath: jsonPath(resultPath), Parameters: jsonPath(template), Result: jsonPath(anything) },
  Task: { ...common, ...inAndOut, ...onward, ...result, ...recovery, ...timed, Resource: needed(text), Parameters: jsonPath(template), Arguments: jsonata(payload), Credentials: both(credentials) },
  Choice: { ...common, ...inAndOut, ...output, Choices: needed(elsewhere), Default: both(text), Assign: both(elsewhere) },
  Wait: { ...common, ...inAndOut, ...output, ...onward, Seconds: both(number(0, longestSeconds)), SecondsPath: jsonPath(reference), Timestamp: both(timestamp), TimestampPath: jsonPath(reference) },
  Succeed: { ...common, ...inAndOut, ...output },
  Fail: { ...common, Error: both(queryText), ErrorPath: jsonPath(referenceOrCall), Cause: both(queryText), CausePath: jsonPath(referenceOrCall) },
  Parallel: { ...common, ...inAndOut, ...onward, ...result, ...recovery, Branches: needed(elsewhere), Parameters: jsonPath(template), Arguments: jsonata(payload) },
  Map: {
    ...common, ...inAndOut, ...onward, ...result, ...recovery,
    ItemProcessor: both(elsewhere), Iterator: jsonPath(elsewhere), Items: jsonata(items), ItemsPath: jsonPath(pathOrNull), ItemSelector: both(payload), Parameters: jsonPath(template),
    MaxConcurrency: both(number(0, longestSeconds)), MaxConcurrencyPath: jsonPath(reference), Label: both(elsewhere), ItemReader: both(elsewhere), ItemBatcher: both(elsewhere), ResultWriter: both(elsewhere),
    ToleratedFailureCount: both(number(0, longestSeconds)), ToleratedFailureCountPath: jsonPath(reference),
    ToleratedFailurePercentage: both(number(0, 100, false)), ToleratedFailurePercentagePath: jsonPath(reference),
  },
};

/** Source: Step Functions developer guide, "Handling errors": MaxDelaySeconds is less than 31622400. */
const longestDelay = 31_622_399;

/** Fields that exclude each other. */
export const exclusive: readonly (readonly [string, string])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'], ['HeartbeatSeconds', 'HeartbeatSecondsPath'], ['MaxConcurrency', 'MaxConcurrencyPath'], ['Error', 'ErrorPath'], ['Cause', 'CausePath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'], ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'], ['ItemProcessor', 'Iterator'], ['MaxItems', 'MaxItemsPath'],
  ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'], ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'],
];

export const retrierFields: Fields = {
  ErrorEquals: both(elsewhere), Comment: both(anything), IntervalSeconds: both(constantNumber(1, longestSeconds)), MaxAttempts: both(constantNumber(0, longestSeconds)),
  BackoffRate: both(constantNumber(1, longestSeconds, false)), MaxDelaySeconds: both(constantNumber(1, longestDelay)), JitterStrategy: both(elsewhere),
};
export const catcherFields: Fields = {
  ErrorEquals: both(elsewhere), Next: needed(text), Comment: both(anything), ResultPath: jsonPath(resultPath), Assign: both(elsewhere), Output: jsonata(elsewhere),
};
export const ruleFields: Fields = { Condition: { ...needed(elsewhere), only: 'JSONata' }, Next: needed(text), Comment: both(anything), Assign: both(elsewhere), Output: jsonata(elsewhere) };

/** Tells fields that the language does not have here, fields that are missing, and values of the wrong type. */
export function checkFields(state: State, { json, at }: Part, what: string, fields: Fields): void {
  const { run, language } = state;
  for (const [name, value] of Object.entries(json)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) tellUnknown(state, name, step(at, name), what, fields);
    else if (field.only !== undefined && field.only !== language) tellLanguage(state, name, step(at, name), what, field.only);
    else field.kind(state, value, step(at, name), name);
  }
  for (const name of requiredOf(fields)) {
    if (!Object.hasOwn(json, name) && (fields[name]?.only ?? language) === language) run.report('ASL1101', at, `${what} lacks its field '${name}'.`, `Add '${name}'.`);
  }
  for (const [one, other] of exclusive) {
    if (Object.hasOwn(json, one) && Object.hasOwn(json, other) && Object.hasOwn(fields, one)) run.report('ASL1107', step(at, other), `${what} has both '${one}' and '${other}'.`, 'Keep one of them.');
  }
}

const required = new WeakMap<Fields, readonly string[]>();

function requiredOf(fields: Fields): readonly string[] {
  let names = required.get(fields);
  if (names === undefined) required.set(fields, (names = Object.keys(fields).filter((name) => fields[name]?.required === true)));
  return names;
}

function tellUnknown({ run, language }: State, name: string, at: string, what: string, fields: Fields): void {
  // Fields that a language shares with none of this type of state are told as the other language's, too.
  if (language === 'JSONata' && replaced.has(name)) return run.report('ASL1103', at, `${what} has no field '${name}' in JSONata: it belongs to JSONPath.`, replaced.get(name) ?? '');
  const known = Object.keys(fields).filter((field) => (fields[field]?.only ?? language) === language);
  const near = run.near(name, known);
  run.report('ASL1102', at, `${what} has no field '${cut(name)}'.`, near === null ? `Known here: ${known.join(', ')}.` : `Did you mean '${near}'?`);
}

function tellLanguage({ run }: State, name: string, at: string, what: string, only: Language): void {
  const hint = only === 'JSONPath' ? (replaced.get(name) ?? 'Use Arguments, Output and expressions.') : 'Set "QueryLanguage": "JSONata" on the state, or use the fields of JSONPath.';
  run.report('ASL1103', at, `${what} has no field '${name}' in ${only === 'JSONPath' ? 'JSONata' : 'JSONPath'}: it belongs to ${only}.`, hint);
}

/** What JSONata has instead of the fields of JSONPath. */
const replaced: ReadonlyMap<string, string> = new Map([
  ['InputPath', 'Use Arguments.'], ['Parameters', 'Use Arguments, or ItemSelector in a Map.'],
  ...['ResultSelector', 'ResultPath', 'OutputPath', 'Result'].map((field) => [field, 'Use Output.'] as const),
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath', 'MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath', 'MaxItemsPath', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'].map(
    (field) => [field, `Write an expression into ${field.slice(0, -'Path'.length)}.`] as const,
  ),
  ['ItemsPath', 'Use Items.'], ['Iterator', 'Use ItemProcessor.'], ['Variable', 'Write a Condition.'],
]);
