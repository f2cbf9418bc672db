import type { Dependency, Pipeline, Site, Sources, Step, StepOf } from '@millrace/core';

/** Short words for pipelines in tests. */
export const site: Site = {
  prefix: 'dev', region: 'eu-south-2', account: '111122223333', scripts: 'acme-scripts', runs: 'acme-runs',
  roles: { job: 'arn:aws:iam::111122223333:role/job', crawler: 'arn:aws:iam::111122223333:role/crawler', stateMachine: 'arn:aws:iam::111122223333:role/machine', helper: 'arn:aws:iam::111122223333:role/helper', events: 'arn:aws:iam::111122223333:role/events' },
  params: {},
};

export function pipeline(steps: readonly Step[], more: Partial<Pipeline> = {}): Pipeline {
  return {
    schemaVersion: 1, name: 'orders', timezone: 'UTC', params: {}, steps, starts: [], overlap: 'allow', failurePolicy: 'continue',
    onFailure: null, finally: null, prerequisites: [], ...more,
  };
}

const base = (name: string, after: readonly (string | Dependency)[]) => ({
  name,
  join: 'all' as const,
  optional: false,
  after: after.map((one) => (typeof one === 'string' ? { step: one, on: 'succeeded' as const } : one)),
  retry: { attempts: 0, on: ['failed' as const], delaySeconds: 0 },
  timeoutSeconds: null,
  outputs: {},
});

export const job = (name: string, after: readonly (string | Dependency)[] = [], more: Partial<StepOf<'glueJob'>> = {}): StepOf<'glueJob'> => ({
  ...base(name, after), kind: 'glueJob', with: { type: 'pythonshell', script: `./jobs/${name}.py`, args: {} }, ...more,
});
export const existing = (name: string, use: string, after: readonly (string | Dependency)[] = [], more: Partial<StepOf<'glueJob'>> = {}): StepOf<'glueJob'> =>
  job(name, after, { with: { use, args: {} }, ...more });
export const crawl = (name: string, after: readonly (string | Dependency)[] = [], more: Partial<StepOf<'crawler'>> = {}): StepOf<'crawler'> => ({
  ...base(name, after), kind: 'crawler', with: { database: 'sales', s3: ['s3://acme-curated/orders/'] }, ...more,
});
export const pause = (name: string, seconds: number, after: readonly (string | Dependency)[] = []): StepOf<'wait'> => ({ ...base(name, after), kind: 'wait', with: { seconds } });
export const message = (name: string, after: readonly (string | Dependency)[] = []): StepOf<'sns'> => ({ ...base(name, after), kind: 'sns', with: { topic: 'data-alerts' } });
export const failed = (step: string): Dependency => ({ step, on: 'failed' });
export const finished = (step: string): Dependency => ({ step, on: 'finished' });
export const retrying = (attempts: number): Step['retry'] => ({ attempts, on: ['failed'], delaySeconds: 0 });

export function sourcesOf({ steps: own, onFailure, finally: last }: Pipeline): Sources {
  const steps = [...own, onFailure, last].filter((step) => step !== null);
  const paths = steps.flatMap((step) => (step.kind === 'glueJob' && 'script' in step.with ? [step.with.script] : []));
  return new Map(paths.map((path) => [path, { text: `print('${path}')\n`, sha256: 'ab'.repeat(32) }]));
}
