import type { Pipeline, Step, Value, Values } from '@millrace/core';

/** The pipeline without parameters, and without arguments that read them or facts of the run. */
export function withoutRunValues(pipeline: Pipeline): Pipeline {
  const handler = (step: Step | null): Step | null => (step === null ? null : bare(step));
  return { ...pipeline, params: {}, steps: pipeline.steps.map(bare), onFailure: handler(pipeline.onFailure), finally: handler(pipeline.finally) };
}

/**
 * The pipeline as single dependencies, without retries, handlers and the stop policy, its first step an existing job or a crawler: the few pipelines whose
 * existing jobs and crawlers stay plain nodes of a Glue workflow.
 */
export function withPlainRoot(pipeline: Pipeline): Pipeline {
  const root = pipeline.steps.findIndex(({ kind, after }) => (kind === 'glueJob' || kind === 'crawler') && after.length === 0);
  const plain = (step: Step, index: number): Step => {
    const line: Step = { ...step, join: 'all', after: step.after.slice(0, 1), retry: { attempts: 0, on: ['failed'], delaySeconds: 0 } };
    if (index !== root) return line;
    if (line.kind === 'crawler') return { ...line, timeoutSeconds: null };
    return line.kind === 'glueJob' ? { ...line, with: { use: `live-${line.name}`, args: line.with.args } } : line;
  };
  return { ...pipeline, failurePolicy: 'continue', onFailure: null, finally: null, steps: pipeline.steps.map(plain) };
}

const reads = (value: Value): boolean => typeof value === 'object' && ('param' in value || 'run' in value);
const bare = (step: Step): Step => withoutValues(step, reads);

/** The step without the arguments, payloads, parameters and texts that `leftOut` names. */
export function withoutValues(step: Step, leftOut: (value: Value) => boolean): Step {
  const others = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => !leftOut(value)));
  switch (step.kind) {
    case 'glueJob':
      return { ...step, with: { ...step.with, args: others(step.with.args) } };
    case 'lambda':
      return step.with.payload === undefined ? step : { ...step, with: { ...step.with, payload: others(step.with.payload) } };
    case 'ssm':
      return step.with.parameters === undefined ? step : { ...step, with: { ...step.with, parameters: others(step.with.parameters) } };
    case 'sns': {
      const { message, subject, ...rest } = step.with;
      return { ...step, with: { ...rest, ...(message === undefined || leftOut(message) ? {} : { message }), ...(subject === undefined || leftOut(subject) ? {} : { subject }) } };
    }
    case 'crawler':
    case 'wait':
      return step;
  }
}
