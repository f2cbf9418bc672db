import type { Declaration, ParamDeclaration, ParamRules, ParamType, ParamValue } from '../declaration.ts';
import { nameOwner, PARAM_NAME } from '../names.ts';
import { show } from '../problem.ts';
import { ruleFault } from '../rules.ts';
import { argumentText } from '../text.ts';

/** The types that accessors know: those of declarations, and text of other forms. */
export type AccessorType = ParamType | 'list' | 'json';

/** What a generator reads of a declaration; a `ParamDeclaration` is one. The default of a list or of JSON is its value. */
export interface AccessorDeclaration extends Pick<Declaration, 'description' | 'values' | 'items'>, ParamRules {
  readonly type: AccessorType;
  readonly default: ParamDeclaration['default'] | JsonValue;
}
export type JsonValue = ParamValue | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };
export type AccessorDeclarations = Readonly<Record<string, AccessorDeclaration>>;

/** One declaration as the generators write it. */
export interface Accessor {
  readonly name: string;
  /** The name in the generated language, where a keyword or a name of its own may be in the way. */
  readonly field: string;
  readonly type: AccessorType;
  readonly description: string;
  readonly values: readonly string[];
  /** As the text of an argument; null when there is none. */
  readonly text: string | null;
  readonly fact: 'id' | 'date' | null;
  /** Values are held to these when a job reads them. */
  readonly rules: Pick<Declaration, 'pattern' | 'minLength' | 'maxLength' | 'min' | 'max' | 'items'>;
}

/**
 * Accessors in the order of their declarations.
 *
 * @throws {TypeError} names that no parameter may have, all told at once; a rule that no value can be held to
 */
export function accessorsOf(declarations: AccessorDeclarations, taken: ReadonlySet<string>): Accessor[] {
  const wrong = Object.keys(declarations).filter((name) => !PARAM_NAME.test(name) || nameOwner(name) !== null);
  if (wrong.length > 0) throw new TypeError(`No accessor can be made for ${wrong.map(show).join(', ')}: a name is a letter, then letters, digits or underscores, and not one of Glue or of Millrace. Rename the parameter.`);
  for (const [name, declaration] of Object.entries(declarations)) {
    const fault = ruleFault(declaration);
    if (fault !== null) throw new TypeError(`No accessor can be made for '${name}': it ${fault}. Correct the declaration.`);
  }
  const fields = new Set(Object.keys(declarations).filter((name) => !taken.has(name)));
  return Object.entries(declarations).map(([name, { type, description, values, default: given, pattern, minLength, maxLength, min, max, items }]) => {
    let field = name;
    while (taken.has(field) || (field !== name && fields.has(field))) field += '_';
    fields.add(field);
    const fact = factOf(type, given);
    return { name, field, type, description, values, fact, rules: { pattern, minLength, maxLength, min, max, items }, text: fact !== null || given === null ? null : textOf(type, given) };
  });
}

function factOf(type: AccessorType, given: AccessorDeclaration['default']): 'id' | 'date' | null {
  if (type === 'json' || type === 'list' || typeof given !== 'object' || given === null || !('run' in given)) return null;
  return given.run === 'id' ? 'id' : given.run === 'date' ? 'date' : null;
}

function textOf(type: AccessorType, given: Exclude<AccessorDeclaration['default'], null>): string {
  if (type === 'list' || type === 'json' || typeof given === 'object') return JSON.stringify(given);
  return argumentText(given);
}

/** A name for the generated module or object. */
export function checkModule(module: string): string {
  if (!PARAM_NAME.test(module)) throw new TypeError(`${show(module)} cannot be the name of a module: use a letter, then letters, digits or underscores.`);
  return module;
}
