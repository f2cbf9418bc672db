import type { Pipeline, Site, StepRunner } from '@millrace/core';
import type { Clock } from '@millrace/deploy';
import { definesJob, stepRunner, type LogReader } from '@millrace/workload';
import type { GluePort } from '../port.ts';
import { propertiesOf } from './start.ts';

/**
 * Jobs of single steps on Glue. A job that Millrace deploys starts through the bootstrap, which reads outside a workflow what run
 * properties would have told it from the argument `--MILLRACE_PROPERTIES`, checks it and makes the script's arguments.
 */
export function createStepRunner(port: GluePort, { pipeline, site }: { readonly pipeline: Pipeline; readonly site: Site }, clock: Clock, logs: LogReader): StepRunner {
  return stepRunner({
    pipeline,
    site,
    clock,
    logs,
    call: (operation, input) => port.call(operation, input),
    arguments: (step, given, own) => (definesJob(step) ? { '--MILLRACE_PROPERTIES': JSON.stringify(propertiesOf(given)) } : own),
    retries: (step) => (definesJob(step) && step.retry.on.includes('failed') ? step.retry.attempts : 0),
  });
}
