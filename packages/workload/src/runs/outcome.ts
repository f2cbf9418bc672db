import type { Ended } from '@millrace/core';

/**
 * A Glue job run's state as an outcome: ERROR is a failure too; EXPIRED never started within its time and failed.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html
 */
export function outcomeOfJobRun(state: string): Ended | 'running' {
  switch (state) {
    case 'SUCCEEDED':
      return 'succeeded';
    case 'FAILED':
    case 'ERROR':
    case 'EXPIRED':
      return 'failed';
    case 'TIMEOUT':
      return 'timedOut';
    case 'STOPPED':
      return 'stopped';
    default:
      return 'running';
  }
}

/** A crawl's state, in the words of the workflow graph, of GetCrawler's LastCrawl or of ListCrawls. */
export function outcomeOfCrawl(state: string): Ended | 'running' {
  switch (state) {
    case 'SUCCEEDED':
    case 'COMPLETED':
      return 'succeeded';
    case 'FAILED':
    case 'ERROR':
      return 'failed';
    case 'CANCELLED':
    case 'STOPPED':
      return 'stopped';
    default:
      return 'running';
  }
}
