import type { Dependency, Pipeline, Site, Sources, Step, StepOf, Value } from '@millrace/core';

/** Small pipelines for tests: everything has its default until a test says otherwise. */
export function job(name: string, over: Partial<Omit<StepOf<'glueJob'>, 'after' | 'with'>> & { readonly after?: readonly (string | Dependency)[]; readonly args?: Readonly<Record<string, Value>> } = {}): Step {
  const { after = [], args = {}, ...rest } = over;
  return {
    name, kind: 'glueJob', join: 'all', optional: false, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, timeoutSeconds: 1800, outputs: {},
    with: { type: 'pythonshell', script: `./jobs/${name}.py`, args },
    ...rest,
    after: after.map((dependency) => (typeof dependency === 'string' ? { step: dependency, on: 'succeeded' } : dependency)),
  };
}

export function crawl(name: string, over: Partial<Omit<StepOf<'crawler'>, 'after'>> & { readonly after?: readonly string[] } = {}): Step {
  const { after = [], ...rest } = over;
  return {
    name, kind: 'crawler', join: 'all', optional: false, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, timeoutSeconds: 1800, outputs: {},
    with: { database: 'sales', s3: ['s3://curated/orders/'] },
    ...rest,
    after: after.map((step) => ({ step, on: 'succeeded' })),
  };
}

/** A step that calls something, or waits. */
export function called<K extends 'lambda' | 'sns' | 'ssm' | 'wait'>(name: string, kind: K, props: StepOf<K>['with'], over: Partial<Pick<Step, 'retry' | 'timeoutSeconds' | 'optional'>> & { readonly after?: readonly string[] } = {}): StepOf<K> {
  const { after = [], ...rest } = over;
  return {
    name, kind, join: 'all', optional: false, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, timeoutSeconds: 300, outputs: {}, with: props,
    ...rest,
    after: after.map((step) => ({ step, on: 'succeeded' })),
  };
}

export const pipelineOf = (steps: readonly Step[], over: Partial<Pipeline> = {}): Pipeline => ({
  schemaVersion: 1, name: 'orders', timezone: 'UTC', params: {}, steps, starts: [], overlap: 'allow', failurePolicy: 'continue', onFailure: null, finally: null, prerequisites: [], ...over,
});

export const site: Site = {
  prefix: 'dev', region: 'eu-west-1', account: '111122223333', scripts: 'scripts', runs: 'runs', params: {},
  roles: { job: 'arn:aws:iam::111122223333:role/job', crawler: 'arn:aws:iam::111122223333:role/crawler', stateMachine: 'arn:aws:iam::111122223333:role/machine', helper: 'arn:aws:iam::111122223333:role/helper', events: 'arn:aws:iam::111122223333:role/events' },
};

export const sourcesOf = (pipeline: Pipeline): Sources => new Map(
  [...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) =>
    (step?.kind === 'glueJob' && 'script' in step.with ? [[step.with.script, { sha256: '0'.repeat(64), text: 'print(1)\n' }] as const] : [])),
);
