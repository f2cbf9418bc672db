import { sources } from './sources.ts';
import type { Evidence, Fact, Source } from './types.ts';

const checkedOn = '2026-11-22';
const fact = (id: string, value: number, unit: string, meaning: string, evidence: Evidence, source: Source): Fact => ({ id, value, unit, meaning, evidence, source, checkedOn });

/** Limits that compilers and the decision go by. Quotas that differ by account are defaults. */
export const limits = {
  glueJobsPerTrigger: fact('limit.glue.jobsPerTrigger', 50, 'jobs', 'jobs that one trigger may start', 'documented', sources.glueRestrictions),
  glueCrawlersPerTrigger: fact('limit.glue.crawlersPerTrigger', 2, 'crawlers', 'crawlers that one trigger may start', 'reported', { title: 'awslabs/aws-glue-blueprint-libs issue 4', url: 'https://github.com/awslabs/aws-glue-blueprint-libs/issues/4' }),
  glueConditionsPerTrigger: fact('limit.glue.conditionsPerTrigger', 500, 'conditions', 'conditions in one predicate', 'documented', sources.glueModel),
  glueNodesPerWorkflow: fact('limit.glue.nodesPerWorkflow', 100, 'nodes', 'jobs, crawlers and triggers that AWS recommends for one workflow at most', 'documented', sources.glueRestrictions),
  glueNameLength: fact('limit.glue.nameLength', 255, 'characters', 'length of the name of a job, crawler, trigger or workflow', 'documented', sources.glueModel),
  glueConcurrentRunsPerAccount: fact('limit.glue.concurrentRunsPerAccount', 50, 'job runs', 'job runs at once in a new account, adjustable; older accounts have more', 'reported', sources.glueQuotas),
  gluePythonShellStartSeconds: fact('limit.glue.pythonShellStartSeconds', 40, 'seconds', 'from the start of a Python shell job to its first line: an estimate, since AWS gives no figure', 'reported', sources.gluePythonShell),
  glueScheduleMinutes: fact('limit.glue.scheduleMinutes', 5, 'minutes', 'shortest time between two starts of a scheduled trigger', 'documented', sources.glueSchedules),
  glueTimeoutMinutes: fact('limit.glue.timeoutMinutes', 10_080, 'minutes', 'longest timeout of a job', 'documented', sources.glueModel),
  glueTags: fact('limit.glue.tags', 50, 'tags', 'tags on one resource', 'documented', sources.glueModel),
  glueCrawlerSampleFiles: fact('limit.glue.crawlerSampleFiles', 249, 'files', 'files of each leaf folder that a crawler with a sample size reads at most', 'documented', sources.glueModel),
  sfnDefinitionBytes: fact('limit.sfn.definitionBytes', 1_048_576, 'bytes', 'size of a state machine definition', 'documented', sources.sfnQuotas),
  sfnPayloadBytes: fact('limit.sfn.payloadBytes', 262_144, 'bytes', 'input, output or variables of a state', 'documented', sources.sfnQuotas),
  sfnNameLength: fact('limit.sfn.nameLength', 80, 'characters', 'length of the name of a state machine, execution or state', 'documented', sources.sfnQuotas),
  sfnHistoryEvents: fact('limit.sfn.historyEvents', 25_000, 'events', 'events in the history of one execution', 'documented', sources.sfnQuotas),
  sfnCauseCharacters: fact('limit.sfn.causeCharacters', 32_768, 'characters', 'cause of an error in the history of an execution', 'documented', sources.sfnModel),
  sfnRedriveDays: fact('limit.sfn.redriveDays', 14, 'days', 'how long a failed execution can be redriven', 'documented', sources.sfnRedrive),
  logsResourcePolicyCharacters: fact('limit.logs.resourcePolicyCharacters', 5_120, 'characters', 'length of a resource policy of CloudWatch Logs', 'documented', sources.sfnLogPolicy),
  mwaaServerlessTaskMinutes: fact('limit.mwaaServerless.taskMinutes', 60, 'minutes', 'longest task', 'documented', sources.mwaaServerlessQuotas),
} as const;

