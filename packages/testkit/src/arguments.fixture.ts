import type { Pipeline, Scalar, Value } from '@millrace/core';

const isList = (value: Value): value is readonly Scalar[] => Array.isArray(value);

/** The arguments of each job as text, for constants and parameters. */
export function argumentsOf(pipeline: Pipeline, given: Readonly<Record<string, Scalar>>): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const text = (value: Value): string => {
    if (isList(value)) return JSON.stringify(value);
    if (typeof value !== 'object') return String(value);
    const name = 'param' in value ? value.param : '';
    const fallback = pipeline.params[name]?.default;
    return String(given[name] ?? (typeof fallback === 'object' ? '' : fallback));
  };
  return Object.fromEntries(pipeline.steps.flatMap((step) => (step.kind !== 'glueJob' ? [] : [[step.name, Object.fromEntries(Object.entries(step.with.args).map(([name, value]) => [name, text(value)]))]])));
}
