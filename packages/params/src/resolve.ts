import { secretProblem } from './check.ts';
import { factOf, type Declaration, type Declarations, type ParamValue } from './declaration.ts';
import { didYouMean } from './did-you-mean.ts';
import { LOOKS, parseValue } from './parse.ts';
import { show, shown, written, type ParamProblem } from './problem.ts';
import { broken, ruleFault } from './rules.ts';
import { secretIn, secretOf } from './secrets.ts';
import { argumentsBytes, MAX_ARGUMENTS_BYTES } from './size.ts';
import { argumentText } from './text.ts';

/** Values from one origin: an environment, a schedule, a run. */
export interface ParamLayer {
  /** Told as the origin of a value and in messages: 'environment', 'run'. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Layers that may set what no run may: `layersOf` makes them, and the last one is above the run. */
export const STANDING: ReadonlySet<string> = new Set(['environment file', 'environment', 'saved on the job', 'non-overridable']);

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
 * A parameter that is not overridable keeps the value of the layers in `STANDING`; another value of any other layer is a problem. So are
 * values that look like secrets, and arguments of more than `MAX_ARGUMENTS_BYTES` together.
 *
 * `facts` are the run's, for defaults such as `{run: 'date'}`. Before there is a run pass null: such parameters then have no value and no problem.
 *
 * @example
 * resolveParams({ day: param.date() }, [{ name: 'environment', values: {} }, { name: 'run', values: { day: '2026-01-31' } }], null)
 * // { values: { day: '2026-01-31' }, from: { day: 'run' }, problems: [] }
 */
export function resolveParams(
  declarations: Declarations,
  layers: readonly ParamLayer[],
  facts: Facts,
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
    const value = valueOf(name, declaration, raw, origin);
    if (typeof value === 'object') problems.push(value);
    else if (layer !== undefined && isChange(name, declaration, value, layers, facts)) problems.push(fixed(name, layers.findLast((each) => !STANDING.has(each.name) && isGiven(each, name))?.name ?? origin));
    else resolved.push({ name, value, origin });
  }
  problems.push(...tooLarge(resolved));
  const values = Object.fromEntries(resolved.map(({ name, value }) => [name, value]));
  return { values, from: Object.fromEntries(resolved.map(({ name, origin }) => [name, origin])), problems };
}

/** The value, or what is wrong with it. */
function valueOf(name: string, declaration: Declaration, raw: unknown, origin: string): ParamValue | ParamProblem {
  // First of all, so that no message shows it.
  const text = typeof raw === 'string' ? raw : written(raw);
  // The id and the day of a run are no secrets, whatever the parameter is called.
  const kind = origin === 'default' && factOf(declaration) !== null ? secretIn(text) : secretOf(name, declaration.type, text);
  if (kind !== null) return secretProblem(name, kind, origin === 'default' ? 'its default' : `the value given by the ${origin}`);
  const value = parseValue(declaration, raw);
  if (value === null) return wrongValue(name, declaration, raw, origin);
  const rule = ruleFault(declaration) === null ? broken(declaration, value) : null;
  if (rule === null) return value;
  return { code: 'MR2015', name, message: `${shown(declaration.type, raw)} breaks a rule of parameter '${name}' (given by the ${origin}): it ${rule}`, hint: 'Correct the value, or the rule of the declaration.' };
}

/** Does a run give something else than what stands? The same value again is no change: records of runs hold all values. */
function isChange(name: string, declaration: Declaration, value: ParamValue, layers: readonly ParamLayer[], facts: Facts): boolean {
  if (declaration.overridable !== false || !layers.some((layer) => !STANDING.has(layer.name) && isGiven(layer, name))) return false;
  const above = layers.findLast((layer) => STANDING.has(layer.name) && isGiven(layer, name));
  const stands = above === undefined ? defaultOf(declaration, facts) : above.values[name];
  if (stands === null || stands === LATER) return true;
  const given = layers.findLast((layer) => !STANDING.has(layer.name) && isGiven(layer, name))?.values[name];
  const wanted = canonical(declaration, stands);
  return canonical(declaration, given) !== wanted || canonical(declaration, value) !== wanted;
}

/** The value for a comparison: JSON that is only spaced in another way is the same. */
function canonical(declaration: Declaration, raw: unknown): ParamValue | null {
  const value = parseValue(declaration, raw);
  return typeof value === 'string' && (declaration.type === 'json' || declaration.type === 'list') ? JSON.stringify(JSON.parse(value)) : value;
}

function fixed(name: string, origin: string): ParamProblem {
  return { code: 'MR2016', name, message: `parameter '${name}' is not overridable, and the ${origin} gives it another value`, hint: 'Leave the value out: what stands is the value of the declaration, of the environment, or of the job itself.' };
}

function tooLarge(resolved: readonly { readonly name: string; readonly value: ParamValue }[]): ParamProblem[] {
  const map = Object.fromEntries(resolved.map(({ name, value }) => [`--${name}`, argumentText(value)]));
  const bytes = argumentsBytes(map);
  if (bytes <= MAX_ARGUMENTS_BYTES) return [];
  const largest = resolved.reduce((a, b) => (argumentText(b.value).length > argumentText(a.value).length ? b : a));
  return [{ code: 'MR2017', name: largest.name, message: `the parameters take ${bytes} bytes together, and Glue takes at most ${MAX_ARGUMENTS_BYTES}; '${largest.name}' is the largest`, hint: 'Put large values into a file in S3 and pass its address.' }];
}

type Facts = { readonly id: string; readonly date: string } | null;

// A default that only a run can tell, when there is no run yet.
const LATER = Symbol('later');

function defaultOf(declaration: Declaration, facts: Facts): Declaration['default'] | typeof LATER {
  const fact = factOf(declaration);
  if (fact === null) return declaration.default;
  return facts === null ? LATER : facts[fact.run];
}

function isGiven(layer: ParamLayer, name: string): boolean {
  return Object.hasOwn(layer.values, name) && layer.values[name] !== null && layer.values[name] !== undefined;
}

function unknownNames(declarations: Declarations, layer: ParamLayer): ParamProblem[] {
  const unknown = Object.keys(layer.values).filter((name) => !Object.hasOwn(declarations, name));
  return unknown.map((name) => {
    const near = didYouMean(name, Object.keys(declarations));
    const known = Object.keys(declarations).join(', ');
    const hint = near !== null ? `Did you mean '${near}'?` : known === '' ? 'The pipeline declares no parameters.' : `Declared are: ${known}.`;
    return { code: 'MR2010', name, message: `there is no parameter ${show(name)} (given by the ${layer.name})`, hint };
  });
}

function wrongValue(name: string, declaration: Declaration, raw: unknown, origin: string): ParamProblem {
  if (declaration.type === 'enum') {
    const near = typeof raw === 'string' ? didYouMean(raw, declaration.values) : null;
    const hint = `${near === null ? '' : `Did you mean '${near}'? `}Allowed: ${declaration.values.map(show).join(', ')}.`;
    return { code: 'MR2013', name, message: `${show(raw)} is not a value of parameter '${name}' (given by the ${origin})`, hint };
  }
  return { code: 'MR2012', name, message: `${shown(declaration.type, raw)} is not of type ${declaration.type}: parameter '${name}' (given by the ${origin})`, hint: `Write ${LOOKS[declaration.type]}.` };
}

function lookOf(declaration: Declaration): string {
  return declaration.type === 'enum' ? `one of ${declaration.values.map(show).join(', ')}` : LOOKS[declaration.type];
}
