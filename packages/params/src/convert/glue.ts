import { factOf, type Declaration, type Declarations } from '../declaration.ts';
import { argumentOwner } from '../names.ts';
import { parseValue } from '../parse.ts';
import { argumentText } from '../text.ts';

/** The two maps of a Glue job, as its API and CloudFormation have them. */
export interface GlueArguments {
  readonly DefaultArguments: Readonly<Record<string, string>>;
  readonly NonOverridableArguments: Readonly<Record<string, string>>;
}

/**
 * What is kept on the job: parameters with a default that are `saved` as default arguments, those that are not overridable as such.
 * Per run passed are the others.
 *
 * @example
 * toGlueArguments({ limit: param.integer({ default: 5, saved: true }) }).DefaultArguments // { '--limit': '5' }
 */
export function toGlueArguments(declarations: Declarations): GlueArguments {
  const kept = (wanted: (declaration: Declaration) => boolean): Record<string, string> => Object.fromEntries(Object.entries(declarations).flatMap(([name, declaration]) => {
    const value = declaration.default === null || factOf(declaration) !== null ? null : parseValue(declaration, declaration.default);
    return value === null || !wanted(declaration) ? [] : [[`--${name}`, argumentText(value)]];
  }));
  return { DefaultArguments: kept(({ overridable, saved }) => overridable !== false && saved === true), NonOverridableArguments: kept(({ overridable }) => overridable === false) };
}

/**
 * Declarations of what a job keeps. All of it is text there, so that everything becomes a string; settings of the job and names of
 * Glue are no parameters.
 */
export function fromGlueArguments({ DefaultArguments, NonOverridableArguments }: Partial<GlueArguments>): Record<string, Declaration> {
  const declared = (map: Readonly<Record<string, string>> | undefined, rule: { readonly saved: true } | { readonly overridable: false }): [string, Declaration][] =>
    Object.entries(map ?? {}).filter(([key]) => key.startsWith('--') && argumentOwner(key.slice(2)) === null).map(([key, text]) => [key.slice(2), { type: 'string', description: '', default: text, values: [], ...rule }]);
  return Object.fromEntries([...declared(DefaultArguments, { saved: true }), ...declared(NonOverridableArguments, { overridable: false })]);
}
