import { didYouMean } from '@millrace/core';
import type { Grants, Problem } from '@millrace/core';
import type { z } from 'zod';
import { deployProblem } from '../catalogue.ts';
import { localEnvironment, type Environment } from './environment.ts';
import { deployedSchema, ENVIRONMENT_NAME, localSchema } from './schema.ts';

export interface Checked {
  readonly environments: Readonly<Record<string, Environment>>;
  readonly problems: readonly Problem[];
}

/** Checks the default export of a configuration; `file` is for the messages. There is always an environment `local`. */
export function checkConfig(exported: unknown, file: string): Checked {
  const problems: Problem[] = [];
  const environments: Record<string, Environment> = { local: localEnvironment('local') };
  if (!isRecord(exported) || !isRecord(exported['environments'])) {
    problems.push(deployProblem('MR7003', `${file} exports no environments.`, ''));
    return { environments, problems };
  }
  problems.push(...unknownFields(Object.keys(exported), ['environments'], '', file));
  for (const [name, input] of Object.entries(exported['environments'])) {
    const pointer = `/environments/${name}`;
    if (!ENVIRONMENT_NAME.test(name)) {
      problems.push(deployProblem('MR7001', `${file}: '${name}' is no name for an environment.`, pointer, 'Use a letter, then lower-case letters, digits and dashes.'));
    }
    const checked = checkEnvironment(name, input, pointer, file);
    problems.push(...checked.problems);
    if (checked.environment !== null) environments[name] = checked.environment;
  }
  problems.push(...sharedRuns(environments, file));
  return { environments, problems };
}

/** Keys of runs begin with the pipeline alone: in one bucket two environments would take each other's queue and history for their own. */
function sharedRuns(environments: Readonly<Record<string, Environment>>, file: string): readonly Problem[] {
  const users = Map.groupBy(Object.values(environments).filter(({ local }) => !local), ({ buckets, endpoint }) => `${endpoint ?? ''} ${buckets.runs}`);
  return [...users.values()].filter((using) => using.length > 1).map((using) => {
    const names = using.map(({ name }) => `'${name}'`).join(', ');
    return deployProblem('MR7001', `${file}: the environments ${names} have one bucket for their runs, '${using[0]?.buckets.runs ?? ''}': they would share the queue and the history of a pipeline's runs.`, `/environments/${using.at(-1)?.name ?? ''}/buckets/runs`, 'Give each environment a runs bucket of its own.');
  });
}

function checkEnvironment(name: string, input: unknown, pointer: string, file: string): { environment: Environment | null; problems: readonly Problem[] } {
  if (isRecord(input) && input['local'] === true) {
    const local = localSchema.safeParse(input);
    if (!local.success) return { environment: null, problems: found(local.error, input, Object.keys(localSchema.shape), pointer, file) };
    return { environment: localEnvironment(name, overrides(local.data)), problems: [] };
  }
  const deployed = deployedSchema.safeParse(input);
  if (!deployed.success) return { environment: null, problems: found(deployed.error, input, Object.keys(deployedSchema.shape), pointer, file) };
  const { account, region, prefix, buckets, roles, grants, boundary = null, alertTopic = null, params = {}, endpoint = null } = deployed.data;
  const granted = grants === undefined ? null : grantsOf(grants);
  return { environment: { name, local: false, account, region, prefix, buckets, roles: rolesOf(roles), grants: granted, boundary, alertTopic, params, endpoint }, problems: [] };
}

/** Leaves out what is undefined, so that defaults stay. */
function overrides(input: z.output<typeof localSchema>): Parameters<typeof localEnvironment>[1] {
  const { account, region, prefix, buckets, roles, grants, boundary, alertTopic, params, endpoint } = input;
  return {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(buckets === undefined ? {} : { buckets }),
    ...(roles === undefined ? {} : { roles: rolesOf(roles, localEnvironment('local', account === undefined ? {} : { account }).roles) }),
    ...(grants === undefined ? {} : { grants: grantsOf(grants) }),
    ...(boundary === undefined ? {} : { boundary }),
    ...(alertTopic === undefined ? {} : { alertTopic }),
    ...(params === undefined ? {} : { params }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

const CREATED: Environment['roles'] = { job: null, crawler: null, stateMachine: null, helper: null, events: null };

function rolesOf(given: z.output<typeof deployedSchema>['roles'], usual = CREATED): Environment['roles'] {
  const { job = usual.job, crawler = usual.crawler, stateMachine = usual.stateMachine, helper = usual.helper, events = usual.events } = given ?? {};
  return { job, crawler, stateMachine, helper, events };
}

function grantsOf({ read = [], write = [], policies = [], statements = [] }: NonNullable<z.output<typeof deployedSchema>['grants']>): Grants {
  return { read, write, policies, statements: statements.map(({ Sid, Condition, ...rest }) => ({ ...(Sid === undefined ? {} : { Sid }), ...rest, ...(Condition === undefined ? {} : { Condition }) })) };
}

const INNER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  buckets: ['scripts', 'runs'],
  roles: ['job', 'crawler', 'stateMachine', 'helper', 'events'],
  grants: ['read', 'write', 'policies', 'statements'],
};

function found(error: z.ZodError, input: unknown, fields: readonly string[], pointer: string, file: string): readonly Problem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const at = [pointer, ...path].join('/');
    const where = at.slice(1).replaceAll('/', '.');
    if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, INNER_FIELDS[path[0] ?? ''] ?? fields, at, file);
    const missing = path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), input) === undefined;
    return deployProblem('MR7001', missing ? `${file}: ${where} is missing.` : `${file}: ${where} ${issue.message}.`, at);
  });
}

function unknownFields(keys: readonly string[], fields: readonly string[], pointer: string, file: string): readonly Problem[] {
  return keys
    .filter((key) => !fields.includes(key))
    .map((key) => {
      const close = didYouMean(key, fields);
      const where = [...pointer.split('/').slice(1), key].join('.');
      const hint = close === null ? `Known fields are ${fields.join(', ')}.` : `Did you mean '${close}'?`;
      return deployProblem('MR7002', `${file}: there is no field '${where}'.`, `${pointer}/${key}`, hint);
    });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
