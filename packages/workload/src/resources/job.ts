import { effectiveTimeout } from '@millrace/core';
import type { Pipeline, Prop, Resource, Site, Sources, Step } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { MAX_CONCURRENT_RUNS, OWNER_TAG } from '../constants.ts';
import { physical } from '../names/physical.ts';
import { bootstrapObject, scriptObject, specObject, type SpecMore } from './objects.ts';
import { definesJob, isStream, type DefinedJob } from './defines.ts';
import { commandOf, membersOf, settingArguments, sizeOf, takesBootstrap } from './job-settings.ts';
import { savedArguments } from './saved-arguments.ts';
import { roleOf } from './roles.ts';
import { objectUri } from './uri.ts';

export interface JobOptions {
  /** True: Glue runs the bootstrap, which rebuilds the arguments and runs the script. False, and always for Scala: Glue runs the script itself. */
  readonly bootstrap: boolean;
  /** Glue's own retries; 0 by default. Retries live in one layer only: leave it at 0 where the orchestrator retries. */
  readonly maxRetries?: number;
  /** For the bootstrap. */
  readonly spec?: SpecMore;
  /** More default arguments, keys with their leading dashes. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Glue's own timeout; the step's by default. Longer where the bootstrap watches the time itself. */
  readonly timeoutMinutes?: number;
}

/**
 * The Glue job of a step, under CloudFormation's property names.
 * Without the bootstrap, constant arguments become the job's defaults, so that the job can also be started by hand.
 *
 * Throws `TypeError` for a step that uses an existing job, and for a script that is not among `sources`: both are checked before
 * (`definesJob`, `missingScripts`).
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-glue-job.html
 */
export function jobResource(step: Step, site: Site, pipeline: Pipeline, options: JobOptions, sources: Sources): Resource {
  if (!definesJob(step)) throw new TypeError(`Step '${step.name}' defines no Glue job, so none can be deployed for it.`);
  const names = physical(site, pipeline);
  const { type, settings = {} } = step.with;
  const bootstrap = options.bootstrap && takesBootstrap(step);
  const script = scriptObject(step, site, pipeline, sources);
  const graph = options.spec?.graph;
  const needed = bootstrap ? [script, bootstrapObject(site, pipeline), ...(graph === undefined ? [] : [graph]), specObject(step, site, pipeline, sources, options.spec)] : [script];
  const entry = bootstrap ? bootstrapObject(site, pipeline) : script;
  const ownRole = settings.role === undefined && site.roles.job === null;
  return {
    id: `job.${step.name}`,
    type: 'AWS::Glue::Job',
    name: names.job(step.name),
    props: {
      Name: names.job(step.name),
      Role: settings.role ?? roleOf(site, 'job'),
      Command: commandOf(type, objectUri(entry)),
      DefaultArguments: { ...settingArguments(type, settings), ...savedArguments(step, site, pipeline), ...defaultArguments(step, site, pipeline, bootstrap, sources, options.spec), ...options.arguments },
      ExecutionProperty: { MaxConcurrentRuns: settings.maxConcurrentRuns ?? (isStream(step) ? 1 : MAX_CONCURRENT_RUNS) },
      ...sizeOf(type, settings),
      MaxRetries: options.maxRetries ?? 0,
      // A stream has none: it would end it.
      ...(isStream(step) ? {} : { Timeout: options.timeoutMinutes ?? timeoutMinutes(step) }),
      ...membersOf(settings),
      Tags: { ...settings.tags, [OWNER_TAG]: names.owner },
    },
    after: [...needed.map((object) => object.id), ...(ownRole ? ['role.job'] : [])],
    sha256: null,
    body: null,
  };
}

/** Glue counts whole minutes, and at least one. */
export function timeoutMinutes(step: Step): number {
  return Math.max(1, Math.ceil(effectiveTimeout(step) / 60));
}

function defaultArguments(step: DefinedJob, site: Site, pipeline: Pipeline, bootstrap: boolean, sources: Sources, spec: SpecMore | undefined): Readonly<Record<string, Prop>> {
  if (bootstrap) {
    return { '--MILLRACE_STEP': step.name, '--MILLRACE_SPEC': objectUri(specObject(step, site, pipeline, sources, spec)) };
  }
  const constants: Record<string, string> = {};
  for (const [name, value] of Object.entries(step.with.args)) {
    if (isConstant(value)) constants[`--${name}`] = argumentText(value);
  }
  return constants;
}

type Constant = string | number | boolean | readonly (string | number | boolean)[];
function isConstant(value: unknown): value is Constant {
  return Array.isArray(value) || typeof value !== 'object';
}
