import { capabilitiesOf, row, type Capability, type Feature as ModelFeature, type Rows } from '@millrace/core';
import { limits } from '@millrace/facts';
import { MOST_LOOKS } from './compile/events.ts';
import { GRACE_SECONDS, POLL_SECONDS } from './compile/states.ts';
import { FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS, MOST_WAITING } from './compile/turn-parts.ts';
import { hoursOf } from './compile/turn-queue.ts';
import { YEARS } from './compile/zone.ts';

/** What only state machines make a difference of. */
type Own = 'graph.notSeriesParallel' | 'call.aborted';
export type Feature = ModelFeature | Own;

const { exact, emulated, degraded } = row;

/** The ledger of this target: the one table that compiler, check, decision and docs read. */
export const rows: Rows<Own> = {
  'kind.glueJob': exact('A Task that starts the job and waits for its end.'),
  'kind.crawler': emulated(`Step Functions does not wait for crawlers: a loop starts the crawl, and every ${POLL_SECONDS} seconds looks in the history of crawls how the one it started is.`),
  'kind.lambda': exact('A Task that invokes the function and waits for its answer.'),
  'kind.sns': exact('A Task that publishes the message.'),
  'kind.ssm': emulated(`Step Functions does not wait for automations: a loop starts one, and every ${POLL_SECONDS} seconds looks how it is.`),
  'kind.wait': exact('A Wait.'),
  'call.aborted': degraded('MR5014', 'A call that is under way when the run stops early is not waited for: the step counts as stopped, handlers are not told of it, and the function may run on.', "Let the step depend on those beside it, or use `failurePolicy: 'continue'`."),
  'glueJob.pythonshell': exact('The script runs untouched; its arguments come with the start.'),
  'glueJob.etl': exact('The script runs untouched; its arguments come with the start.'),
  'glueJob.scala': exact('The class runs untouched; its arguments come with the start.'),
  'glueJob.streaming': emulated('A loop starts the job and goes on once it runs, or finds that it runs already: there is one live copy, whichever run started it. It outlives its run: neither a stop nor the stop policy ends a stream that has started.'),
  'glueJob.existing': degraded('MR5019', "The job's own MaxRetries stays as it is: Glue may repeat an attempt that has ended for the state machine, which then goes on, or starts another one, beside it.", 'Set MaxRetries of that job to 0, or define the job in the pipeline.'),
  'crawler.defined': exact('A crawler of its own.'),
  'crawler.existing': exact('The crawler itself is left alone.'),
  'crawler.busy': exact('A live crawl that the step did not start is waited for, then a new one is started.'),
  'word.succeeded': exact('A condition of the Choice before the step.'),
  'word.failed': exact('A condition of the Choice before the step.'),
  'word.finished': exact('A condition of the Choice before the step.'),
  'join.all': exact('The step stands after all its dependencies.'),
  'join.any': emulated('The step is looked at when its last dependency has ended. Each is printed as a delay.'),
  'graph.notSeriesParallel': emulated('Branches of a state machine cannot signal each other: order is added until they need not. Each is printed as a delay.'),
  optional: exact('Left out of the verdict and of the stop policy.'),
  outputs: emulated('A Task after the job reads what its script left, and fails the attempt if that is not what is declared; the execution carries the values that later steps read.'),
  prerequisites: emulated('The deploy makes databases and buckets that are missing, and looks for tables and paths.'),
  params: exact('Checked by the first states, before anything starts.'),
  timezone: emulated(`The day of the run comes with the input; in a run that was started elsewhere the first state tells it from the rules of the zone, which the definition holds until ${YEARS[1]}.`),
  'retry.failed': exact("A Catch, a Choice on the job run's own state, and a loop."),
  'retry.timedOut': exact("A Catch, a Choice on the job run's own state, and a loop."),
  'retry.delay': exact('A Wait in the loop.'),
  'retry.crawler': exact('The loop around the crawl.'),
  'timeout.job': exact(`Glue's own timeout; the Task waits ${GRACE_SECONDS / 60} minutes more, so that Glue is the one that ends the job run.`),
  'timeout.crawler': emulated('The loop stops the crawl at the first look after the timeout, if that very crawl still runs.'),
  'value.constant': exact('An argument of the start.'),
  'value.list': exact('An argument of the start, as the text of a JSON array.'),
  'value.param': emulated('An argument of the start. JSONata writes numbers with at most 15 significant digits: a run with a longer one is refused before it starts.'),
  'value.run': exact('An argument of the start.'),
  'value.output': exact('An argument of the start, out of the data of the execution; after a resume out of its input.'),
  'value.secret': exact('The name of the secret is an argument of the start. The script reads the value from Secrets Manager: it never passes through arguments, logs, S3 or the history of the execution.'),
  'start.onDemand': exact('StartExecution.'),
  'start.schedule': emulated('EventBridge Scheduler starts the state machine with the values of the schedule and its instant, from which the first state takes the day.'),
  'start.s3': degraded('MR5015', 'EventBridge delivers an event at least once and promises no order: an object may start a run twice.', 'Make steps idempotent, and look for objects that no run has seen in a scheduled run.'),
  'overlap.allow': exact('Executions know nothing of each other.'),
  'overlap.skip': emulated("The first states read who runs from a list in the runs bucket and add themselves with a conditional put, however the run was started; a run that meets another ends there, SUCCEEDED and told as skipped. What began before the pipeline was deployed with this setting is not on the list, a redrive in the console takes no turn, and of a stopped run job runs alone hold the next one back, not crawls and automations (MR5017)."),
  'overlap.queue': emulated(`The first states add the run to a list in the runs bucket with a conditional put, however it was started, and look at the run before it until that has ended: every ${FIRST_WAIT_SECONDS} seconds at first, every ${LAST_WAIT_SECONDS / 60} minutes later, so that a turn is seen that much late. A run waits for about ${Math.floor(hoursOf(MOST_LOOKS) / 24)} days at most, less where its steps need many events, and ${MOST_WAITING} may wait. What began before the pipeline was deployed with this setting is not on the list, a redrive in the console takes no turn, and of a stopped run job runs alone hold the next one back, not crawls and automations (MR5017).`),
  'failurePolicy.continue': exact('Every bad outcome is caught and recorded; the verdict comes at the end.'),
  'failurePolicy.stop': emulated('A Fail inside a branch aborts its siblings, which stops their job runs as far as Step Functions manages to; a sibling may start in the same moment. Crawls and automations are stopped by the states that follow; waits end with their branch, and handlers are not told of them.'),
  'handler.onFailure': exact('A step after the verdict. After an early stop it waits until nothing of the run is live.'),
  'handler.finally': exact('A step after the verdict. After an early stop it waits until nothing of the run is live.'),
  'run.outcome': exact('SUCCEEDED or FAILED, with the steps that went wrong in the cause.'),
  'run.stop': emulated('A flag, StopExecution, then the live job runs, crawls and automations of the run one by one. Nothing takes a call of a function or a message back: it counts as stopped. An automation whose start was under way when its execution was ended from outside is not found by a stop; a resume finds it by its token.'),
  'run.resume': emulated(`A redrive of the execution where that runs exactly the pending steps by the definition that is live, which Step Functions allows for ${limits.sfnRedriveDays.value} days; else, since a redrive does not enter caught states again, a new execution that passes over the kept steps.`),
};

/** All rows of this target, in the order of the table. */
export const capabilities: readonly Capability[] = capabilitiesOf(rows);
