import { valuesOf, type Event, type InterpretOptions, type Pipeline, type Script, type Step, type Value } from '@millrace/core';
import { NO_ERRORS, type ErrorsOf } from './errors.ts';
import { outputFeatures } from './outputs.ts';
import { isAwkward } from './values.ts';

/** What besides the pipeline took place: the trace, the stop, whether it was a resumed continuation. */
export interface Occasion {
  readonly events?: readonly Event[];
  readonly stopAt?: InterpretOptions['stopAt'];
  readonly resumed?: boolean;
}

/** Every feature of the model that the case uses, each once, sorted; for counting what a suite has covered. */
export function features(pipeline: Pipeline, occasion: Occasion = {}): string[] {
  const found = new Set<string>();
  if (pipeline.timezone !== 'UTC') found.add('timezone');
  found.add(`failurePolicy.${pipeline.failurePolicy}`);
  if (pipeline.onFailure !== null) found.add('handler.onFailure');
  if (pipeline.finally !== null) found.add('handler.finally');
  for (const { type, default: given } of Object.values(pipeline.params)) {
    found.add(`param.${type}`);
    found.add(given === null ? 'param.required' : typeof given === 'object' ? `param.default.run.${given.run}` : 'param.default');
  }
  const declared = new Set<string>();
  for (const step of pipeline.steps) {
    if (step.after.some((dependency) => !declared.has(dependency.step))) found.add('steps.declaredLater');
    declared.add(step.name);
  }
  for (const step of [...pipeline.steps, pipeline.onFailure, pipeline.finally]) if (step !== null) ofStep(step, found);
  for (const feature of outputFeatures(pipeline)) found.add(feature);
  for (const event of occasion.events ?? []) {
    if (event.type === 'step.ended') found.add(`outcome.${event.outcome}`);
    if (event.type === 'run.ended') found.add(`run.${event.outcome}`);
  }
  if ((occasion.stopAt ?? null) !== null) found.add('run.stopAsked');
  if (occasion.resumed === true) found.add('run.resumed');
  return [...found].sort();
}

function ofStep(step: Step, found: Set<string>): void {
  const existing = (step.kind === 'glueJob' || step.kind === 'crawler') && 'use' in step.with;
  found.add(step.kind === 'glueJob' || step.kind === 'crawler' ? `${step.kind}.${existing ? 'existing' : 'defined'}` : step.kind);
  if (step.kind === 'glueJob' && 'script' in step.with && step.with.type !== 'pythonshell') found.add(`glueJob.${step.with.type}`);
  for (const { on } of step.after) found.add(`word.${on}`);
  if (step.after.length > 1) found.add(`join.${step.join}`);
  if (step.optional) found.add('optional');
  if (step.timeoutSeconds !== null) found.add(`timeout.${step.kind}`);
  if (step.retry.attempts > 0) {
    for (const word of step.retry.on) found.add(`retry.${word}`);
    if (step.retry.delaySeconds > 0) found.add('retry.delay');
    if (step.kind === 'crawler') found.add('retry.crawler');
    if (existing) found.add('retry.existing');
  }
  for (const { value } of valuesOf(step)) ofValue(value, existing && step.kind === 'glueJob', found);
}

function ofValue(value: Value, existing: boolean, found: Set<string>): void {
  if (Array.isArray(value)) found.add('value.list');
  else if (typeof value !== 'object') {
    found.add(`value.${typeof value}`);
    if (typeof value === 'string' && isAwkward(value)) found.add('value.awkward');
  } else {
    if ('param' in value) found.add('value.param');
    if ('secret' in value) found.add('value.secret');
    if ('run' in value) found.add(`value.run.${value.run}`);
    if (existing) found.add('value.existing');
  }
}

/** Lines that say a case without its seed: the steps and how their attempts go, for the report of a counter-example. */
export function describeCase({ pipeline, script, stopAt, errorsOf = NO_ERRORS }: { pipeline: Pipeline; script: Script; stopAt: number | null; errorsOf?: ErrorsOf }): string {
  const lines = [...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => {
    if (step === null) return [];
    const tries = Array.from({ length: step.retry.attempts + 1 }, (_, index) => ({ ...script(step.name, index + 1), error: errorsOf(step.name, index + 1) }));
    const after = step.after.map(({ step: name, on }) => `${name} ${on}`).join(step.join === 'any' ? ' or ' : ' and ');
    return [`${step.name} (${step.kind}${step.optional ? ', optional' : ''})${after === '' ? '' : ` after ${after}`}: ${tries.map(({ outcome, ms, error }) => `${outcome}${error ? ' (ERROR)' : ''} in ${ms / 1000} s`).join(', then ')}`];
  });
  return [`${pipeline.name}, failurePolicy ${pipeline.failurePolicy}${stopAt === null ? '' : `, stopped at ${stopAt / 1000} s`}`, ...lines].join('\n');
}
