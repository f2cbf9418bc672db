import type { Catalogue } from '@millrace/core';
import { LIMITS } from './compile/limits.ts';

/** What `millrace explain MR5…` prints. */
export const sfnCatalogue: Catalogue = {
  MR5010: { title: 'Definition too large', explanation: `Step Functions accepts at most ${LIMITS.definitionBytes} bytes of definition.`, fix: 'Split the pipeline into several.' },
  MR5011: { title: 'Too many events for one execution', explanation: `An execution ends with an error after ${LIMITS.historyEvents} events. Every step makes at least eight, a retry as many again, a crawl or an automation nine for every 30 seconds that it lasts: one of 24 hours is too long. Warned of is what could happen at the timeouts.`, fix: 'Shorten the timeouts of crawlers and automations, retry less, or split the pipeline into several.' },
  MR5012: { title: 'Number with too many digits', explanation: "The default of a parameter, the environment's or a schedule's value has more than 15 significant digits: a state machine would pass on another number.", fix: 'Declare the parameter as a string.' },
  MR5013: { title: 'Name too long', explanation: `A state machine has a name of at most ${LIMITS.name} characters.`, fix: 'Shorten the prefix of the environment or the name of the pipeline.' },
  MR5014: { title: 'A call that an early stop does not wait for', explanation: "Under `failurePolicy: 'stop'` a bad outcome aborts the branches beside it. Step Functions then no longer waits for the answer of a function or of SNS, and nothing tells how the call went on.", fix: "Let the step depend on those beside it, or use `failurePolicy: 'continue'`." },
  MR5020: { title: 'Step Functions refuses the definition', explanation: 'Before a state machine is created or changed the service itself is asked about its definition, so that nothing is half deployed when it finds an error.', fix: 'The message names code and place. The compiler should not have made this: please report it, with the pipeline.' },
  MR5021: { title: 'More errors than are told', explanation: 'Step Functions tells a hundred errors of a definition at most.', fix: 'Mend the ones that are told, then deploy again.' },
  MR5022: { title: 'The definition was not checked by Step Functions', explanation: 'Whoever deploys may not call ValidateStateMachineDefinition. The deploy goes on; a definition with errors is refused when it is written.', fix: 'Allow states:ValidateStateMachineDefinition to whoever deploys; the action knows no resources.' },
  MR5015: { title: 'Starts by objects in S3', explanation: 'EventBridge delivers an event at least once and promises no order: an object may start a run twice.', fix: 'Make steps idempotent, and look for objects that no run has seen in a scheduled run.' },
  MR5016: { title: 'A stream that outlives its execution', explanation: 'A stream goes on when its execution has ended, is stopped or is deployed again. An execution that finds it running leaves it as it is, so a new script or new arguments reach it only once it has been stopped.', fix: 'After a deploy that changes the stream, stop its live job run with `aws glue batch-stop-job-run`: the next execution starts it anew.' },
};
