import { systemClock, type Provider } from '@millrace/deploy';
import type { GlueCalls, GluePort } from '../port.ts';
import { providersOn } from '../providers/index.ts';

/** Where Glue is: a region, and another endpoint for the embedded AWS. */
export interface At {
  readonly region: string;
  readonly endpoint: string | null;
}

/**
 * Opens Glue. The client is loaded here and nowhere else, so that nothing pays for it that does not call AWS.
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/glue/
 */
export async function glueClient(at: At): Promise<GluePort> {
  const { Glue } = await import('@aws-sdk/client-glue');
  const client = new Glue({ region: at.region, ...(at.endpoint === null ? {} : { endpoint: at.endpoint }) });
  // The client has these methods by AWS's own naming ('getTrigger'); each takes and gives the shape that the port declares.
  const calls = client as unknown as Record<string, (input: unknown) => Promise<unknown>>;
  return {
    call: async <Op extends keyof GlueCalls>(operation: Op, input: GlueCalls[Op]['input']): Promise<GlueCalls[Op]['output']> => {
      const output = await calls[`${operation.slice(0, 1).toLowerCase()}${operation.slice(1)}`]?.call(client, input);
      // What the port declares for the operation, with times as on the wire.
      return onTheWire(output) as GlueCalls[Op]['output'];
    },
  };
}

/** The client turns times into dates; the port has them as on the wire, in epoch seconds. */
function onTheWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, onTheWire(inner)]));
}

/** The providers of workflows and triggers; they need the account, since tags are read by ARN. */
export async function glueProviders(at: At & { readonly account: string }): Promise<readonly Provider[]> {
  return providersOn(await glueClient(at), at, systemClock());
}
