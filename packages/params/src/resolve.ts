import type { ParamDeclaration, ParamValue } from './declaration.ts';
import { didYouMean } from './did-you-mean.ts';
import { LOOKS, parseValue } from './parse.ts';
import { show, type ParamProblem } from './problem.ts';

/** Values from one origin: an environment, a schedule, a run. */
export interface ParamLayer {
  /** Told as the origin of a value and in messages: 'environment', 'run'. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ResolvedParams {
  readonly values: Readonly<Record<string, ParamValue>>;
  /** Where each value came from: a layer's name, or 'default'. */
  readonly from: Readonly<Record<string, string>>;
  readonly problems: readonly ParamProblem[];
}

/**
 * The value of every declared parameter: its default, overridden by each layer in turn, the last one wins. Text is parsed to the
 * declared type. All problems come back at once; a parameter with a problem has no value. A null in a layer means "not given".
 *
 * `facts` are the run's, for defaults such as `{run: 'date'}`. Before there is a run pass null: such parameters then have no value and no problem.
 *
 * @example
 * resolveParams({ day: param.date() }, [{ name: 'environment', values: {} }, { name: 'run', values: { day: '2026-01-31' } }], null)
 * // { values: { day: '2026-01-31' }, from: { day: 'run' }, problems: [] }
 */
export function resolveParams(
  declarations: Readonly<Record<string, ParamDeclaration>>,
  layers: readonly ParamLayer[],
  facts: { readonly id: string; readonly date: string } | null,
): ResolvedParams {
  const resolved: { readonly name: string; readonly value: ParamValue; readonly origin: string }[] = [];
  const problems = layers.flatMap((layer) => unknownNames(declarations, layer));
  for (const [name, declaration] of Object.entries(declarations)) {
    const layer = layers.findLast((each) => isGiven(each, name));
    const raw = layer === undefined ? defaultOf(declaration, facts) : layer.values[name];
    const origin = layer?.name ?? 'default';
    if (raw === LATER) continue;
    if (raw === null) {
      problems.push({ code: 'MR2011', name, message: `parameter '${name}' has no value`, hint: `Give ${lookOf(declaration)}, or declare a default.` });
      continue;
    }
    const value = parseValue(declaration, raw);
    if (value === null) problems.push(wrongValue(name, declaration, raw, origin));
    else resolved.push({ name, value, origin });
  }
  const values = Object.fromEntries(resolved.map(({ name, value }) => [name, value]));
  return { values, from: Object.fromEntries(resolved.map(({ name, origin }) => [name, origin])), problems };
}

// A default that only a run can tell, when there is no run yet.
const LATER = Symbol('later');

function defaultOf({ default: given }: ParamDeclaration, facts: { readonly id: string; readonly date: string } | null): ParamValue | null | typeof LATER {
  if (given === null || typeof given !== 'object') return given;
  return facts === null ? LATER : facts[given.run];
}

function isGiven(layer: ParamLayer, name: string): boolean {
  return Object.hasOwn(layer.values, name) && layer.values[name] !== null && layer.values[name] !== undefined;
}

function unknownNames(declarations: Readonly<Record<string, ParamDeclaration>>, layer: ParamLayer): ParamProblem[] {
  const unknown = Object.keys(layer.values).filter((name) => !Object.hasOwn(declarations, name));
  return unknown.map((name) => {
    const near = didYouMean(name, Object.keys(declarations));
    const known = Object.keys(declarations).join(', ');
    const hint = near !== null ? `Did you mean '${near}'?` : known === '' ? 'The pipeline declares no parameters.' : `Declared are: ${known}.`;
    return { code: 'MR2010', name, message: `there is no parameter ${show(name)} (given by the ${layer.name})`, hint };
  });
}

function wrongValue(name: string, declaration: ParamDeclaration, raw: unknown, origin: string): ParamProblem {
  if (declaration.type === 'enum') {
    const near = typeof raw === 'string' ? didYouMean(raw, declaration.values) : null;
    const hint = `${near === null ? '' : `Did you mean '${near}'? `}Allowed: ${declaration.values.map(show).join(', ')}.`;
    return { code: 'MR2013', name, message: `${show(raw)} is not a value of parameter '${name}' (given by the ${origin})`, hint };
  }
  return { code: 'MR2012', name, message: `${show(raw)} is not of type ${declaration.type}: parameter '${name}' (given by the ${origin})`, hint: `Write ${LOOKS[declaration.type]}.` };
}

function lookOf(declaration: ParamDeclaration): string {
  return declaration.type === 'enum' ? `one of ${declaration.values.map(show).join(', ')}` : LOOKS[declaration.type];
}
