import { z } from 'zod';
import type { Declaration, ParamDeclaration } from './declaration.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const fact = z.strictObject({ run: z.enum(['id', 'date']) }).readonly();
const length = z.int().min(0).optional();

// Optional without a default: a declaration that says nothing of these stays the JSON that it was.
const rules = {
  pattern: z.string().optional().describe('The whole text must match. No look-around, no back-references, no nested repetition.'),
  minLength: length.describe('Fewest characters of a text.'),
  maxLength: length.describe('Most characters of a text.'),
  min: z.number().optional().describe('Least number.'),
  max: z.number().optional().describe('Greatest number.'),
  overridable: z.boolean().optional().describe('False: no run may give another value. Default true.'),
  saved: z.boolean().optional().describe('True: kept among the saved arguments of the job. Default false: each run passes it.'),
};
const description = z.string().default('').describe('Shown where a person is asked for the value.');
const values = z.array(z.string()).readonly().default([]).describe('The allowed words of an enum.');
const PIPELINE_TYPES = ['string', 'integer', 'double', 'boolean', 'date', 's3Uri', 'enum', 'bucket', 'iamRole', 'secret'] as const;

/**
 * One declaration of a pipeline as a person may write it: only `type` is required. Parsing fills in the rest and yields a
 * `ParamDeclaration`. It holds the shape only; `checkDeclarations` holds what a default and a name may be.
 */
export const paramDeclarationSchema = z
  .strictObject({
    type: z.enum(PIPELINE_TYPES).describe('What the value is; text is parsed to it.'),
    description,
    default: z.union([value, fact, z.null()]).default(null).describe('A value, {run: date} or {run: id}. Without one the parameter is required.'),
    values,
    ...rules,
  })
  .readonly() satisfies z.ZodType<ParamDeclaration>;

/** The same for declarations of any type: lists and JSON too. */
export const declarationSchema = z
  .strictObject({
    type: z.enum([...PIPELINE_TYPES, 'list', 'json']).describe('What the value is; text is parsed to it.'),
    description,
    default: z.json().default(null).describe('A value, {run: date} or {run: id}. Without one the parameter is required.'),
    values,
    items: z.enum(['string', 'integer']).optional().describe('What the items of a list are.'),
    ...rules,
  })
  .readonly() satisfies z.ZodType<Declaration>;
