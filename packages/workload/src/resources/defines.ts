import type { GlueJobProps, CrawlerProps, Step, StepOf } from '@millrace/core';

/** A step whose job Millrace deploys. */
export type DefinedJob = StepOf<'glueJob'> & { readonly with: Extract<GlueJobProps, { readonly script: string }> };

/** True for a Glue job that the step defines itself; false for an existing job that it uses, and for other kinds. */
export function definesJob(step: Step): step is DefinedJob {
  return step.kind === 'glueJob' && 'script' in step.with;
}

/** A step whose job never ends: it has succeeded once the job run runs. */
export const isStream = (step: Step): step is DefinedJob => definesJob(step) && step.with.type === 'streaming';

/** A step whose crawler Millrace deploys. */
export type DefinedCrawler = StepOf<'crawler'> & { readonly with: Extract<CrawlerProps, { readonly database: string }> };

export function definesCrawler(step: Step): step is DefinedCrawler {
  return step.kind === 'crawler' && 'database' in step.with;
}
