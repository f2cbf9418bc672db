import type { Json } from '@millrace/core';
import { validate, type Problem } from '@millrace/asl';
import { AwsError } from '../host/types.ts';
import { asText, optionalNumber, optionalText, record, text } from './input.ts';
import { integrationFor } from './integration/resource.ts';
import { optimizedNames } from './integration/optimized.ts';
import type { Ctx, MachineType } from './rows.ts';

/** AWS's codes where it documents one for a kind of problem. Source: ValidateStateMachineDefinitionDiagnostic; all else is SCHEMA_VALIDATION_FAILED. */
const codes: Readonly<Record<string, string>> = {
  ASL1001: 'INVALID_JSON_DESCRIPTION',
  ASL1002: 'INVALID_JSON_DESCRIPTION',
  ASL1110: 'DUPLICATE_STATE_NAME',
  ASL1201: 'MISSING_TRANSITION_TARGET',
  ASL1202: 'MISSING_TRANSITION_TARGET',
  ASL1203: 'MISSING_END_STATE',
};

type Diagnostic = { readonly severity: 'ERROR' | 'WARNING'; readonly code: string; readonly message: string; readonly location: string };

/** Throws InvalidDefinition with all problems and their places, as AWS words it. */
export function checkDefinition(definition: string, type: MachineType): void {
  const errors = diagnosticsOf(definition, type).filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return;
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${errors.map(lineOf).join(', ')}'`);
}

export const lineOf = ({ code, message, location }: Diagnostic): string => `${code}: ${message} at ${location}`;

/** Source: ValidateStateMachineDefinition in the API reference. Of its answer only `result` is to be relied on. */
export function validateStateMachineDefinition(_ctx: Ctx, json: Json): Json {
  const input = record(json);
  const least = optionalText(input, 'severity') ?? 'ERROR';
  const most = optionalNumber(input, 'maxResults', 0, 100) ?? 0;
  const all = diagnosticsOf(text(input, 'definition'), optionalText(input, 'type') === 'EXPRESS' ? 'EXPRESS' : 'STANDARD');
  const asked = all.filter(({ severity }) => severity === 'ERROR' || least === 'WARNING');
  const diagnostics = asked.slice(0, most === 0 ? 100 : most);
  return { result: all.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK', diagnostics, truncated: diagnostics.length < asked.length };
}

export function diagnosticsOf(definition: string, type: MachineType): readonly Diagnostic[] {
  const { machine, problems } = validate(definition, { format: 'json', type });
  // What is valid on AWS and cannot be run here is worth a word before it fails.
  const missing = machine === null ? [] : resourcesIn(machine.States as unknown as Json, '/States').flatMap(notHere); // a machine is plain JSON by its own definition
  return [...problems.map(asAws), ...missing];
}

function asAws({ code, severity, message, hint, pointer }: Problem): Diagnostic {
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
  return { severity: severity === 'error' ? 'ERROR' : 'WARNING', code: known ?? (severity === 'error' ? 'SCHEMA_VALIDATION_FAILED' : code), message: `${message} ${hint}`, location: pointer === '' ? '/' : pointer };
}

interface Place {
  readonly resource: string;
  readonly at: string;
}

function notHere({ resource, at }: Place): readonly Diagnostic[] {
  if (integrationFor(resource) !== null) return [];
  return [{ severity: 'WARNING', code: 'NOT_IN_EMBEDDED_AWS', message: notRun(resource), location: at }];
}

/** Why a task cannot run here. */
export function notRun(resource: string): string {
  return `The embedded Step Functions does not run the resource '${resource}'. It runs functions and activities by their ARN, aws-sdk:{service}:{action} of the services that it has, and ${optimizedNames.join(', ')}.`;
}

/** The resources of all tasks, those inside Parallel and Map included. */
function resourcesIn(states: Json, at: string): readonly Place[] {
  return Object.entries(record(states)).flatMap(([name, json]) => {
    const state = record(json);
    const here = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (state['Type'] === 'Task') return [{ resource: asText(state['Resource']), at: `${here}/Resource` }];
    const inner = (field: string): readonly Place[] => (state[field] === undefined ? [] : resourcesIn(record(state[field] ?? null)['States'] ?? {}, `${here}/${field}/States`));
    const branches = Array.isArray(state['Branches']) ? (state['Branches'] as readonly Json[]) : []; // Array.isArray gives any[]
    return [...branches.flatMap((branch, i) => resourcesIn(record(branch)['States'] ?? {}, `${here}/Branches/${i}/States`)), ...inner('ItemProcessor'), ...inner('Iterator')];
  });
}
