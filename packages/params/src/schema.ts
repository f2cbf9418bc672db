import { z } from 'zod';
import type { ParamDeclaration } from './declaration.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const fact = z.strictObject({ run: z.enum(['id', 'date']) }).readonly();

/**
 * One declaration as a person may write it: only `type` is required. Parsing fills in the rest and yields a `ParamDeclaration`.
 * It holds the shape only; `checkDeclarations` holds what a default and a name may be.
 */
export const paramDeclarationSchema = z
  .strictObject({
    type: z.enum(['string', 'integer', 'double', 'boolean', 'date', 's3Uri', 'enum']).describe('What the value is; text is parsed to it.'),
    description: z.string().default('').describe('Shown where a person is asked for the value.'),
    default: z.union([value, fact, z.null()]).default(null).describe('A value, {run: date} or {run: id}. Without one the parameter is required.'),
    values: z.array(z.string()).readonly().default([]).describe('The allowed words of an enum.'),
  })
  .readonly() satisfies z.ZodType<ParamDeclaration>;
