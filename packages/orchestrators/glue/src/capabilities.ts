import { capabilitiesOf, capabilityOf, row, type Capability, type Feature as ModelFeature, type Row, type Rows } from '@millrace/core';
import { LIMITS } from './limits.ts';

/** What only Glue workflows make a difference of. */
type Own =
  | 'join.product' | 'retry.watched' | 'retry.existing' | 'timeout.crawlerDefault' | 'value.existing' | 'start.manyRoots' | 'node.twice'
  | 'resume.keepCrawler' | 'resume.keepExisting' | 'params.unchecked' | 'overlap.existing' | 'outputs.existing' | 'value.secretExisting' | 'value.constantExisting' | 'value.listExisting';
export type Feature = ModelFeature | Own;

const { exact, emulated, degraded, rejected } = row;

const otherTarget = 'Deploy this pipeline to Step Functions, or';
const noNode = (service: string, instead: string): Row =>
  rejected('MR4001', `A Glue workflow has no node for ${service}.`, `${otherTarget} ${instead}.`);

/** The ledger of this target: the one table that compiler, check, decision and docs read. */
export const rows: Rows<Own> = {
  'kind.glueJob': exact('A job node of the workflow.'),
  'kind.crawler': exact('A crawler node of the workflow.'),
  'kind.lambda': noNode('Lambda functions', 'call the function from a Glue job'),
  'kind.sns': noNode('SNS', 'publish from a Glue job'),
  'kind.ssm': noNode('Systems Manager Automation', 'start the automation from a Glue job'),
  'kind.wait': noNode('waiting', 'wait inside a Glue job'),
  'glueJob.pythonshell': emulated('Starts through the bootstrap, which runs the script untouched.'),
  'glueJob.etl': rejected('MR4002', 'Only Python shell jobs can be defined so far.', "Use `type: 'pythonshell'`, or name an existing Spark job with `use`."),
  'glueJob.scala': rejected('MR4002', 'Only Python shell jobs can be defined so far.', 'Name an existing Scala job with `job`.'),
  'glueJob.streaming': rejected('MR4002', 'Only Python shell jobs can be defined so far.', 'Name an existing job with `job`.'),
  'glueJob.existing': degraded('MR4107', "The job's own MaxRetries stays as it is: Glue may repeat an attempt of which the pipeline says that it is not repeated.", 'Set MaxRetries of that job to 0, or define the job in the pipeline.'),
  'crawler.defined': exact('A crawler of its own.'),
  'crawler.existing': exact('A plain action of its trigger; the crawler itself is left alone.'),
  'crawler.busy': degraded('MR4101', 'Two runs at once share one crawler: the second finds it busy, and its crawl does not start.', 'Let one run end before the next starts, or give the runs crawlers of their own.'),
  'word.succeeded': exact('A condition on SUCCEEDED.'),
  'word.failed': degraded('MR4102', 'One trigger for each bad state. A job that Glue itself could not run ends as ERROR, which fires no trigger.', 'A dependant of such a job does not run; look at the run with `millrace status`.'),
  'word.finished': degraded('MR4103', 'One trigger for each state. A job that Glue itself could not run ends as ERROR, which fires no trigger.', 'A dependant of such a job does not run; look at the run with `millrace status`.'),
  'join.all': exact('All conditions of one trigger.'),
  'join.any': rejected('MR4003', "A trigger on ANY cannot tell that a step has already run, so `join: 'any'` is not offered here yet.", `${otherTarget} give each dependency a step of its own.`),
  'join.product': rejected('MR4004', `A condition names one state, so \`failed\` and \`finished\` multiply: this step needs more than ${LIMITS.triggersPerStep} triggers.`, `${otherTarget} put a step in between that joins some of the dependencies.`),
  optional: emulated('Read when the outcome of the run is told.'),
  outputs: emulated('The bootstrap looks at what the script left when it has ended well, fails the attempt if that is not what is declared, and reads it for later steps.'),
  'outputs.existing': rejected('MR4005', 'An existing job has no bootstrap that would tell it where to write its outputs and check them.', `${otherTarget} define the job in the pipeline.`),
  prerequisites: rejected('MR4006', 'Prerequisites are not checked yet.', 'Remove them, and make sure of them before the run.'),
  params: emulated('Run properties, checked before the start by `millrace run`; in a run that was started elsewhere each job checks them before its script, until one has frozen them.'),
  'params.unchecked': degraded('MR4106', 'A run that is started outside Millrace starts its first crawlers and existing jobs before any of its parameters is checked, so that a wrong value costs what they cost.', 'Start runs with `millrace run`, which checks first, or let a job that the pipeline defines come before them.'),
  timezone: emulated('The day of the run is decided in the zone of the pipeline, by `millrace run` or by the bootstrap; Glue knows none.'),
  'retry.failed': exact("The job's own MaxRetries."),
  'retry.timedOut': rejected('MR4007', 'Glue does not start a job again that reached its timeout.', `${otherTarget} remove 'timedOut' from \`retry.on\`.`),
  'retry.delay': rejected('MR4008', 'Glue starts the next attempt at once.', `${otherTarget} set the delay to 0.`),
  'retry.watched': rejected('MR4009', 'Whether a trigger on FAILED fires for every attempt or only for the last is not documented, so a step that retries cannot be waited for with `failed` or `finished`.', `${otherTarget} remove the retry, or wait for \`succeeded\`.`),
  'retry.crawler': rejected('MR4010', 'Glue does not repeat a crawl.', `${otherTarget} remove the retry.`),
  'retry.existing': rejected('MR4011', "An existing job's retries are its own and stay as they are.", 'Set MaxRetries on that job, or define the job in the pipeline.'),
  'timeout.job': exact("The job's own timeout, in minutes; of an existing job, that of the trigger's action."),
  'timeout.crawler': rejected('MR4012', 'Glue alone ends a crawl; no timeout can be set.', `${otherTarget} remove the timeout.`),
  'timeout.crawlerDefault': degraded('MR4104', 'The usual timeout of two hours does not hold: Glue alone ends a crawl.', 'Watch long crawls, or deploy to Step Functions.'),
  'value.constant': emulated('The bootstrap fills it in; whoever starts the job cannot change it.'),
  'value.constantExisting': exact("An argument of the trigger's action."),
  'value.list': emulated('The bootstrap fills it in, as the text of a JSON array.'),
  'value.listExisting': exact("An argument of the trigger's action, as the text of a JSON array."),
  'value.param': emulated("The bootstrap reads the run's parameters and fills in sys.argv."),
  'value.run': emulated("The bootstrap reads the run's facts and fills in sys.argv."),
  'value.output': emulated('The bootstrap reads what the step left in the folder of the run and fills in sys.argv.'),
  'value.secret': emulated('The bootstrap fills in the name of the secret. The script reads the value from Secrets Manager: it never passes through arguments, logs or S3.'),
  'value.secretExisting': exact("The name of the secret is an argument of the trigger's action. The script reads the value from Secrets Manager: it never passes through arguments, logs or S3."),
  'value.existing': rejected('MR4014', 'A workflow cannot pass run-time values to an existing job: the arguments of a trigger are fixed when it is deployed.', 'Give the argument as a constant, or define the job in the pipeline.'),
  'start.onDemand': exact('One ON_DEMAND trigger.'),
  'start.schedule': rejected('MR4015', 'Schedules are not offered yet.', 'Remove it, and start runs with `millrace run`.'),
  'start.s3': rejected('MR4015', 'Starts by objects in S3 are not offered yet.', 'Remove it, and start runs with `millrace run`.'),
  'start.manyRoots': emulated(`A trigger starts at most ${LIMITS.jobsPerTrigger} jobs and ${LIMITS.crawlersPerTrigger} crawlers: the other first steps start after an earlier one has ended. Each is printed as a delay.`),
  'overlap.allow': exact('No limit on concurrent runs of the workflow; the jobs that the pipeline defines allow two fifths of what a new account may run at once.'),
  'overlap.existing': degraded('MR4108', "Two runs at once share an existing job: beyond that job's own limit on concurrent runs, which is 1 unless it was set, the second one's attempt does not start.", 'Raise MaxConcurrentRuns of that job, or let one run end before the next starts.'),
  'overlap.skip': rejected('MR4016', 'Only overlapping runs are offered yet.', "Use `overlap: 'allow'`."),
  'overlap.queue': rejected('MR4016', 'Only overlapping runs are offered yet.', "Use `overlap: 'allow'`."),
  'failurePolicy.continue': exact('Triggers of other branches go on firing.'),
  'failurePolicy.stop': rejected('MR4017', 'A Glue workflow goes on when a node fails.', `${otherTarget} use \`failurePolicy: 'continue'\`.`),
  'handler.onFailure': rejected('MR4018', 'A Glue workflow has nothing that runs after its last node.', `${otherTarget} wait for the steps with \`failed\`.`),
  'handler.finally': rejected('MR4018', 'A Glue workflow has nothing that runs after its last node.', `${otherTarget} wait for the steps with \`finished\`.`),
  'node.twice': rejected('MR4019', 'Triggers know a node by the name of its job or crawler, so one workflow cannot hold it twice.', 'Use another job or crawler for one of the steps.'),
  'run.outcome': emulated('Glue says COMPLETED whatever happened: the outcome is read from the nodes and the folder of the run.'),
  'run.stop': emulated('A flag that the bootstraps obey, then the running nodes one by one, so that the workflow run ends COMPLETED.'),
  'run.resume': emulated("Glue's own resume where it runs exactly the pending steps again; otherwise a new workflow run in which the bootstraps skip what is kept."),
  'resume.keepCrawler': rejected('MR4020', 'A new workflow run would crawl again what must be kept, so such a resume is refused.', 'Start a new run.'),
  'resume.keepExisting': rejected('MR4021', 'A new workflow run would run an existing job again that must be kept, so such a resume is refused.', 'Start a new run, or define the job in the pipeline.'),
};

/** The row as the other packages see it. */
export const capability = (feature: Feature): Capability => capabilityOf(rows, feature);

/** All rows of this target, in the order of the table. */
export const capabilities: readonly Capability[] = capabilitiesOf(rows);
