import type { Pipeline, Step } from '@millrace/core';
import { drawFrom, seedOf, type Draw } from './draw.ts';
import type { GeneratorOptions } from './options.ts';

/** Drawn apart from all else, so that the rest of a seed's pipeline is the same with and without. */
export function withExtras(seed: number, pipeline: Pipeline, { spark, secrets, prerequisites }: GeneratorOptions): Pipeline {
  const steps = (change: (step: Step, draw: Draw) => Step, what: string) => ({ onFailure, finally: last, ...rest }: Pipeline): Pipeline => {
    const draw = drawFrom(seedOf(seed, what));
    const one = (step: Step | null): Step | null => (step === null ? null : change(step, draw));
    return { ...rest, steps: rest.steps.map((step) => change(step, draw)), onFailure: one(onFailure), finally: one(last) };
  };
  const sparked = spark ? steps(asSpark, 'spark')(pipeline) : pipeline;
  const told = secrets ? steps(withSecret, 'secrets')(sparked) : sparked;
  const needs = prerequisites && drawFrom(seedOf(seed, 'prerequisites')).chance(0.2);
  return needs ? { ...told, prerequisites: [{ kind: 'database', name: 'sales' }] } : told;
}

function asSpark(step: Step, draw: Draw): Step {
  const type = draw.pick(['pythonshell', 'pythonshell', 'pythonshell', 'pythonshell', 'pythonshell', 'etl', 'scala'] as const);
  if (step.kind !== 'glueJob' || 'use' in step.with || step.with.type !== 'pythonshell' || type === 'pythonshell') return step;
  return type === 'etl' ? { ...step, with: { ...step.with, type } } : { ...step, with: { ...step.with, type, script: `./jobs/${step.name}.scala`, settings: { className: 'GlueApp' } } };
}

function withSecret(step: Step, draw: Draw): Step {
  const secret = draw.pick(['prod/db', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf']);
  return draw.chance(0.15) && step.kind === 'glueJob' ? { ...step, with: { ...step.with, args: { ...step.with.args, DB_LOGIN: { secret } } } } : step;
}
