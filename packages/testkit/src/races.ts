import { interpret, isBad, type Event, type InterpretOptions, type Pipeline, type Script, type Step } from '@millrace/core';

/**
 * Why an orchestrator that polls some steps cannot tell the order of this run, or null. Under the stop policy, what has ended and started when a polled
 * step ends badly decides what runs; at one and the same instant a poller may see either first. What only follows from that end, such as siblings that
 * stop at once and handlers that start, is no race. Nor can anyone tell of a call whose answer comes at that instant.
 *
 * @param options with the target's delays, which move instants
 */
export function stopRace(pipeline: Pipeline, script: Script, options: InterpretOptions, polled: (step: Step) => boolean): string | null {
  if (pipeline.failurePolicy !== 'stop') return null;
  const steps = new Map(pipeline.steps.map((step) => [step.name, step]));
  const stops = (event: Event): boolean => event.type === 'step.ended' && isBad(event.outcome) && steps.get(event.step)?.optional === false;
  // Until the policy acts, both policies do the same.
  const events = interpret({ ...pipeline, failurePolicy: 'continue' }, script, options);
  const at = events.find(stops)?.at ?? Infinity;
  if (options.stopAt !== null && options.stopAt <= at) return null;
  const now = events.filter((event) => event.at === at);
  const ends = new Set(now.flatMap((event) => (event.type === 'step.ended' && stops(event) ? [event.step] : [])));
  // The answer to a call is lost where its branch is aborted at the very instant at which it comes.
  const lost = now.flatMap((event) => (event.type === 'attempt.ended' && ends.size > 0 && !(ends.size === 1 && ends.has(event.step)) && answered(steps.get(event.step)) ? [event.step] : []));
  if (lost[0] !== undefined) return `The run ends at ${at} ms, when the call of step '${lost[0]}' is answered.`;
  const one = pipeline.steps.find((step) => ends.has(step.name) && polled(step));
  if (one === undefined) return null;
  const others = now.flatMap((event) => ((event.type === 'attempt.ended' || isRetry(event, events)) && event.step !== one.name ? [event.step] : []));
  return others[0] === undefined ? null : `Step '${one.name}' ends the run at ${at} ms, when '${others[0]}' starts or ends.`;
}

const answered = (step: Step | undefined): boolean => step?.kind === 'lambda' || step?.kind === 'sns';

/** An attempt that no end of this instant brought up: its delay is over. */
function isRetry(event: Event, events: readonly Event[]): event is Event & { readonly type: 'attempt.started' } {
  return event.type === 'attempt.started' && events.some((earlier) => earlier.type === 'attempt.started' && earlier.step === event.step && earlier.at < event.at);
}
