import { z } from 'zod';
import type { Declaration, Declarations, ParamValue } from '../declaration.ts';
import { LOOKS, parseValue } from '../parse.ts';
import { broken } from '../rules.ts';
import { secretIn } from '../secrets.ts';
import { fromJsonSchema } from './json-schema.ts';

/**
 * A zod object that takes what the parameters take, text of a command line too, and gives their typed values. A default that only
 * a run can tell leaves its parameter out; a key that is not declared is refused.
 *
 * @example
 * toZod({ limit: param.integer({ max: 9 }) }).parse({ limit: '7' }); // { limit: 7 }
 */
export function toZod(declarations: Declarations): z.ZodType<Record<string, ParamValue | undefined>> {
  const shape = Object.fromEntries(Object.entries(declarations).map(([name, declaration]) => [name, field(declaration)]));
  return z.strictObject(shape);
}

function field(declaration: Declaration): z.ZodType<ParamValue | undefined> {
  const read = z.unknown().transform((raw, context): ParamValue => {
    const value = parseValue(declaration, raw);
    const fault = value === null ? `must be ${looks(declaration)}` : broken(declaration, value);
    if (value !== null && fault === null && secretIn(String(value)) === null) return value;
    context.addIssue({ code: 'custom', message: fault ?? 'looks like a secret' });
    return z.NEVER;
  });
  const usual = declaration.default;
  if (usual === null) return read.refine((value) => value !== undefined);
  const value = parseValue(declaration, usual);
  return value === null ? read.optional() : read.optional().default(value);
}

const looks = ({ type, values }: Declaration): string => (type === 'enum' ? `one of ${values.join(', ')}` : LOOKS[type]);

/**
 * The declarations in a zod object of plain types, by its JSON Schema: what zod only does in code (transforms, refinements) is not in them.
 *
 * @throws {TypeError} a property that no declaration can say
 * @example
 * fromZod(z.object({ limit: z.int().max(9).default(5) })).limit; // { type: 'integer', max: 9, default: 5, … }
 */
export function fromZod(schema: z.ZodType): Record<string, Declaration> {
  return fromJsonSchema(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}
