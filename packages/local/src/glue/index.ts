import type { Service } from '../host/types.ts';
import { bookmarkOperations } from './bookmarks.ts';
import { catalogOperations } from './catalog.ts';
import { classifierOperations } from './classifiers.ts';
import { connectionOperations } from './connections.ts';
import { crawlHistoryOperations } from './crawl-history.ts';
import { crawlHandlers } from './crawl-life.ts';
import { crawlerScheduleHandlers, crawlerScheduleOperations } from './crawler-schedules.ts';
import { crawlerOperations } from './crawlers.ts';
import { firingHandlers } from './firing.ts';
import { jobRunHandlers } from './job-run-life.ts';
import { jobRunOperations } from './job-runs.ts';
import { jobOperations } from './jobs.ts';
import { partitionOperations } from './partitions.ts';
import { securityConfigurationOperations } from './security-configurations.ts';
import { tagOperations } from './tags.ts';
import { triggerChangeHandlers } from './trigger-changes.ts';
import { eventHandlers, eventOperations } from './trigger-events.ts';
import { scheduleHandlers } from './trigger-schedule.ts';
import { triggerOperations } from './triggers.ts';
import { workflowOperations } from './workflows.ts';

/**
 * AWS Glue: catalog, jobs, crawlers, triggers that fire, workflows. JSON 1.1, target prefix `AWSGlue`.
 * Publishes `glue.jobRun` {jobName, jobRunId, state, jobRun, retried, retriedBy} at each end of a job run, and `glue.crawl`
 * {crawlerName, crawlId, state, message} at each end of a crawl.
 */
export const glueService: Service = {
  id: 'glue',
  operations: {
    ...jobOperations,
    ...jobRunOperations,
    ...bookmarkOperations,
    ...crawlerOperations,
    ...crawlerScheduleOperations,
    ...crawlHistoryOperations,
    ...catalogOperations,
    ...partitionOperations,
    ...connectionOperations,
    ...classifierOperations,
    ...securityConfigurationOperations,
    ...triggerOperations,
    ...eventOperations,
    ...workflowOperations,
    ...tagOperations,
  },
  handlers: { ...jobRunHandlers, ...crawlHandlers, ...firingHandlers, ...triggerChangeHandlers, ...scheduleHandlers, ...crawlerScheduleHandlers, ...eventHandlers },
  subscriptions: {},
};
