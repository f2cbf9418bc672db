import { posix } from 'node:path';
import { graphHash, sha256, stableJson } from '@millrace/core';
import type { Pipeline, Problem, Resource, Site, Source, Sources } from '@millrace/core';
import { bootstrapPy, helperPy } from '@millrace/runtime';
import type { JobSpec, StepFacts, StoredJobSpec } from '@millrace/runtime';
import { OWNER_METADATA } from '../constants.ts';
import { allSteps, physical } from '../names/physical.ts';
import { definesJob, type DefinedJob } from './defines.ts';
import { settingScriptArguments } from './job-settings.ts';
import { objectUri } from './uri.ts';

/**
 * The objects in S3 that a pipeline's jobs need: each script once, and with the bootstrap also the bootstrap and one spec per job.
 * `bootstrap` may answer per step. Keys hold the content's hash, so a changed script is a new object and a run that is under way
 * keeps the one that it started with until the deploy has pointed its job elsewhere.
 */
export function scriptResources(
  pipeline: Pipeline,
  site: Site,
  sources: Sources,
  options: { readonly bootstrap: boolean | ((step: DefinedJob) => boolean); readonly spec?: (step: DefinedJob) => SpecMore },
): readonly Resource[] {
  const made = new Map<string, Resource>();
  const add = (object: Resource): void => void made.set(object.id, object);
  for (const step of allSteps(pipeline).filter(definesJob)) {
    add(scriptObject(step, site, pipeline, sources));
    const wrapped = typeof options.bootstrap === 'boolean' ? options.bootstrap : options.bootstrap(step);
    if (!wrapped) continue;
    add(bootstrapObject(site, pipeline));
    const more = options.spec?.(step);
    if (more?.graph !== undefined) add(more.graph);
    add(specObject(step, site, pipeline, sources, more));
  }
  return [...made.values()];
}

const hashes = new WeakMap<Pipeline, string>();

/** Every spec holds the graph's hash: it is computed once for a pipeline, whose value never changes. */
export function hashOf(pipeline: Pipeline): string {
  const known = hashes.get(pipeline) ?? graphHash(pipeline);
  hashes.set(pipeline, known);
  return known;
}

/** What only the orchestrator knows of a step. `graph`: the object with all steps, for a job that looks at them under the stop policy. */
export type SpecMore = Pick<JobSpec, 'watch'> & { readonly graph?: Resource };

/** All steps of a pipeline in one object, which every description that needs them names. */
export function graphObject(steps: Readonly<Record<string, StepFacts>>, site: Site, pipeline: Pipeline): Resource {
  const text = stableJson(steps);
  const source = { text, sha256: sha256(text) };
  return textObject('graph', 'steps', site, pipeline, physical(site, pipeline).graphKey(source.sha256), source);
}

/** What the bootstrap is told about its step. */
export function jobSpec(step: DefinedJob, site: Site, pipeline: Pipeline, sources: Sources, { graph, ...more }: SpecMore = {}): StoredJobSpec {
  return {
    schemaVersion: 1,
    pipeline: pipeline.name,
    step: step.name,
    job: physical(site, pipeline).job(step.name),
    scriptUri: objectUri(scriptObject(step, site, pipeline, sources)),
    runsBucket: site.runs,
    timezone: pipeline.timezone,
    args: { ...settingScriptArguments(step), ...step.with.args },
    params: specParams(pipeline),
    environmentParams: site.params,
    handler: step.name === pipeline.onFailure?.name || step.name === pipeline.finally?.name,
    ...(Object.keys(step.outputs).length > 0 ? { outputs: step.outputs } : {}),
    graphHash: hashOf(pipeline),
    ...more,
    ...(graph === undefined ? {} : { policy: { graph: objectUri(graph) } }),
  };
}

/** Declarations as jobs know them, with their rules: where nobody has checked a run before, its first job does. */
export function specParams({ params }: Pipeline): JobSpec['params'] {
  return Object.fromEntries(Object.entries(params).map(([name, { type, description, default: usual, values, pattern, minLength, maxLength, min, max, overridable }]) => {
    const rules = { pattern, minLength, maxLength, min, max, overridable };
    return [name, { type, description, default: usual, values, ...Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== undefined)) }];
  }));
}

export function scriptObject(step: DefinedJob, site: Site, pipeline: Pipeline, sources: Sources): Resource {
  const source = sourceOf(step, sources);
  const basename = posix.basename(step.with.script.replaceAll('\\', '/'));
  return textObject('script', basename, site, pipeline, physical(site, pipeline).scriptKey(source.sha256, basename), source);
}

export function bootstrapObject(site: Site, pipeline: Pipeline): Resource {
  return textObject('runtime', 'bootstrap.py', site, pipeline, physical(site, pipeline).bootstrapKey(bootstrapPy.sha256), bootstrapPy);
}

/** The program of all generated helper jobs. */
export function helperObject(site: Site, pipeline: Pipeline): Resource {
  return textObject('runtime', 'helper.py', site, pipeline, physical(site, pipeline).helperKey(helperPy.sha256), helperPy);
}

export function specObject(step: DefinedJob, site: Site, pipeline: Pipeline, sources: Sources, more: SpecMore = {}): Resource {
  const text = stableJson(jobSpec(step, site, pipeline, sources, more));
  const source = { text, sha256: sha256(text) };
  return textObject('spec', step.name, site, pipeline, physical(site, pipeline).specKey(source.sha256), source);
}

/** Scripts that are named but not among the sources. */
export function missingScripts(pipeline: Pipeline, sources: Sources): readonly Problem[] {
  const pointers = new Map(pipeline.steps.map((step, index) => [step.name, `/steps/${index}`]));
  if (pipeline.onFailure !== null) pointers.set(pipeline.onFailure.name, '/onFailure');
  if (pipeline.finally !== null) pointers.set(pipeline.finally.name, '/finally');
  return allSteps(pipeline)
    .filter(definesJob)
    .filter((step) => !sources.has(step.with.script))
    .map((step) => ({
      code: 'MR7102',
      severity: 'error',
      message: `Step '${step.name}' runs '${step.with.script}', which cannot be read.`,
      pointer: `${pointers.get(step.name) ?? ''}/with/script`,
      at: null,
      hint: 'Create the file, or correct its path: it is relative to the pipeline file.',
    }));
}

function sourceOf(step: DefinedJob, sources: Sources): Source {
  const source = sources.get(step.with.script);
  if (source === undefined) throw new TypeError(`The script '${step.with.script}' of step '${step.name}' is not among the sources.`);
  return source;
}

/** The id holds the hash: equal content under one base name is one object, whichever step names it. */
export function textObject(kind: string, label: string, site: Site, pipeline: Pipeline, key: string, source: Source): Resource {
  return {
    id: `${kind}.${source.sha256.slice(0, 16)}.${label}`,
    type: 'Millrace::S3Object',
    name: `${site.scripts}/${key}`,
    props: { Bucket: site.scripts, Key: key, Metadata: { [OWNER_METADATA]: physical(site, pipeline).owner } },
    after: [],
    sha256: source.sha256,
    body: source.text,
  };
}
