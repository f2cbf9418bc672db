import type { Pipeline, Step } from '../model.ts';
import type { Finding } from '../author/report.ts';

/** The pipeline with what several rules look up. */
export interface Subject {
  readonly pipeline: Pipeline;
  /** By name; of several of one name the first. */
  readonly steps: ReadonlyMap<string, Step>;
  /** Handlers that are there, with their pointers. */
  readonly handlers: readonly { readonly step: Step; readonly pointer: string }[];
  /** Steps and handlers, with their pointers. */
  readonly all: readonly { readonly step: Step; readonly pointer: string; readonly handler: boolean }[];
}
export type Rule = (subject: Subject) => readonly Finding[];

export function subjectOf(pipeline: Pipeline): Subject {
  const steps = new Map<string, Step>();
  for (const step of pipeline.steps) if (!steps.has(step.name)) steps.set(step.name, step);
  const handlers = [
    ...(pipeline.onFailure === null ? [] : [{ step: pipeline.onFailure, pointer: '/onFailure' }]),
    ...(pipeline.finally === null ? [] : [{ step: pipeline.finally, pointer: '/finally' }]),
  ];
  const own = pipeline.steps.map((step, index) => ({ step, pointer: `/steps/${index}`, handler: false }));
  return { pipeline, steps, handlers, all: [...own, ...handlers.map((each) => ({ ...each, handler: true }))] };
}
