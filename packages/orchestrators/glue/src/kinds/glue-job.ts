import type { Scalar, StepOf, Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { secretReference } from '@millrace/runtime';
import { jobResource, nativeName, timeoutMinutes } from '@millrace/workload';
import type { Context } from './context.ts';
import type { Node } from './node.ts';

/**
 * A defined job starts through the bootstrap, even without run-time arguments: only so can a resume skip it and a stop hold it
 * back. Its retries and timeout are the job's own. An existing job gets its arguments and timeout from the trigger.
 */
export function glueJobNode(step: StepOf<'glueJob'>, { pipeline, site, sources }: Context): Node {
  const name = nativeName(site, pipeline, step);
  if (!('use' in step.with)) {
    const job = jobResource(step, site, pipeline, { bootstrap: true, maxRetries: step.retry.on.includes('failed') ? step.retry.attempts : 0 }, sources);
    return { type: 'job', name, action: { JobName: name }, resources: [job] };
  }
  const constants = Object.entries(step.with.args).flatMap(([key, value]) => {
    if (isConstant(value)) return [[`--${key}`, argumentText(value)] as const];
    return 'secret' in value ? [[`--${key}`, secretReference(value.secret)] as const] : [];
  });
  const args = constants.length === 0 ? {} : { Arguments: Object.fromEntries(constants) };
  return { type: 'job', name, action: { JobName: name, ...args, Timeout: timeoutMinutes(step) }, resources: [] };
}

const isConstant = (value: Value): value is Scalar | readonly Scalar[] => typeof value !== 'object' || Array.isArray(value);
