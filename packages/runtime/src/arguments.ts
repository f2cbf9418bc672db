import type { SpecScalar, SpecValue } from './job-spec.ts';
import { asRecord, ownOf } from './plain.ts';
import { argumentText } from './values.ts';

/** What values are made of, besides constants. */
export interface Sources {
  readonly facts: { readonly id: string; readonly date: string };
  readonly params: Readonly<Record<string, SpecScalar>>;
  /** The outputs that a step left, as JSON; null where there are none. */
  readonly outputsOf: (step: string) => unknown;
}

/** The value of an argument, or null where it has none. */
export function resolve(value: SpecValue, { facts, params, outputsOf }: Sources): SpecScalar | readonly SpecScalar[] | null {
  if (typeof value !== 'object') return value;
  if ('param' in value) return ownOf(params, value.param) ?? null;
  if ('run' in value) return facts[value.run];
  if ('secret' in value) return secretReference(value.secret);
  if ('output' in value) {
    const [step, name] = value.output;
    const outputs = asRecord(outputsOf(step));
    const found = outputs !== null && Object.hasOwn(outputs, name) ? outputs[name] : value.or;
    return isScalar(found) ? found : null;
  }
  return value;
}

/** The same as the text of a job's argument. */
export function resolveText(value: SpecValue, sources: Sources): string | null {
  const found = resolve(value, sources);
  return found === null ? null : argumentText(found);
}

/** What a job gets in place of a secret: its name, never its value. */
export const secretReference = (secret: string): string => (secret.startsWith('arn:') ? secret : `secretsmanager:${secret}`);

const isScalar = (value: unknown): value is SpecScalar => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
