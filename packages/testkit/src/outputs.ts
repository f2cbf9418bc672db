import { valuesOf, type Json, type OutputType, type Pipeline, type Scalar, type Script, type Step, type Value } from '@millrace/core';
import { drawFrom, seedOf, type Draw } from './draw.ts';
import type { GeneratorOptions } from './options.ts';
import { isAwkward, randomText } from './values.ts';

/** What an attempt leaves as its outputs. */
export interface LeftOutputs {
  /** What it writes when it succeeds. */
  readonly right: string;
  /** Set where an attempt that is scripted as failed ends well itself, but leaves this: null is nothing at all. */
  readonly wrong: { readonly text: string | null } | null;
}
/** Asked only of steps that declare outputs. */
export type OutputsOf = (step: string, attempt: number) => LeftOutputs;

const NAMES = ['rows', 'path', 'ok', 'last_day', 'N'] as const;
const TYPES = ['string', 'integer', 'boolean', 's3Uri'] as const;

/**
 * Gives some jobs outputs, and steps after them, as well as handlers, arguments that read them. Drawn apart from all else, so
 * that the rest of a seed's pipeline is the same with and without.
 */
export function withOutputs(seed: number, pipeline: Pipeline, options: GeneratorOptions): Pipeline {
  if (!options.outputs) return pipeline;
  const draw = drawFrom(seedOf(seed, 'outputs'));
  if (draw.chance(0.4)) return pipeline;
  const declare = (step: Step): Step => (mayWrite(step, options) && draw.chance(0.5) ? { ...step, outputs: randomOutputs(draw) } : step);
  const steps = pipeline.steps.map(declare);
  const declared = new Map(steps.filter(({ outputs }) => Object.keys(outputs).length > 0).map((step) => [step.name, step]));
  const read = (step: Step, handler: boolean): Step => {
    if (step.kind === 'crawler' || step.kind === 'wait' || (step.kind === 'glueJob' && 'use' in step.with && !options.existingRunTimeArgs)) return step;
    const from = handler ? [...declared.values()] : step.after.flatMap(({ step: name }) => declared.get(name) ?? []);
    const values = from.filter(() => draw.chance(0.7)).flatMap((source) => reading(source, step, handler, draw));
    return withValues(step, Object.fromEntries(values.map((value, index) => [`OUT_${index}`, value] as const)));
  };
  const handlerOf = (step: Step | null): Step | null => (step === null ? null : declare(read(step, true)));
  return { ...pipeline, steps: steps.map((step) => read(step, false)), onFailure: handlerOf(pipeline.onFailure), finally: handlerOf(pipeline.finally) };
}

/** The step with more values, where its kind takes them; a notice says the first. */
function withValues(step: Step, more: Readonly<Record<string, Value>>): Step {
  if (Object.keys(more).length === 0) return step;
  switch (step.kind) {
    case 'glueJob':
      return { ...step, with: { ...step.with, args: { ...step.with.args, ...more } } };
    case 'lambda':
      return { ...step, with: { ...step.with, payload: { ...step.with.payload, ...more } } };
    case 'ssm':
      return { ...step, with: { ...step.with, parameters: { ...step.with.parameters, ...more } } };
    case 'sns':
      return { ...step, with: { ...step.with, message: Object.values(more)[0] } };
    case 'crawler':
    case 'wait':
      return step;
  }
}

const mayWrite = (step: Step, options: GeneratorOptions): boolean => step.kind === 'glueJob' && (!('use' in step.with) || options.existingOutputs);

const randomOutputs = (draw: Draw): Step['outputs'] => Object.fromEntries(draw.some(NAMES, draw.int(1, 3)).map((name) => [name, draw.pick(TYPES)]));

function reading(source: Step, step: Step, handler: boolean, draw: Draw): Value[] {
  const sure = !handler && step.after.some((each) => each.step === source.name && each.on === 'succeeded') && (step.join === 'all' || step.after.length < 2);
  return draw.some(Object.keys(source.outputs), draw.int(1, 2)).map((name): Value => ({
    output: [source.name, name], or: sure && draw.chance(0.6) ? null : valueOf(source.outputs[name] ?? 'string', draw),
  }));
}

function valueOf(type: OutputType, draw: Draw): Scalar {
  if (type === 'integer') return draw.pick([0, -7, 42, 1_000_000, 999_999_999_999_999]);
  if (type === 'boolean') return draw.chance(0.5);
  return type === 's3Uri' ? draw.pick(['s3://acme-raw/orders/', 's3://acme-raw', 's3://acme-raw/a b/día=1']) : randomText(draw);
}

/**
 * What each attempt leaves; it depends on seed, step and number only. A share of the attempts that are scripted as failed
 * end well but leave something wrong.
 */
export function randomOutputsOf(seed: number, pipeline: Pipeline, script: Script): OutputsOf {
  const steps = new Map([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step === null ? [] : [[step.name, step] as const])));
  return (name, attempt) => {
    const declared = steps.get(name)?.outputs ?? {};
    const draw = drawFrom(seedOf(seed, 'left', name, attempt));
    const right = Object.fromEntries(Object.entries(declared).map(([output, type]) => [output, valueOf(type, draw)]));
    const wrong = script(name, attempt).outcome === 'failed' && draw.chance(0.6) ? { text: wrongText(right, draw) } : null;
    return { right: JSON.stringify({ ...right, stranger: [{}] }), wrong };
  };
}

function wrongText(right: Readonly<Record<string, Scalar>>, draw: Draw): string | null {
  const [name = ''] = draw.some(Object.keys(right), 1);
  const { [name]: _missing, ...rest } = right;
  const bad = (value: Json): string => JSON.stringify({ ...right, [name]: value });
  return draw.pick([
    null, 'no JSON', '[]', 'null', JSON.stringify([right]), JSON.stringify(rest), bad(null), bad([right[name] ?? 0]), bad({}), bad(1.5), bad(1e15), JSON.stringify({ ...right, padding: 'x'.repeat(70_000) }),
  ]);
}

/** What of outputs a pipeline uses, for counting. */
export function outputFeatures(pipeline: Pipeline): string[] {
  const steps = new Map(pipeline.steps.map((step) => [step.name, step]));
  const all = [...pipeline.steps, pipeline.onFailure, pipeline.finally].filter((step) => step !== null);
  return all.flatMap((step) => [
    ...Object.values(step.outputs).map((type) => `output.${type}`),
    ...(step.retry.attempts > 0 && Object.keys(step.outputs).length > 0 ? ['output.retried'] : []),
    ...valuesOf(step).flatMap(({ value }) => {
      if (typeof value !== 'object' || !('output' in value)) return [];
      const word = step.after.find((each) => each.step === value.output[0])?.on;
      const kind = steps.get(value.output[0])?.outputs[value.output[1]] ?? 'string';
      return [`output.read.${kind}`, word === undefined ? 'output.read.byHandler' : `output.read.after.${word}`, value.or === null ? 'output.sure' : 'output.default', ...(typeof value.or === 'string' && isAwkward(value.or) ? ['output.awkward'] : [])];
    }),
  ]);
}
