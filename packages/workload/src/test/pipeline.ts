import { sha256 } from '@millrace/core';
import type { Pipeline, Site, Sources, Step, StepOf } from '@millrace/core';

export const site: Site = {
  prefix: 'dev',
  region: 'eu-west-1',
  account: '123456789012',
  scripts: 'acme-scripts',
  runs: 'acme-runs',
  roles: { job: 'arn:aws:iam::123456789012:role/job', crawler: 'arn:aws:iam::123456789012:role/crawler', stateMachine: 'arn:aws:iam::123456789012:role/sm', helper: 'arn:aws:iam::123456789012:role/helper', events: 'arn:aws:iam::123456789012:role/events' },
  params: { source: 's3://acme-dev/' },
};

export function job(name: string, over: Partial<StepOf<'glueJob'>> = {}): Step {
  return {
    name,
    kind: 'glueJob',
    join: 'all',
    optional: false,
    after: [],
    retry: { attempts: 0, on: ['failed'], delaySeconds: 0 },
    timeoutSeconds: null,
    outputs: {},
    with: { type: 'pythonshell', script: `./jobs/${name}.py`, args: {} },
    ...over,
  };
}

export function crawl(name: string, over: Partial<StepOf<'crawler'>> = {}): Step {
  return { ...job(name), kind: 'crawler', with: { database: 'sales', s3: ['s3://acme-curated/orders/'] }, ...over };
}

export function pipeline(steps: readonly Step[], over: Partial<Pipeline> = {}): Pipeline {
  return {
    schemaVersion: 1,
    name: 'orders',
    timezone: 'UTC',
    params: {},
    steps,
    starts: [],
    overlap: 'allow',
    failurePolicy: 'continue',
    onFailure: null,
    finally: null,
    prerequisites: [],
    ...over,
  };
}

export function sources(texts: Readonly<Record<string, string>>): Sources {
  return new Map(Object.entries(texts).map(([path, text]) => [path, { text, sha256: sha256(text) }]));
}
