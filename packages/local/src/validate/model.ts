/** What AWS's public service model says of the requests of one service: made by `tools/service-model.ts`. */
export interface ServiceModel {
  /** Where it is from, with versions. */
  readonly source: string;
  /** The shape of each supported operation's input; null takes none. */
  readonly operations: Readonly<Record<string, string | null>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
/** Bounds are of characters, items or the value itself; `of` and `key` name shapes, '' is anything. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly of?: string;
  readonly key?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

type Loader = () => Promise<{ readonly default: unknown }>;
const loaders: Readonly<Record<string, Loader>> = {
  events: () => import('../model/events.json', { with: { type: 'json' } }),
  glue: () => import('../model/glue.json', { with: { type: 'json' } }),
  iam: () => import('../model/iam.json', { with: { type: 'json' } }),
  lambda: () => import('../model/lambda.json', { with: { type: 'json' } }),
  logs: () => import('../model/logs.json', { with: { type: 'json' } }),
  scheduler: () => import('../model/scheduler.json', { with: { type: 'json' } }),
  sfn: () => import('../model/sfn.json', { with: { type: 'json' } }),
  sns: () => import('../model/sns.json', { with: { type: 'json' } }),
  ssm: () => import('../model/ssm.json', { with: { type: 'json' } }),
  sts: () => import('../model/sts.json', { with: { type: 'json' } }),
};

/** Services whose requests are checked by a model. */
export const modelledServices: readonly string[] = Object.keys(loaders);

/** Reads models when they are first asked for, each once. */
export function modelReader(): (service: string) => Promise<ServiceModel | null> {
  const read = new Map<string, Promise<ServiceModel | null>>();
  return (service) => {
    const known = read.get(service) ?? load(service);
    read.set(service, known);
    return known;
  };
}

async function load(service: string): Promise<ServiceModel | null> {
  const loader = Object.hasOwn(loaders, service) ? loaders[service] : undefined;
  // The file was written in this shape by the generator.
  return loader === undefined ? null : ((await loader()).default as ServiceModel);
}
