import type { Service } from '../host/types.ts';
/**
 * AWS Glue: catalog, jobs, crawlers, triggers that fire, workflows. JSON 1.1, target prefix `AWSGlue`.
 * Publishes `glue.jobRun` {jobName, jobRunId, state, jobRun, retried, retriedBy} at each end of a job run, and `glue.crawl`
 * {crawlerName, crawlId, state, message} at each end of a crawl.
 */
export declare const glueService: Service;
