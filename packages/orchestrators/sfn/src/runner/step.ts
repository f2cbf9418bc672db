import type { Pipeline, Site, StepRunner } from '@millrace/core';
import type { Clock } from '@millrace/deploy';
import { stepRunner, type LogReader } from '@millrace/workload';
import type { SfnPort } from '../port.ts';

/** Jobs of single steps beside the state machine, with the arguments that it would give them. It alone retries, so such a job runs once. */
export function createStepRunner(port: SfnPort, { pipeline, site }: { readonly pipeline: Pipeline; readonly site: Site }, clock: Clock, logs: LogReader): StepRunner {
  return stepRunner({
    pipeline,
    site,
    clock,
    logs,
    call: (operation, input) => port.glue(operation, input),
    arguments: (step, given, own) => ({ ...own, '--MILLRACE_RUN': given.id, '--MILLRACE_STEP': step.name }),
    retries: () => 0,
  });
}
