import { sha256, type Pipeline, type Source, type Target } from '@millrace/core';
import { plainPipeline, sourcesOf, type PlainStep } from '@millrace/testkit';
import type { Version } from './command.ts';

const params: Pipeline['params'] = {
  day: { type: 'date', description: 'Day to load', default: '2026-01-05', values: [] },
  limit: { type: 'integer', description: 'Most rows', default: 100, values: [] },
};
const args = { DAY: { param: 'day' }, LIMIT: { param: 'limit' } };

/** Twenty steps: jobs and crawlers, each dependency word, a join, a retry, an optional step, parameters. */
const steps: Readonly<Record<string, PlainStep>> = {
  orders: { args },
  customers: {},
  'clean-orders': { after: ['orders'], args },
  'clean-customers': { after: ['customers'], retry: { attempts: 2 } },
  repair: { after: ['clean-orders failed'], optional: true },
  join: { after: ['clean-orders', 'clean-customers'] },
  audit: { after: ['join finished'] },
  enrich: { after: ['join'], timeoutSeconds: 1800 },
  raw: { crawler: true, after: ['orders'] },
  catalog: { crawler: true, after: ['enrich'] },
  report: { after: ['enrich', 'audit'] },
  publish: { after: ['report', 'catalog'] },
  products: { args },
  'clean-products': { after: ['products'] },
  prices: {},
  'clean-prices': { after: ['prices'] },
  margins: { after: ['clean-products', 'clean-prices'] },
  stock: { after: ['clean-products'] },
  forecast: { after: ['margins', 'stock'] },
  share: { after: ['forecast'] },
};

/** One script changed, a step removed and one added, a start changed. */
const { audit: _removed, ...others } = steps;
const editedSteps: typeof steps = { ...others, report: { after: ['enrich'] }, notify: { after: ['report finished'] } };

/** The database that the pipelines need and a destroy leaves. */
export const LASTING = 'sales';

/** A schedule that needs EventBridge Scheduler, a start by events of S3, and a database that must be there. */
function more(hour: number): Partial<Pipeline> {
  const starts = [{ schedule: `0 ${hour} * * ? *`, params: { day: '2026-01-04' } }, { s3: 's3://crash-incoming/orders/' }];
  return { params, starts, timezone: 'Europe/Madrid', prerequisites: [{ kind: 'database', name: LASTING }] };
}

export function first(target: Target): Version {
  const pipeline = plainPipeline('orders', steps, more(2));
  return { pipeline, sources: sourcesOf(pipeline), target };
}

export function edited(target: Target): Version {
  const pipeline = plainPipeline('orders', editedSteps, more(3));
  const text = 'print("cleans better")\n';
  const changed: Source = { text, sha256: sha256(text) };
  return { pipeline, sources: new Map([...sourcesOf(pipeline), ['./jobs/clean-orders.py', changed]]), target };
}
