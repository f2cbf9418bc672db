import type { Json } from '@millrace/core';
import { AwsError } from '../../host/types.ts';
import { type Fields, isList, isRecord } from '../../service/input.ts';
import { diagnosticsOf, lineOf } from '../definition.ts';
import { jsonText } from '../input.ts';

/** The state that is tested, with what the definition around it says. */
export interface Subject {
  readonly name: string;
  readonly json: Fields;
  readonly language: 'JSONPath' | 'JSONata';
  /** Whether it is inside a Map. */
  readonly inMap: boolean;
}

/** What AWS calls a state that is tested without a state machine around it. */
const nameAlone = 'StateName';

/** Finds the state in a whole definition, or takes the definition for the state itself. Throws InvalidDefinition. */
export function subjectOf(definition: string, stateName: string | null): Subject {
  const json = jsonText(definition, 'InvalidDefinition', 'Invalid State Machine Definition');
  if (!isRecord(json)) throw invalid('a definition is a JSON object.');
  if (stateName === null) return alone(json);
  refuse(diagnosticsOf(definition, 'STANDARD'), '');
  const language = json['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath';
  const found = find(json, stateName, language, false);
  if (found === null) throw new AwsError('ValidationException', `State '${stateName}' is not in the state machine definition.`);
  return found;
}

function alone(json: Fields): Subject {
  if (json['States'] !== undefined && json['Type'] === undefined) throw invalid('this is a whole state machine: say by stateName which of its states to test.');
  const language = json['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath';
  const machine = { QueryLanguage: language, StartAt: nameAlone, States: { ...stubs(json, nameAlone), [nameAlone]: json } };
  refuse(diagnosticsOf(JSON.stringify(machine), 'STANDARD'), `/States/${nameAlone}`);
  return { name: nameAlone, json, language, inMap: false };
}

function refuse(found: ReturnType<typeof diagnosticsOf>, prefix: string): void {
  const errors = found.filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return;
  const here = (location: string): string => (prefix !== '' && location.startsWith(prefix) ? location.slice(prefix.length) || '/' : location);
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${errors.map((error) => lineOf({ ...error, location: here(error.location) })).join(', ')}'`);
}

const invalid = (what: string): AwsError => new AwsError('InvalidDefinition', `Invalid State Machine Definition: ${what}`);

function find(region: Fields, name: string, language: Subject['language'], inMap: boolean): Subject | null {
  const states = region['States'] ?? null;
  for (const [key, value] of isRecord(states) ? Object.entries(states) : []) {
    if (!isRecord(value)) continue;
    const spoken = value['QueryLanguage'] === 'JSONata' || value['QueryLanguage'] === 'JSONPath' ? value['QueryLanguage'] : language;
    if (key === name) return { name, json: value, language: spoken, inMap };
    for (const inner of innerOf(value)) {
      const found = find(inner, name, language, inMap || value['Type'] === 'Map');
      if (found !== null) return found;
    }
  }
  return null;
}

/** The branches of a Parallel, the processor of a Map. */
export function innerOf(state: Fields): readonly Fields[] {
  const branches = state['Branches'] ?? null;
  return [...(isList(branches) ? branches : []), state['ItemProcessor'] ?? null, state['Iterator'] ?? null].filter(isRecord);
}

/** The state of this name, however deep in the machine. */
export const stateIn = (machine: Fields, name: string): Fields | null => find(machine, name, 'JSONPath', false)?.json ?? null;

/** Whether a state of this name is inside of another one. */
export const holds = (state: Fields, name: string): boolean => innerOf(state).some((inner) => find(inner, name, 'JSONPath', false) !== null);

/** States that the tested one may lead to: they only stand there. */
export function stubs(state: Fields, name: string): Fields {
  const rules = [state, ...['Choices', 'Catch'].flatMap((field) => (isList(state[field] ?? null) ? (state[field] as readonly Json[]) : []))].filter(isRecord);
  const targets = rules.flatMap((rule) => [rule['Next'], rule['Default']]).filter((target) => typeof target === 'string');
  return Object.fromEntries(targets.filter((target) => target !== name).map((target) => [target, { Type: 'Succeed' }]));
}
