import { limits } from '@millrace/facts';

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
