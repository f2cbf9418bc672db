import type { Pipeline, Prop, Resource, Scalar, Site } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { OWNER_TAG, physical } from '@millrace/workload';

/** The workflow. Unless a run skips others, MaxConcurrentRuns stays unset, so that runs may overlap, or wait in a queue of our own. */
export function workflowResource(pipeline: Pipeline, site: Site): Resource {
  const names = physical(site, pipeline);
  const properties = defaultRunProperties(pipeline, site);
  const defaults: Readonly<Record<string, Prop>> = Object.keys(properties).length === 0 ? {} : { DefaultRunProperties: properties };
  return {
    id: 'workflow',
    type: 'AWS::Glue::Workflow',
    name: names.workflow,
    props: { Name: names.workflow, ...defaults, ...(pipeline.overlap === 'skip' ? { MaxConcurrentRuns: 1 } : {}), Tags: { [OWNER_TAG]: names.owner } },
    after: [],
    sha256: null,
    body: null,
  };
}

/** A workflow has one start trigger. Events need theirs, and each is a run of its own; schedules start the workflow from outside, by EventBridge Scheduler. */
export function startTrigger(pipeline: Pipeline): Readonly<Record<string, Prop>> {
  return pipeline.starts.some((start) => 's3' in start) ? { Type: 'EVENT', EventBatchingCondition: { BatchSize: 1 } } : { Type: 'ON_DEMAND' };
}

/** Parameters whose value is known before the run, the environment's before the declared default: a start outside Millrace shows and uses them. */
function defaultRunProperties(pipeline: Pipeline, site: Site): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(pipeline.params).flatMap(([name, declaration]) => {
    const value: Scalar | { readonly run: 'id' | 'date' } | null = site.params[name] ?? declaration.default;
    return value === null || typeof value === 'object' ? [] : [[paramProperty(name), argumentText(value)]];
  }));
}

/** The run property that carries a parameter. */
export const paramProperty = (name: string): string => `param:${name}`;