/** Prices in us-east-1, USD. */
export const prices = {
  glueDpuHour: fact('price.glue.dpuHour', 0.44, 'USD per DPU-hour', 'Glue jobs (up to 5.1), Python shell and crawlers', 'documented', sources.gluePricing),
  glueWorkflowRun: fact('price.glue.workflowRun', 0, 'USD per run', 'workflows and triggers cost nothing of their own', 'reported', sources.glueWorkflowCost),
  pythonShellDpu: fact('price.glue.pythonShellDpu', 0.0625, 'DPU', 'the smaller size of a Python shell job', 'documented', sources.gluePricing),
  glue6DpuHour: fact('price.glue.6.dpuHour', 0.308, 'USD per DPU-hour', 'Spark and streaming jobs on Glue 6.0', 'reported', sources.gluePricesAutumn),
  glueFlexDpuHour: fact('price.glue.flexDpuHour', 0.29, 'USD per DPU-hour', 'Spark jobs on FLEX, up to Glue 5.1', 'reported', sources.gluePricesAutumn),
  glue6FlexDpuHour: fact('price.glue.6.flexDpuHour', 0.203, 'USD per DPU-hour', 'Spark jobs on FLEX, Glue 6.0', 'reported', sources.gluePricesAutumn),
  glueMemoryDpuHour: fact('price.glue.memoryDpuHour', 0.52, 'USD per M-DPU-hour', 'R workers, up to Glue 5.1', 'reported', sources.gluePricesAutumn),
  glue6MemoryDpuHour: fact('price.glue.6.memoryDpuHour', 0.364, 'USD per M-DPU-hour', 'R workers on Glue 6.0', 'reported', sources.gluePricesAutumn),
  glueMinimumSeconds: fact('price.glue.minimumSeconds', 60, 'seconds', 'what a job run is charged at the least; of Python shell not documented', 'documented', sources.gluePricing),
  glueCrawlerMinimumSeconds: fact('price.glue.crawlerMinimumSeconds', 600, 'seconds', 'what a crawl is charged at the least', 'source', sources.gluePricing),
  sfnThousandTransitions: fact('price.sfn.thousandTransitions', 0.025, 'USD per 1,000 state transitions', 'Standard workflows; retries count', 'documented', sources.sfnPricing),
  sfnFreeTransitions: fact('price.sfn.freeTransitions', 4_000, 'transitions per month', 'free each month, for good', 'documented', sources.sfnPricing),
  mwaaSmallHour: fact('price.mwaa.smallHour', 0.49, 'USD per hour', 'the small environment, charged while it exists', 'source', sources.mwaaPricing),
  mwaaServerlessTaskHour: fact('price.mwaaServerless.taskHour', 0.08, 'USD per task-hour', 'per second, one minute at the least; waiting counts', 'reported', sources.mwaaServerlessPricing),
  hoursPerMonth: fact('hours.month', 730, 'hours per month', 'hours that a monthly price is reckoned with', 'documented', sources.sfnPricing),
} as const;

/** DPU of one worker; those of the R types are memory-optimised and have a price of their own. */
export const workerDpu = {
  'G.025X': fact('dpu.G.025X', 0.25, 'DPU', 'one worker, for streams', 'documented', sources.glueModel),
  'G.1X': fact('dpu.G.1X', 1, 'DPU', 'one worker', 'documented', sources.glueModel),
  'G.2X': fact('dpu.G.2X', 2, 'DPU', 'one worker', 'documented', sources.glueModel),
  'G.4X': fact('dpu.G.4X', 4, 'DPU', 'one worker', 'documented', sources.glueModel),
  'G.8X': fact('dpu.G.8X', 8, 'DPU', 'one worker', 'documented', sources.glueModel),
  'G.12X': fact('dpu.G.12X', 12, 'DPU', 'one worker', 'documented', sources.glueModel),
  'G.16X': fact('dpu.G.16X', 16, 'DPU', 'one worker', 'documented', sources.glueModel),
  'R.1X': fact('dpu.R.1X', 1, 'M-DPU', 'one worker with more memory', 'documented', sources.glueModel),
  'R.2X': fact('dpu.R.2X', 2, 'M-DPU', 'one worker with more memory', 'documented', sources.glueModel),
  'R.4X': fact('dpu.R.4X', 4, 'M-DPU', 'one worker with more memory', 'documented', sources.glueModel),
  'R.8X': fact('dpu.R.8X', 8, 'M-DPU', 'one worker with more memory', 'documented', sources.glueModel),
} as const;
