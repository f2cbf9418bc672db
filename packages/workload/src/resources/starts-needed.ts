import { parseSchedule, printSchedule, shortestGapMinutes, valuesOf, type Pipeline, type Start } from '@millrace/core';
import { limits } from '@millrace/facts';
import { allSteps } from '../names/physical.ts';

type Scheduled = Extract<Start, { readonly schedule: string }>;

export const schedulesOf = (pipeline: Pipeline): readonly Scheduled[] => pipeline.starts.filter((start) => 'schedule' in start);
export const bucketsOf = (pipeline: Pick<Pipeline, 'starts'>): readonly string[] => pipeline.starts.flatMap((start) => ('s3' in start ? [start.s3] : []));

/** True when some step or default is given the day of the run. */
export function readsDate(pipeline: Pipeline): boolean {
  const isDate = (value: unknown): boolean => typeof value === 'object' && value !== null && 'run' in value && value.run === 'date';
  return Object.values(pipeline.params).some((declared) => isDate(declared.default)) || allSteps(pipeline).some((step) => valuesOf(step).some(({ value }) => isDate(value)));
}

/**
 * The cron text for the start trigger of a workflow, where that says all: one schedule in UTC of at least five minutes without values of its own, no other start, and
 * nobody reads the day, which only EventBridge Scheduler passes on. Else null: `startResources` has the schedules.
 */
export function nativeSchedule(pipeline: Pipeline): string | null {
  const [only] = schedulesOf(pipeline);
  if (only === undefined || pipeline.starts.length > 1 || pipeline.timezone !== 'UTC' || Object.keys(only.params).length > 0 || readsDate(pipeline)) return null;
  const { schedule } = parseSchedule(only.schedule);
  // Triggers take nothing more frequent than this; Scheduler does.
  return schedule === null || shortestGapMinutes(schedule) < limits.glueScheduleMinutes.value ? null : printSchedule(schedule, 'glue').text;
}

/** True when Scheduler or EventBridge starts runs, and so needs a role. */
export function startsByEvents(pipeline: Pipeline, type: 'workflow' | 'stateMachine'): boolean {
  return bucketsOf(pipeline).length > 0 || (schedulesOf(pipeline).length > 0 && (type === 'stateMachine' || nativeSchedule(pipeline) === null));
}
