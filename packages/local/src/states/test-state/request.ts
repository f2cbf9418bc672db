import type { Json } from '@millrace/core';
import { waitsForToken } from '@millrace/asl';
import { AwsError } from '../../host/types.ts';
import { type Fields, isList, isRecord } from '../../service/input.ts';
import { asText, jsonText, optionalNumber, optionalText, record, text, type Input } from '../input.ts';
import { roleOf } from '../settings.ts';
import { holds, subjectOf, type Subject } from './subject.ts';

export type Answer = { readonly output: Json } | { readonly error: string; readonly cause: string };
export type ValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

/** A test of one state, as it was asked for. Source: TestState in the API reference. */
export interface TestRequest {
  readonly subject: Subject;
  readonly input: Json;
  /** As it was given: the answer shows it so. */
  readonly inputText: string;
  readonly variables: Fields;
  readonly context: Fields | null;
  readonly roleArn: string | null;
  readonly inspects: boolean;
  readonly mock: Answer | null;
  readonly mode: ValidationMode;
  /** Retries that were made before the mocked failure. */
  readonly retries: number;
  readonly failedIterations: number;
  readonly itemsRead: Json | null;
}

const refused = (what: string): AwsError => new AwsError('ValidationException', what);
const mocked = new Set(['Task', 'Map', 'Parallel']);

export function testRequest(json: Json): TestRequest {
  const input = record(json);
  const subject = subjectOf(text(input, 'definition'), optionalText(input, 'stateName'));
  const inputText = optionalText(input, 'input') ?? '{}';
  const configuration = isRecord(input['stateConfiguration'] ?? null) ? record(input['stateConfiguration'] ?? null) : {};
  const mockInput = input['mock'] ?? null;
  const mock = mockInput === null ? null : mockOf(subject, record(mockInput));
  const role = optionalText(input, 'roleArn');
  checkNeeds(subject, mock, input, configuration);
  const read = optionalText(configuration, 'mapItemReaderData');
  return {
    subject, inputText, input: jsonText(inputText, 'InvalidExecutionInput', 'Invalid State Machine Execution Input'),
    variables: variablesIn(input), context: objectIn(input, 'context'), roleArn: role === null ? null : roleOf(role),
    inspects: (optionalText(input, 'inspectionLevel') ?? 'INFO') !== 'INFO', mock, mode: modeOf(mockInput),
    retries: optionalNumber(configuration, 'retrierRetryCount', 0, Number.MAX_SAFE_INTEGER) ?? 0,
    failedIterations: optionalNumber(configuration, 'mapIterationFailureCount', 0, Number.MAX_SAFE_INTEGER) ?? 0,
    itemsRead: read === null ? null : jsonText(read, 'ValidationException', 'Invalid mapItemReaderData'),
  };
}

function objectIn(input: Input, name: string): Fields | null {
  const given = optionalText(input, name);
  if (given === null) return null;
  const json = jsonText(given, 'ValidationException', `Invalid ${name}`);
  if (isRecord(json)) return json;
  throw refused(`Invalid ${name}: it must be a JSON object.`);
}

/** Source: Step Functions developer guide, "Variable name syntax". */
function variablesIn(input: Input): Fields {
  const variables = objectIn(input, 'variables') ?? {};
  const bad = Object.keys(variables).find((name) => !/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(name) || name === 'states');
  if (bad !== undefined) throw refused(`Invalid variables: '${bad}' is not the name of a variable.`);
  return variables;
}

function modeOf(mock: Json): ValidationMode {
  const given = isRecord(mock) ? mock['fieldValidationMode'] : undefined;
  return given === 'PRESENT' || given === 'NONE' ? given : 'STRICT';
}

function mockOf({ json }: Subject, mock: Input): Answer {
  const type = asText(json['Type']);
  if (!mocked.has(type)) throw refused(`State type '${type}' is not supported when a mock is specified`);
  const result = optionalText(mock, 'result');
  const failure = mock['errorOutput'] ?? null;
  if (result !== null && failure !== null) throw refused('A test mock should have only one of the following fields: [result, errorOutput].');
  if (failure !== null) return { error: text(record(failure), 'error'), cause: optionalText(record(failure), 'cause') ?? '' };
  if (result === null) throw refused('A test mock must have one of the following fields: [result, errorOutput].');
  const output = jsonText(result, 'ValidationException', 'Mocked result is not valid');
  checkShape(type, json, output);
  return { output };
}

function checkShape(type: string, state: Fields, output: Json): void {
  if (type === 'Map' && state['ResultWriter'] !== undefined) {
    if (!isRecord(output)) throw refused('Mocked result must be a JSON object.');
    return;
  }
  if (type === 'Task') return;
  if (!isList(output)) throw refused('Mocked result must be an array.');
  const branches = state['Branches'] ?? null;
  if (type === 'Parallel' && isList(branches) && branches.length !== output.length) throw refused('Mocked result must contain the same number of items as number of Parallel branches.');
}

function checkNeeds({ json }: Subject, mock: Answer | null, input: Input, configuration: Input): void {
  const type = asText(json['Type']);
  const causedBy = optionalText(configuration, 'errorCausedByState');
  if (causedBy !== null && !holds(json, causedBy)) throw refused(`errorCausedByState names '${causedBy}', which is no state inside of the tested one.`);
  if (mock !== null) {
    if (input['revealSecrets'] === true) throw refused('TestState does not support RevealSecrets when a mock is specified.');
    return;
  }
  if (optionalText(input, 'context') !== null) throw refused('A context may be specified only when a mock is specified.');
  if (type === 'Map' || type === 'Parallel') {
    throw refused(`TestState supports Map and Parallel states only when a mock is specified: the tested state is a ${type} state.`);
  }
  if (type !== 'Task') return;
  const resource = asText(json['Resource']);
  if (waitsForToken(resource) || /\.sync(?::2)?$/u.test(resource)) throw refused(`TestState supports activities, .sync and .waitForTaskToken only when a mock is specified: '${resource}'`);
  if (optionalText(input, 'roleArn') === null) throw refused('RoleArn must be specified when testing a Task state');
}
