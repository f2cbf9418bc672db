import { capabilitiesOf, capabilityOf, row, type Capability, type Feature as ModelFeature, type Row, type Rows } from '@millrace/core';
import { LIMITS } from './limits.ts';

/** What only Glue workflows make a difference of. */
type Own =
  | 'kind.glueJobBridge' | 'kind.crawlerBridge' | 'crawler.waits' | 'word.gate' | 'join.product' | 'retry.native' | 'retry.watched' | 'retry.existing' | 'timeout.crawlerDefault' | 'value.existing'
  | 'start.opener' | 'overlap.existing' | 'overlap.skipStarts' | 'outputs.existing' | 'value.secretExisting' | 'value.constantExisting' | 'value.listExisting';
export type Feature = ModelFeature | Own;

const { exact, emulated, degraded } = row;
const bridge = (does: string): Row => emulated(`A bridge: a generated Python shell job that ${does}, and ends as the step ends.`);

const LOST = 'A dependant of such a job does not start and counts as skipped; the run goes on to its end and is told as failed, however optional the job is, `onFailure` included. `millrace status` and `millrace history` name the step that did not start. Resume the run.';

/** The ledger of this target: the one table that compiler, check, decision and docs read. */
export const rows: Rows<Own> = {
  'kind.glueJob': exact('A job node of the workflow.'),
  'kind.glueJobBridge': bridge('starts the job, with all its attempts'),
  'kind.crawler': exact('A crawler node of the workflow.'),
  'kind.crawlerBridge': bridge('starts the crawl, with all its attempts'),
  'kind.lambda': bridge('invokes the function and waits for its answer'),
  'kind.sns': bridge('publishes the message'),
  'kind.ssm': bridge('starts the automation and waits for its end'),
  'kind.wait': bridge('waits'),
  'glueJob.pythonshell': emulated('Starts through the bootstrap, which runs the script untouched.'),
  'glueJob.etl': emulated('Starts through the bootstrap, which runs the script untouched.'),
  'glueJob.scala': emulated('Its bridge passes the arguments: a Scala job cannot start through the bootstrap, which is Python.'),
  'glueJob.streaming': emulated('A bridge starts the job and ends once it runs, or finds that it runs already: there is one live copy, whichever run started it. It outlives its run: neither a stop nor the stop policy ends a stream that has started.'),
  'glueJob.existing': degraded('MR4107', "The job's own MaxRetries stays as it is: Glue may repeat an attempt of which the pipeline says that it is not repeated.", 'Set MaxRetries of that job to 0, or define the job in the pipeline.'),
  'crawler.defined': exact('A crawler of its own.'),
  'crawler.existing': exact('The crawler itself is left alone.'),
  'crawler.busy': degraded('MR4101', 'Two runs at once share one crawler: the second finds it busy, and its crawl does not start.', "Let runs wait for each other (`overlap: 'queue'`), give the crawler a timeout, so that a bridge waits for it, or give the runs crawlers of their own."),
  'crawler.waits': exact('A live crawl that the step did not start is waited for, then a new one is started.'),
  'word.succeeded': exact('A condition on SUCCEEDED.'),
  'word.failed': degraded('MR4102', 'One trigger for each bad state. A job that Glue itself could not run ends as ERROR, which fires no trigger.', LOST),
  'word.finished': degraded('MR4103', 'One trigger for each state. A job that Glue itself could not run ends as ERROR, which fires no trigger.', LOST),
  'word.gate': emulated('A gate looks at the ends, ERROR included.'),
  'join.all': exact('All conditions of one trigger.'),
  'join.any': emulated('A gate: a generated Python shell job that looks at the run until the join is decided, and succeeds if the step is to start.'),
  'join.product': emulated(`A condition names one state, so \`failed\` and \`finished\` multiply: what needs more than ${LIMITS.triggersPerStep} triggers, or more than ${LIMITS.conditions} conditions, is held by a gate.`),
  optional: emulated('Read when the outcome of the run is told.'),
  outputs: emulated('The bootstrap looks at what the script left when it has ended well, fails the attempt if that is not what is declared, and reads it for later steps.'),
  'outputs.existing': emulated('The bridge tells the job where its outputs go and checks them.'),
  prerequisites: emulated('The deploy makes databases and buckets that are missing, and looks for tables and paths.'),
  params: emulated('Run properties, checked before the start by `millrace run`; in a run that was started elsewhere by its first job, before anything else starts.'),
  timezone: emulated('The day of the run is decided in the zone of the pipeline, by `millrace run` or by the first job; Glue knows none.'),
  'retry.failed': emulated('The bridge starts the next attempt.'),
  'retry.native': degraded('MR4112', "The job's own MaxRetries, which repeats a job run that ended as FAILED. That it repeats one that Glue itself could not run, which ends as ERROR, is not documented: where it does not, the step ends failed without the attempts that are left.", 'Resume such a run, or give the retry a delay, so that a bridge starts the attempts.'),
  'retry.timedOut': emulated('Glue does not repeat a job that reached its timeout, so the bootstrap ends the attempt as a failure then; or the bridge repeats it.'),
  'retry.delay': emulated('Glue starts the next attempt at once; the bridge waits.'),
  'retry.watched': emulated('Whether a trigger on FAILED fires for every attempt or only for the last is not documented: a gate waits for the last.'),
  'retry.crawler': emulated('Glue does not repeat a crawl; the bridge does.'),
  'retry.existing': emulated('The bridge starts the job again; its own MaxRetries stays as it is.'),
  'timeout.job': exact("The job's own timeout, in minutes; of an existing job, that of its start."),
  'timeout.crawler': emulated('Glue sets no timeout on a crawl; the bridge stops it.'),
  'timeout.crawlerDefault': degraded('MR4104', 'The usual timeout of two hours does not hold: Glue alone ends a crawl.', 'Set a timeout, so that a bridge ends the crawl, or watch long crawls.'),
  'value.constant': emulated('The bootstrap fills it in; whoever starts the job cannot change it.'),
  'value.constantExisting': exact('An argument of the start.'),
  'value.list': emulated('The bootstrap fills it in, as the text of a JSON array.'),
  'value.listExisting': exact('An argument of the start, as the text of a JSON array.'),
  'value.param': emulated("Read from the run's parameters and filled in when the step starts."),
  'value.run': emulated("Read from the run's facts and filled in when the step starts."),
  'value.output': emulated('Read from what the step left in the folder of the run and filled in when the step starts.'),
  'value.secret': emulated('The name of the secret is filled in. The script reads the value from Secrets Manager: it never passes through arguments, logs or S3.'),
  'value.secretExisting': exact('The name of the secret is an argument of the start. The script reads the value from Secrets Manager: it never passes through arguments, logs or S3.'),
  'value.existing': emulated('The arguments of a trigger are fixed when it is deployed; a bridge starts the job with those of the run.'),
  'start.onDemand': exact('One ON_DEMAND trigger.'),
  'start.schedule': emulated('EventBridge Scheduler starts the workflow, whose start trigger is ON_DEMAND: it knows zones, several schedules, values of their own and the day, and runs by hand go on beside it.'),
  'start.s3': degraded('MR4109', 'EventBridge delivers an event at least once and promises no order: an object may start a run twice, and events that come while the workflow is at its limit of runs are lost. That StartWorkflowRun, too, starts a workflow whose start trigger is of type EVENT is not documented: `millrace run`, schedules beside the event, and a resume by a new workflow run rest on it.', "Make steps idempotent, and look for objects that no run has seen in a scheduled run. Try `millrace run` once on the account, or let a scheduled pipeline look for new objects instead."),
  'start.opener': emulated('An opener: a generated Python shell job that starts first, checks and writes down parameters and day, and lets the first steps start behind it, in as many triggers as the limits of Glue ask for.'),
  'overlap.allow': exact('No limit on concurrent runs of the workflow; the jobs that the pipeline defines allow two fifths of what a new account may run at once.'),
  'overlap.existing': degraded('MR4108', "Two runs at once share an existing job: beyond that job's own limit on concurrent runs, which is 1 unless it was set, the second one's attempt does not start.", 'Raise MaxConcurrentRuns of that job, or let one run end before the next starts.'),
  'overlap.skip': exact('MaxConcurrentRuns of the workflow is 1; a run that is refused for it is recorded as skipped.'),
  'overlap.skipStarts': degraded('MR4110', 'MaxConcurrentRuns of the workflow is 1. A start by a schedule or an event that Glue refuses for it is skipped, but recorded nowhere.', "Use `overlap: 'queue'`, or start runs with `millrace run`."),
  'overlap.queue': emulated('The opener holds a run back until those before it have ended; at most 100 wait.'),
  'failurePolicy.continue': exact('Triggers of other branches go on firing.'),
  'failurePolicy.stop': emulated('Bootstraps and bridges look at the run before each attempt; the closer, a generated Python shell job, asks what is live to stop.'),
  'handler.onFailure': emulated('A gate waits until all steps have ended, and succeeds if the run failed.'),
  'handler.finally': emulated('A gate waits until all steps and `onFailure` have ended.'),
  'run.outcome': emulated('Glue itself calls a workflow run COMPLETED, whatever its steps did: the outcome is read from its job runs and crawls, and the folder of the run.'),
  'run.stop': emulated('A flag that bootstraps, bridges and gates obey, then the running nodes one by one, so that the workflow run ends COMPLETED.'),
  'run.resume': emulated("Glue's own resume where it runs exactly the pending steps again; otherwise a new workflow run in which bootstraps and bridges skip what is kept."),
};

/** The row as the other packages see it. */
export const capability = (feature: Feature): Capability => capabilityOf(rows, feature);

/** All rows of this target, in the order of the table. */
export const capabilities: readonly Capability[] = capabilitiesOf(rows);
