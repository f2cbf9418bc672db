import type { Catalogue } from '@millrace/core';
import { LIMITS } from './compile/limits.ts';

/** What `millrace explain MR5…` prints. */
export const sfnCatalogue: Catalogue = {
  MR5007: { title: 'Overlap not offered', explanation: 'Skipping or queueing a start while another run is live needs a decision that is made at one place for every way of starting.', fix: "Use `overlap: 'allow'`." },
  MR5010: { title: 'Definition too large', explanation: `Step Functions accepts at most ${LIMITS.definitionBytes} bytes of definition.`, fix: 'Split the pipeline into several.' },
  MR5011: { title: 'Too many events for one execution', explanation: `An execution ends with an error after ${LIMITS.historyEvents} events. Every step makes at least eight, a retry as many again, a crawl or an automation nine for every 30 seconds that it lasts: one of 24 hours is too long. Warned of is what could happen at the timeouts.`, fix: 'Shorten the timeouts of crawlers and automations, retry less, or split the pipeline into several.' },
  MR5012: { title: 'Number with too many digits', explanation: "The default of a parameter, the environment's or a schedule's value has more than 15 significant digits: a state machine would pass on another number.", fix: 'Declare the parameter as a string.' },
  MR5013: { title: 'Name too long', explanation: `A state machine has a name of at most ${LIMITS.name} characters.`, fix: 'Shorten the prefix of the environment or the name of the pipeline.' },
  MR5014: { title: 'A call that an early stop does not wait for', explanation: "Under `failurePolicy: 'stop'` a bad outcome aborts the branches beside it. Step Functions then no longer waits for the answer of a function or of SNS, and nothing tells how the call went on.", fix: "Let the step depend on those beside it, or use `failurePolicy: 'continue'`." },
  MR5015: { title: 'Starts by objects in S3', explanation: 'EventBridge delivers an event at least once and promises no order: an object may start a run twice.', fix: 'Make steps idempotent, and look for objects that no run has seen in a scheduled run.' },
};
