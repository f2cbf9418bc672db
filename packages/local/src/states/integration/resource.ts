import { optimized, type Optimized } from './optimized.ts';
import { pascal } from './shapes.ts';

/** How a task goes on when its call has been answered: it has ended, or waits for a job run, for an execution, or for its token. */
export type Wait = 'none' | 'job' | 'execution' | 'token';

/** What a task's Resource asks for. */
export type Integration =
  | { readonly kind: 'activity'; readonly activity: string }
  | { readonly kind: 'function'; readonly arn: string }
  /** Any operation of any service, as its SDK has it; `prefix` begins the names of its errors. */
  | { readonly kind: 'sdk'; readonly service: string; readonly op: string; readonly prefix: string; readonly reads: boolean; readonly wait: Wait }
  /** AWS's own integration of the service. `json`: the output of a nested execution is read as JSON. */
  | { readonly kind: 'optimized'; readonly action: Optimized; readonly wait: Wait; readonly json: boolean };

const arn = String.raw`^arn:[\w-]+`;
const sdkShape = new RegExp(String.raw`${arn}:states:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)(\.waitForTaskToken)?$`, 'u');
const optimizedShape = new RegExp(String.raw`${arn}:states:::([a-z0-9-]+):([a-z][A-Za-z0-9]*)(\.sync:2|\.sync|\.waitForTaskToken)?$`, 'u');
const functionShape = new RegExp(String.raw`${arn}:lambda:[\w-]+:\d{12}:function:.+$`, 'u');
const activityShape = new RegExp(String.raw`${arn}:states:[\w-]+:\d{12}:activity:([^:]+)$`, 'u');

/** null: the embedded Step Functions cannot run it. */
export function integrationFor(resource: string): Integration | null {
  const activity = activityShape.exec(resource)?.[1];
  if (activity !== undefined) return { kind: 'activity', activity };
  if (functionShape.test(resource)) return { kind: 'function', arn: resource };
  const sdk = sdkShape.exec(resource);
  if (sdk?.[1] !== undefined && sdk[2] !== undefined) {
    const { service, prefix } = sdkService(sdk[1]);
    const op = pascal(sdk[2]);
    return { kind: 'sdk', service, op, prefix, reads: /^(?:Get|List|Describe|BatchGet|Head)/u.test(op) && op !== 'GetActivityTask', wait: sdk[3] === undefined ? 'none' : 'token' };
  }
  const own = optimizedShape.exec(resource);
  const action = own === null ? undefined : optimized.get(`${own[1] ?? ''}:${own[2] ?? ''}`);
  const wait = action === undefined ? null : waitOf(action, own?.[3] ?? '');
  return action === undefined || wait === null ? null : { kind: 'optimized', action, wait, json: own?.[3] === '.sync:2' };
}

function waitOf(action: Optimized, pattern: string): Wait | null {
  if (pattern === '') return 'none';
  if (pattern === '.waitForTaskToken') return action.token ? 'token' : null;
  // Only nested executions have two forms.
  return pattern === '.sync:2' && action.sync !== 'execution' ? null : action.sync;
}

/** Services that the embedded AWS knows by another name than SDK integrations, and names that are not written like others. */
const sdkServices: Readonly<Record<string, { readonly service: string; readonly prefix: string }>> = {
  cloudwatchlogs: { service: 'logs', prefix: 'CloudWatchLogs' },
  dynamodb: { service: 'dynamodb', prefix: 'DynamoDb' },
  eventbridge: { service: 'events', prefix: 'EventBridge' },
  secretsmanager: { service: 'secretsmanager', prefix: 'SecretsManager' },
};

function sdkService(name: string): { readonly service: string; readonly prefix: string } {
  return Object.hasOwn(sdkServices, name) ? (sdkServices[name] ?? { service: name, prefix: pascal(name) }) : { service: name, prefix: pascal(name) };
}
