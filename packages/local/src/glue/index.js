import { catalogOperations } from './catalog.js';
import { crawlHandlers } from './crawl-life.js';
import { crawlerOperations } from './crawlers.js';
import { firingHandlers } from './firing.js';
import { jobRunHandlers } from './job-run-life.js';
import { jobRunOperations } from './job-runs.js';
import { jobOperations } from './jobs.js';
import { tagOperations } from './tags.js';
import { triggerOperations } from './triggers.js';
import { workflowOperations } from './workflows.js';
/**
 * AWS Glue: catalog, jobs, crawlers, triggers that fire, workflows. JSON 1.1, target prefix `AWSGlue`.
 * Publishes `glue.jobRun` {jobName, jobRunId, state, jobRun, retried, retriedBy} at each end of a job run, and `glue.crawl`
 * {crawlerName, crawlId, state, message} at each end of a crawl.
 */
export const glueService = {
    id: 'glue',
    operations: {
        ...jobOperations,
        ...jobRunOperations,
        ...crawlerOperations,
        ...catalogOperations,
        ...triggerOperations,
        ...workflowOperations,
        ...tagOperations,
    },
    handlers: { ...jobRunHandlers, ...crawlHandlers, ...firingHandlers },
    subscriptions: {},
};
