import type { Pipeline, Site, Step } from '@millrace/core';
import { OWNER_SEPARATOR } from '../constants.ts';

type Named = Pick<Pipeline, 'name'>;

/** Name of the alias that points to the version of a state machine that runs start with. */
export const LIVE_ALIAS = 'live';

/** Physical names of one pipeline in one environment. */
export interface Physical {
  /** The value of the ownership tag: '{prefix}/{pipeline}'. */
  readonly owner: string;
  readonly workflow: string;
  readonly stateMachine: string;
  /** The alias by which everything starts the state machine, behind the machine's name: 'dev-orders:live'. */
  readonly liveAlias: string;
  /** Where Step Functions writes what executions did. */
  readonly executionLogs: string;
  /** Name of the job that a step defines: '{prefix}-{pipeline}-{step}'. For steps that use an existing job see `nativeName`. */
  job(step: string): string;
  crawler(step: string): string;
  /** Job of a generated helper that serves one step. */
  helper(step: string, kind: 'gate' | 'bridge'): string;
  /** Job of a generated helper that serves the run. */
  readonly opener: string;
  readonly closer: string;
  /** Null is the start trigger; `n` counts from 1 and is ignored there. */
  trigger(step: string | null, n: number): string;
  /** Folder in the scripts bucket, with its closing slash. */
  readonly folder: string;
  scriptKey(sha256: string, basename: string): string;
  bootstrapKey(sha256: string): string;
  helperKey(sha256: string): string;
  specKey(sha256: string): string;
  /** The steps that descriptions share. */
  graphKey(sha256: string): string;
  readonly manifestKey: string;
}

/**
 * Makes the physical names of a pipeline. Pure; each target checks the lengths of the names that it makes.
 *
 * @example
 * physical(site, { name: 'orders' }).job('clean') // 'dev-orders-clean'
 */
export function physical(site: Pick<Site, 'prefix'>, pipeline: Named): Physical {
  const base = `${site.prefix}-${pipeline.name}`;
  const folder = `${base}/`;
  return {
    owner: `${site.prefix}${OWNER_SEPARATOR}${pipeline.name}`,
    workflow: base,
    stateMachine: base,
    liveAlias: `${base}:${LIVE_ALIAS}`,
    // With this beginning Logs needs no line of the account's resource policy for each group: such a policy has little room (`limits.logsResourcePolicyCharacters`).
    executionLogs: `/aws/vendedlogs/states/${base}-Logs`,
    job: (step) => `${base}-${step}`,
    crawler: (step) => `${base}-${step}`,
    // Names of steps begin with a letter, so none of them makes a job's name with two hyphens here.
    helper: (step, kind) => `${base}--${step}-${kind}`,
    opener: `${base}--opener`,
    closer: `${base}--closer`,
    trigger: (step, n) => (step === null ? `${base}--start` : `${base}--${step}-${n}`),
    folder,
    scriptKey: (sha256, basename) => `${folder}scripts/${sha256.slice(0, 16)}/${basename}`,
    bootstrapKey: (sha256) => `${folder}runtime/${sha256.slice(0, 16)}/bootstrap.py`,
    helperKey: (sha256) => `${folder}runtime/${sha256.slice(0, 16)}/helper.py`,
    specKey: (sha256) => `${folder}specs/${sha256.slice(0, 16)}.json`,
    graphKey: (sha256) => `${folder}graphs/${sha256.slice(0, 16)}.json`,
    manifestKey: `${folder}manifest.json`,
  };
}

/** The job or crawler that a step runs: the existing one that it uses, else the one that is deployed for it. */
export function nativeName(site: Pick<Site, 'prefix'>, pipeline: Named, step: Step): string {
  const properties = step.with;
  return 'use' in properties ? properties.use : physical(site, pipeline).job(step.name);
}

/** All steps, handlers last: what is deployed, though only `pipeline.steps` are in the graph. */
export function allSteps(pipeline: Pick<Pipeline, 'steps' | 'onFailure' | 'finally'>): readonly Step[] {
  return [...pipeline.steps, ...[pipeline.onFailure, pipeline.finally].filter((step) => step !== null)];
}
