import { DEFAULT_TIMEOUT_SECONDS, type Step } from '../model.ts';

/** Seconds that bound one attempt of the step: its own timeout, or the default of two hours. */
export function effectiveTimeout(step: Pick<Step, 'timeoutSeconds'>): number {
  return step.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
}
