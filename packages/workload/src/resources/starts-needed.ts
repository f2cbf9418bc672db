import type { Pipeline, Start } from '@millrace/core';

type Scheduled = Extract<Start, { readonly schedule: string }>;

export const schedulesOf = (pipeline: Pipeline): readonly Scheduled[] => pipeline.starts.filter((start) => 'schedule' in start);
export const bucketsOf = (pipeline: Pick<Pipeline, 'starts'>): readonly string[] => pipeline.starts.flatMap((start) => ('s3' in start ? [start.s3] : []));

/** True when Scheduler or EventBridge starts runs, and so needs a role. */
export const startsByEvents = (pipeline: Pick<Pipeline, 'starts'>): boolean => pipeline.starts.length > 0;
