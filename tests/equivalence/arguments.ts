import type { Event, Pipeline, Scalar, Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import type { RandomCase } from '@millrace/testkit';
import { allSteps } from '@millrace/workload';
import type { Session } from './session.ts';

/** Of a run: what its scripts got, its parameter values and its facts. */
export type Told = Pick<Session, 'world' | 'values' | 'facts'>;

/** What steps have left, and when: those that are kept before all else. */
export type Outputs = ReadonlyMap<string, { readonly at: number; readonly values: Readonly<Record<string, Scalar>> }>;

/** What steps that succeeded have left, those that are kept included. */
export function outputsIn({ outputsOf }: Pick<RandomCase, 'outputsOf'>, events: readonly Event[], kept: Outputs): Outputs {
  const ends = new Map(events.flatMap((event) => (event.type === 'attempt.ended' && event.outcome === 'succeeded' ? [[event.step, event] as const] : [])));
  // Written by the generator as an object of values.
  const left = [...ends].map(([step, { attempt, at }]) => [step, { at, values: JSON.parse(outputsOf(step, attempt).right) as Readonly<Record<string, Scalar>> }] as const);
  return new Map([...[...kept].map(([step, { values }]) => [step, { at: 0, values }] as const), ...left]);
}

/** Every script that ran got the arguments that the pipeline gives it, as text. */
export function argumentDifferences(pipeline: Pipeline, session: Told, outputs: Outputs, events: readonly Event[]): string[] {
  const began = new Map(events.flatMap((event) => (event.type === 'attempt.started' ? [[event.step, event.at] as const] : [])));
  return allSteps(pipeline).flatMap((step) => {
    const seen = session.world.players.argumentsOf.get(step.name);
    const start = began.get(step.name);
    if (seen === undefined || start === undefined || step.kind !== 'glueJob') return [];
    // Under `any`, and with other words than `succeeded`, a step may start before the one whose output it reads has ended.
    const there = new Map([...outputs].filter(([, { at }]) => at <= start));
    return Object.entries(step.with.args).flatMap(([name, value]) => {
      const wanted = textOf(value, session, there);
      return seen[`--${name}`] === wanted ? [] : [`Argument '${name}' of '${step.name}' is ${JSON.stringify(seen[`--${name}`])} instead of ${JSON.stringify(wanted)}.`];
    });
  });
}

function textOf(value: Value, { values, facts }: Told, outputs: Outputs): string {
  if (typeof value !== 'object') return argumentText(value);
  if ('param' in value) return argumentText(values[value.param] ?? '');
  if ('run' in value) return facts[value.run];
  if ('output' in value) return argumentText(outputs.get(value.output[0])?.values[value.output[1]] ?? value.or ?? 'nothing');
  if ('secret' in value) return value.secret.startsWith('arn:') ? value.secret : `secretsmanager:${value.secret}`;
  return argumentText(value);
}
