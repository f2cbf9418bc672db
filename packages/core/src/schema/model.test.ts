import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { Pipeline, Step } from '../model.ts';
import type { pipelineSchema, stepSchema } from './model.ts';

// Intersections and aliases are flattened first, so that only the shape is compared, `readonly` included.
type Flat<T> = T extends (...args: never) => unknown ? T : T extends object ? { [K in keyof T]: Flat<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test('the schema yields exactly the types of the model', () => {
  // Each line stops compiling when the schema and the model part ways, in either direction.
  const steps: Same<Flat<z.output<typeof stepSchema>>, Flat<Step>> = true;
  const pipelines: Same<Flat<z.output<typeof pipelineSchema>>, Flat<Pipeline>> = true;
  expect([steps, pipelines]).toEqual([true, true]);
});
