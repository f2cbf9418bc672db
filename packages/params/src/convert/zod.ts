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
 * The declarations in a zod object of plain types, by its JSON Schema. Transforms are code, and are not in it.
 *
 * @throws {TypeError} a property, or a rule of it, that no declaration can say: a refinement, a pattern with flags
 * @example
 * fromZod(z.object({ limit: z.int().max(9).default(5) })).limit; // { type: 'integer', max: 9, default: 5, … }
 */
export function fromZod(schema: z.ZodType): Record<string, Declaration> {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, path }) {
      const { checks = [] } = zodSchema._zod.def;
      const defs: readonly Readonly<Record<string, unknown>>[] = checks.map((check) => ({ ...check._zod.def }));
      const name = String(path.at(-1) ?? '');
      if (defs.some(({ check }) => check === 'custom')) throw new TypeError(`The property '${name}' cannot be declared as a parameter: a refinement is code. Write it as a pattern, a length or a bound.`);
      const flagged = defs.find(({ pattern }) => pattern instanceof RegExp && /[^dguv]/.test(pattern.flags));
      if (flagged !== undefined) throw new TypeError(`The property '${name}' cannot be declared as a parameter: the flags of ${String(flagged['pattern'])} would be lost. Write the pattern without them, such as [Aa].`);
    },
  });
  return fromJsonSchema(json);
}
