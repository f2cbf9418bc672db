import type { Json } from '@millrace/core';
import type { OtherCalls, OtherService } from '../port.ts';

/** The client of each service, and the class in it that has a method for each operation. */
const CLIENTS: Readonly<Record<OtherService, readonly [module: string, client: string]>> = {
  iam: ['@aws-sdk/client-iam', 'IAM'],
  scheduler: ['@aws-sdk/client-scheduler', 'Scheduler'],
  events: ['@aws-sdk/client-eventbridge', 'EventBridge'],
  logs: ['@aws-sdk/client-cloudwatch-logs', 'CloudWatchLogs'],
  s3: ['@aws-sdk/client-s3', 'S3'],
  lambda: ['@aws-sdk/client-lambda', 'Lambda'],
  sns: ['@aws-sdk/client-sns', 'SNS'],
  ssm: ['@aws-sdk/client-ssm', 'SSM'],
};

type Methods = Readonly<Record<string, (input: Json) => Promise<unknown>>>;

/** Calls of IAM, Scheduler, EventBridge, Logs and of buckets. A client is loaded when its service is first called, so a deploy without roles and schedules loads none. */
export function otherCalls({ region, endpoint }: { readonly region: string; readonly endpoint: string | null }): OtherCalls {
  const opened = new Map<OtherService, Promise<Methods>>();
  const open = async (service: OtherService): Promise<Methods> => {
    const [module, name] = CLIENTS[service];
    const Client = constructorIn(await import(module), name);
    return new Client({ region, ...(endpoint === null ? {} : { endpoint, ...(service === 's3' ? { forcePathStyle: true } : {}) }) });
  };
  return {
    call: async (service, operation, input) => {
      const client = opened.get(service) ?? open(service);
      opened.set(service, client);
      const methods = await client;
      return await methods[`${operation.slice(0, 1).toLowerCase()}${operation.slice(1)}`]?.call(methods, input);
    },
  };
}

type Constructor = new (config: Readonly<Record<string, unknown>>) => Methods;
function constructorIn(module: unknown, name: string): Constructor {
  const found: unknown = typeof module === 'object' && module !== null ? Object.entries(module).find(([key]) => key === name)?.[1] : undefined;
  if (typeof found !== 'function') throw new TypeError(`The client has no ${name}.`);
  // Each of these classes takes a configuration and has its operations as methods, by the client's own convention.
  return found as Constructor;
}
