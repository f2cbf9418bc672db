import { limits, prices } from '@millrace/facts';

/** Glue's limits on one workflow, and one of ours. */
export const LIMITS = {
  jobsPerTrigger: limits.glueJobsPerTrigger.value,
  crawlersPerTrigger: limits.glueCrawlersPerTrigger.value,
  conditions: limits.glueConditionsPerTrigger.value,
  name: limits.glueNameLength.value,
  recommendedNodes: limits.glueNodesPerWorkflow.value,
  /** Not Glue's: beyond it nobody could read the workflow, and its nodes would run out. */
  triggersPerStep: 16,
} as const;

/** Generated helper jobs. Times in seconds. */
export const HELPER = {
  dpu: prices.pythonShellDpu.value,
  /** Between two looks. Ours: a look costs a few calls. */
  pollSeconds: 15,
  startSeconds: limits.gluePythonShellStartSeconds.value,
  mostQueued: 100,
} as const;
