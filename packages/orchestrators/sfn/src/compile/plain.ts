import type { Pipeline, Step } from '@millrace/core';
import { isStream } from '@millrace/workload';
import { canRetry } from '../kinds/builder.ts';
import { hasOutputs } from '../kinds/outputs.ts';

/**
 * The steps that need no more than their Task: a bad end of one is an error that nothing catches, which ends the execution and stops what
 * runs beside it. That is what the policy 'stop' means where nothing is to be done afterwards: no handler, nothing that Step Functions
 * does not stop by itself (`halting`). A step whose bad end is not the end, or is found by a later state, is none of them.
 *
 * It is the form that Step Functions can redrive: a state that failed uncaught is entered again, one whose error was caught is not.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function plainSteps(pipeline: Pipeline, halting: boolean): ReadonlySet<string> {
  if (pipeline.failurePolicy !== 'stop' || halting || pipeline.onFailure !== null || pipeline.finally !== null) return new Set();
  return new Set(pipeline.steps.filter(isPlain).map(({ name }) => name));
}

const isPlain = (step: Step): boolean => step.kind === 'glueJob' && !isStream(step) && !canRetry(step) && !step.optional && !hasOutputs(step);
