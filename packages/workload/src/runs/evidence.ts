import type { Ended, Step } from '@millrace/core';
import type { ObservedAttempt } from './snapshot-input.ts';

/** What one continuation's attempts say of a step. `between`: its last outcome, while another attempt is due. */
export type Evidence = Ended | 'running' | 'none' | { readonly between: Ended };

/** `halted`: no attempt starts any more, so the last one decided. */
export function evidenceOf(step: Step, attempts: readonly ObservedAttempt[], halted: boolean): Evidence {
  if (attempts.some((attempt) => attempt.state === 'running')) return 'running';
  // A bootstrap that ended for a kept step or a stop says nothing of how the step ends.
  const telling = attempts.filter((attempt) => attempt.skipped === undefined).toSorted((a, b) => a.start - b.start);
  const last = telling.at(-1);
  if (last === undefined || last.state === 'running') return 'none';
  const counted = telling.filter((attempt) => attempt.counted).length;
  const again = !halted && counted <= step.retry.attempts && step.retry.on.some((outcome) => outcome === last.state);
  // Without one attempt that counted, the script never began: a retry of the step is none of the service's business.
  return again && counted > 0 ? { between: last.state } : last.state;
}
