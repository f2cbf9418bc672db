import type { Step, StepOf } from '@millrace/core';

/** A step whose job Millrace deploys. */
export type DefinedJob = StepOf<'glueJob'> & { readonly with: { readonly script: string; readonly type: 'pythonshell' | 'etl' } };

/** True for a Glue job that the step defines itself; false for an existing job that it uses, and for other kinds. */
export function definesJob(step: Step): step is DefinedJob {
  return step.kind === 'glueJob' && 'script' in step.with;
}

/** A step whose crawler Millrace deploys. */
export type DefinedCrawler = StepOf<'crawler'> & { readonly with: { readonly database: string; readonly s3: readonly string[] } };

export function definesCrawler(step: Step): step is DefinedCrawler {
  return step.kind === 'crawler' && 'database' in step.with;
}
