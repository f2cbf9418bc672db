import type { ServiceModel } from '../../validate/model.ts';

/** What AWS's public service model says of the answers of one service: made by `tools/service-model.ts`. */
export interface AnswerModel extends ServiceModel {
  /** The name of each error's shape by its code. */
  readonly errors: Readonly<Record<string, string>>;
}

type Loader = () => Promise<{ readonly default: unknown }>;
const loaders: Readonly<Record<string, Loader>> = {
  events: () => import('../../model/outputs/events.json', { with: { type: 'json' } }),
  glue: () => import('../../model/outputs/glue.json', { with: { type: 'json' } }),
  iam: () => import('../../model/outputs/iam.json', { with: { type: 'json' } }),
  lambda: () => import('../../model/outputs/lambda.json', { with: { type: 'json' } }),
  logs: () => import('../../model/outputs/logs.json', { with: { type: 'json' } }),
  s3: () => import('../../model/outputs/s3.json', { with: { type: 'json' } }),
  scheduler: () => import('../../model/outputs/scheduler.json', { with: { type: 'json' } }),
  secretsmanager: () => import('../../model/outputs/secretsmanager.json', { with: { type: 'json' } }),
  sfn: () => import('../../model/outputs/sfn.json', { with: { type: 'json' } }),
  sns: () => import('../../model/outputs/sns.json', { with: { type: 'json' } }),
  ssm: () => import('../../model/outputs/ssm.json', { with: { type: 'json' } }),
  sts: () => import('../../model/outputs/sts.json', { with: { type: 'json' } }),
};

/** Services whose answers are known. */
export const answeringServices: readonly string[] = Object.keys(loaders);

// The files never change while the program runs.
const read = new Map<string, Promise<AnswerModel | null>>();

/** Reads a model when it is first asked for; null for a service without one. */
export function answerModel(service: string): Promise<AnswerModel | null> {
  const known = read.get(service) ?? load(service);
  read.set(service, known);
  return known;
}

async function load(service: string): Promise<AnswerModel | null> {
  const loader = Object.hasOwn(loaders, service) ? loaders[service] : undefined;
  // The file was written in this shape by the generator.
  return loader === undefined ? null : ((await loader()).default as AnswerModel);
}
