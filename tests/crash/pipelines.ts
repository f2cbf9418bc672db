import { sha256, type Pipeline, type Source, type Target } from '@millrace/core';
import { plainPipeline, sourcesOf, type PlainStep } from '@millrace/testkit';
import type { Version } from './command.ts';

const params: Pipeline['params'] = {
  day: { type: 'date', description: 'Day to load', default: '2026-01-05', values: [] },
  limit: { type: 'integer', description: 'Most rows', default: 100, values: [] },
};
const args = { DAY: { param: 'day' }, LIMIT: { param: 'limit' } };

/** Twelve steps: jobs and crawlers, each dependency word, a join, a retry, an optional step, parameters. */
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
};

/** One script changed, a step removed and one added. */
const { audit: _removed, ...others } = steps;
const editedSteps: typeof steps = { ...others, report: { after: ['enrich'] }, notify: { after: ['report finished'] } };

export function first(target: Target): Version {
  const pipeline = plainPipeline('orders', steps, { params });
  return { pipeline, sources: sourcesOf(pipeline), target };
}

export function edited(target: Target): Version {
  const pipeline = plainPipeline('orders', editedSteps, { params });
  const text = 'print("cleans better")\n';
  const changed: Source = { text, sha256: sha256(text) };
  return { pipeline, sources: new Map([...sourcesOf(pipeline), ['./jobs/clean-orders.py', changed]]), target };
}
