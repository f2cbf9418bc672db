import type { Scalar, Step, Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { secretReference } from '@millrace/runtime';
import { crawlerResource, definesCrawler, definesJob, jobResource, nativeName, timeoutMinutes, type SpecMore } from '@millrace/workload';
import type { Resource } from '@millrace/core';
import type { Context } from './context.ts';
import type { Node } from './node.ts';

/** Minutes that Glue leaves the bootstrap, which ends an attempt at its timeout itself where Glue is to repeat it. */
const GRACE_MINUTES = 5;

/**
 * A defined job starts through the bootstrap, even without run-time arguments: only so can a resume skip it and a stop hold it
 * back. Its retries and timeout are the job's own.
 */
export function jobNode(step: Step, context: Context, maxRetries: number, spec: SpecMore): Node {
  const job = ownJobResource(step, context, maxRetries, spec);
  return { type: 'job', name: job.name, action: { JobName: job.name }, resources: [job] };
}

/** The job that a step defines. Scala cannot start through the bootstrap: its bridge passes what it is told. */
function ownJobResource(step: Step, { pipeline, site, sources }: Context, maxRetries: number, spec: SpecMore): Resource {
  const longer = spec.watch === undefined ? {} : { timeoutMinutes: timeoutMinutes(step) + GRACE_MINUTES };
  return jobResource(step, site, pipeline, { bootstrap: true, maxRetries, spec, ...longer }, sources);
}

/** A crawler or an existing job as it is: arguments and timeout of the job come with the trigger. */
export function nativeNode(step: Step, { pipeline, site }: Context): Node {
  const name = nativeName(site, pipeline, step);
  if (step.kind === 'crawler') return { type: 'crawler', name, action: { CrawlerName: name }, resources: definesCrawler(step) ? [crawlerResource(step, site, pipeline)] : [] };
  const args = Object.fromEntries(Object.entries('args' in step.with ? step.with.args : {}).flatMap(([key, value]) => {
    if (isConstant(value)) return [[`--${key}`, argumentText(value)] as const];
    return 'secret' in value ? [[`--${key}`, secretReference(value.secret)] as const] : [];
  }));
  return { type: 'job', name, action: { JobName: name, ...(Object.keys(args).length === 0 ? {} : { Arguments: args }), Timeout: timeoutMinutes(step) }, resources: [] };
}

/** What a step that has a bridge needs besides: the job or crawler that it defines. */
export function behindBridge(step: Step, context: Context, spec: SpecMore): readonly Resource[] {
  if (definesJob(step)) return [ownJobResource(step, context, 0, spec)];
  return definesCrawler(step) ? [crawlerResource(step, context.site, context.pipeline)] : [];
}

const isConstant = (value: Value): value is Scalar | readonly Scalar[] => typeof value !== 'object' || Array.isArray(value);
