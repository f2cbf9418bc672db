import type { Pipeline, Site, Step } from '@millrace/core';
import { allSteps, nativeName, physical } from '@millrace/workload';
import { planOf, type Plan } from '../compile/plan.ts';

/** What the runner knows of a pipeline's workflow. */
export interface Nodes {
  readonly plan: Plan;
  /** Steps by node, bridges included: 'JOB name' or 'CRAWLER name', as a run graph tells type and name. */
  readonly steps: ReadonlyMap<string, Step>;
  isBridge(step: string): boolean;
  isNative(step: string): boolean;
  /** True for the job of a generated helper. */
  isHelper(job: string): boolean;
}

export function nodesOf(pipeline: Pipeline, site: Site): Nodes {
  const plan = planOf(pipeline, site);
  const names = physical(site, pipeline);
  const isBridge = (step: string): boolean => plan.places.get(step)?.as === 'bridge';
  const isNative = (step: string): boolean => plan.places.get(step)?.as === 'native';
  const nodeOf = (step: Step): string => {
    if (isBridge(step.name)) return `JOB ${names.helper(step.name, 'bridge')}`;
    return `${step.kind === 'crawler' ? 'CRAWLER' : 'JOB'} ${nativeName(site, pipeline, step)}`;
  };
  return { plan, steps: new Map(allSteps(pipeline).map((step) => [nodeOf(step), step])), isBridge, isNative, isHelper: (job) => job.startsWith(`${names.workflow}--`) };
}
