import type { Pipeline, Prop, Resource, Scalar, Site } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { OWNER_TAG, physical } from '@millrace/workload';

/** The workflow. MaxConcurrentRuns stays unset, so that runs may overlap. */
export function workflowResource(pipeline: Pipeline, site: Site): Resource {
  const names = physical(site, pipeline);
  const properties = defaultRunProperties(pipeline, site);
  const defaults: Readonly<Record<string, Prop>> = Object.keys(properties).length === 0 ? {} : { DefaultRunProperties: properties };
  return {
    id: 'workflow',
    type: 'AWS::Glue::Workflow',
    name: names.workflow,
    props: { Name: names.workflow, ...defaults, Tags: { [OWNER_TAG]: names.owner } },
    after: [],
    sha256: null,
    body: null,
  };
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
