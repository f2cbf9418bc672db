import type { Provider } from '@millrace/deploy';
import { otherCalls } from '@millrace/workload';
import type { GlueCalls, SfnPort, SsmCalls, StatesCalls } from '../port.ts';
import { sfnProvidersOn } from '../providers/index.ts';

/** Where Step Functions is: a region, and another endpoint for the embedded AWS. */
export interface At {
  readonly region: string;
  readonly endpoint: string | null;
}

/**
 * Opens Step Functions, Glue and Systems Manager. The clients are loaded here and nowhere else, so that nothing pays for them that does not call AWS.
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sfn/
 */
export async function sfnClient({ region, endpoint }: At): Promise<SfnPort> {
  const [{ SFN }, { Glue }] = await Promise.all([import('@aws-sdk/client-sfn'), import('@aws-sdk/client-glue')]);
  const where = { region, ...(endpoint === null ? {} : { endpoint }) };
  const states = caller(new SFN(where));
  const glue = caller(new Glue(where));
  const others = otherCalls({ region, endpoint });
  return {
    // The services answer in the shapes that the port declares.
    states: async <Op extends keyof StatesCalls>(operation: Op, input: StatesCalls[Op]['input']) => (await states(operation, input)) as StatesCalls[Op]['output'],
    glue: async <Op extends keyof GlueCalls>(operation: Op, input: GlueCalls[Op]['input']) => (await glue(operation, input)) as GlueCalls[Op]['output'],
    ssm: async <Op extends keyof SsmCalls>(operation: Op, input: SsmCalls[Op]['input']) => onTheWire(await others.call('ssm', operation, input)) as SsmCalls[Op]['output'],
  };
}

function caller(client: object): (operation: string, input: unknown) => Promise<unknown> {
  // The client has a method for each operation, named like it in camel case.
  const methods = client as Record<string, (input: unknown) => Promise<unknown>>;
  return async (operation, input) => {
    const name = `${operation.slice(0, 1).toLowerCase()}${operation.slice(1)}`;
    const method = methods[name];
    if (method === undefined) throw new TypeError(`The AWS client has no operation '${operation}'.`);
    return onTheWire(await method.call(client, input));
  };
}

/** The client turns times into dates; the port has them as on the wire, in epoch seconds. */
function onTheWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, onTheWire(inner)]));
}

/** The providers of state machines, their versions and aliases. */
export async function sfnProviders(at: At & { readonly account: string }): Promise<readonly Provider[]> {
  return sfnProvidersOn(await sfnClient(at), at);
}
