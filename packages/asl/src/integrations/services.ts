import { createRequire } from 'node:module';

/** An action of a service with the names of its parameters, as Step Functions writes them. */
export interface Action {
  readonly parameters: readonly string[];
  readonly required: readonly string[];
}

/** Names of AWS's public service models. */
export interface ServiceNames {
  /** Where they are from, with the version. */
  readonly source: string;
  readonly services: ReadonlySet<string>;
  /** The actions of a service; null when the models do not have it. */
  actions(service: string): ReadonlyMap<string, Action> | null;
}

interface Data {
  readonly source: string;
  readonly services: Readonly<Record<string, { readonly names: string; readonly actions: string }>>;
}

let loaded: ServiceNames | null = null;

/**
 * The names of all services that `aws-sdk` integrations can call. The file of almost a megabyte is read when a definition first needs
 * it, which takes some milliseconds. null: it is not at hand, as in a bundle of one file; then parameters are not checked.
 *
 * Source: service models of botocore (Apache-2.0), by tools/service-names.ts.
 */
export function serviceNames(): ServiceNames | null {
  try {
    // Reading is left to Node's loader of modules: synchronous, once, and the same from sources and from the package.
    loaded ??= prepared(createRequire(import.meta.url)('./services.json') as Data); // The file was written in this shape by the generator.
    return loaded;
  } catch {
    return null;
  }
}

function prepared(data: Data): ServiceNames {
  const known = new Map<string, ReadonlyMap<string, Action>>();
  return {
    source: data.source,
    services: new Set(Object.keys(data.services)),
    actions: (service) => {
      const packed = Object.hasOwn(data.services, service) ? data.services[service] : undefined;
      if (packed === undefined) return null;
      let actions = known.get(service);
      if (actions === undefined) known.set(service, (actions = unpacked(packed)));
      return actions;
    },
  };
}

/** Each action is its name and the numbers, to the base 36, of its parameters; `!` marks what is required. */
function unpacked({ names, actions }: Data['services'][string]): ReadonlyMap<string, Action> {
  const words = names.split(' ');
  return new Map(actions.split(';').map((line) => {
    const [name = '', ...numbers] = line.split(' ');
    const wordOf = (number: string): string => words[Number.parseInt(number, 36)] ?? '';
    return [name, { parameters: numbers.map(wordOf), required: numbers.filter((number) => number.endsWith('!')).map(wordOf) }] as const;
  }));
}
