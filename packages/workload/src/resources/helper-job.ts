import { sha256, stableJson, type Pipeline, type Resource, type Site } from '@millrace/core';
import type { StoredHelperSpec } from '@millrace/runtime';
import { MAX_CONCURRENT_RUNS, OWNER_TAG, PYTHON_SHELL } from '../constants.ts';
import { physical } from '../names/physical.ts';
import { helperObject, textObject } from './objects.ts';
import { roleOf } from './roles.ts';
import { objectUri } from './uri.ts';

/** A week: the longest that Glue lets a job run take. */
const MOST_MINUTES = 10_080;

/**
 * A generated Python shell job of the smallest size, and what it is told; the program itself is `helperObject`. Glue never repeats it: what it does is decided anew
 * from the run graph and the run's folder at each look.
 *
 * @param minutes bounds all that it may have to wait for
 * @param graph the object with the steps, where the description names it instead of holding them
 */
export function helperJobResources(spec: StoredHelperSpec, minutes: number, site: Site, pipeline: Pipeline, graph: Resource | null): { readonly job: Resource; readonly spec: Resource; readonly program: Resource } {
  const names = physical(site, pipeline);
  const text = stableJson(spec);
  const source = { text, sha256: sha256(text) };
  const specFile = textObject('spec', spec.job.slice(names.workflow.length + 2), site, pipeline, names.specKey(source.sha256), source);
  const program = helperObject(site, pipeline);
  const job: Resource = {
    id: `helper.${spec.job.slice(names.workflow.length + 2)}`,
    type: 'AWS::Glue::Job',
    name: spec.job,
    props: {
      Name: spec.job,
      Role: roleOf(site, 'helper'),
      Command: { Name: 'pythonshell', ScriptLocation: objectUri(program), PythonVersion: PYTHON_SHELL.pythonVersion },
      DefaultArguments: { '--MILLRACE_SPEC': objectUri(specFile) },
      ExecutionProperty: { MaxConcurrentRuns: MAX_CONCURRENT_RUNS },
      GlueVersion: PYTHON_SHELL.glueVersion,
      MaxCapacity: PYTHON_SHELL.maxCapacity,
      MaxRetries: 0,
      Timeout: Math.min(MOST_MINUTES, Math.max(1, Math.ceil(minutes))),
      Tags: { [OWNER_TAG]: names.owner },
    },
    after: [program.id, ...(graph === null ? [] : [graph.id]), specFile.id, ...(site.roles.helper === null ? ['role.helper'] : [])],
    sha256: null,
    body: null,
  };
  return { job, spec: specFile, program };
}
