import type { Step } from '@millrace/core';
import { nativeName } from '@millrace/workload';
import type { RunnerContext } from './context.ts';

/** Steps by node: 'JOB name' or 'CRAWLER name', as a run graph tells type and name. */
export function stepsByNode({ pipeline, site }: Pick<RunnerContext, 'pipeline' | 'site'>): ReadonlyMap<string, Step> {
  return new Map(pipeline.steps.map((step) => [`${step.kind === 'crawler' ? 'CRAWLER' : 'JOB'} ${nativeName(site, pipeline, step)}`, step]));
}
