import type { Option } from '../resolved-options/argparse.ts';

type Takes = Option['takes'];
const option = (written: string, takes: Takes = 'value', choices: readonly string[] | null = null): readonly [string, Option] => [written, { written, key: written, required: false, choices, takes }];

/** Options of `aws` itself, which it reads from anywhere in the line before the command sees the rest. */
export const GLOBAL_OPTIONS: ReadonlyMap<string, Option> = new Map([
  option('--debug', 'nothing'), option('--endpoint-url'), option('--no-verify-ssl', 'nothing'), option('--no-paginate', 'nothing'),
  option('--output', 'value', ['json', 'text', 'table']), option('--query'), option('--profile'), option('--region'), option('--version', 'exit'),
  option('--color', 'value', ['on', 'off', 'auto']), option('--no-sign-request', 'nothing'), option('--ca-bundle'), option('--cli-read-timeout'),
  option('--cli-connect-timeout'), option('--v2-debug', 'nothing'),
]);

/** Options of `aws glue start-job-run`. */
export const START_JOB_RUN_OPTIONS: ReadonlyMap<string, Option> = new Map([
  option('--job-name'), option('--job-run-queuing-enabled', 'nothing'), option('--no-job-run-queuing-enabled', 'nothing'), option('--job-run-id'),
  option('--arguments'), option('--allocated-capacity'), option('--timeout'), option('--max-capacity'), option('--security-configuration'),
  option('--notification-property'), option('--worker-type'), option('--number-of-workers'), option('--execution-class'),
  option('--execution-role-session-policy'), option('--cli-input-json'), option('--generate-cli-skeleton', 'maybe', ['input', 'output']),
]);

export type RequestType = 'string' | 'integer' | 'number' | 'boolean' | 'map' | 'notification';
/** Members of the request, as `--cli-input-json` names them, with the type of their values. */
export const REQUEST_MEMBERS: ReadonlyMap<string, RequestType> = new Map([
  ['JobName', 'string'], ['JobRunQueuingEnabled', 'boolean'], ['JobRunId', 'string'], ['Arguments', 'map'], ['AllocatedCapacity', 'integer'], ['Timeout', 'integer'],
  ['MaxCapacity', 'number'], ['SecurityConfiguration', 'string'], ['NotificationProperty', 'notification'], ['WorkerType', 'string'], ['NumberOfWorkers', 'integer'],
  ['ExecutionClass', 'string'], ['ExecutionRoleSessionPolicy', 'string'],
]);
