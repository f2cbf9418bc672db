export { definePipeline, isPipelineDraft, type PipelineDraft } from './define.ts';
export { crawler, failed, finished, glueJob, lambda, sns, ssm, succeeded, wait } from './steps.ts';
export { output, param, run, s3Start, schedule } from './values.ts';
export type { After, Arg, Duration, OutputDraft, OutputRef, ParamRef, PipelineInput, RunRef, StartInput, StepDraft, StepInput, StepName, Waiting } from './types.ts';
