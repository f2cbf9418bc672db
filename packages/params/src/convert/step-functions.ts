import type { Declaration } from '../declaration.ts';
import { SHAPES } from '../parse.ts';
import { LONGEST_MATCHED } from '../pattern.ts';

type Test = (path: string) => string;
const literal = (value: unknown): string => JSON.stringify(value);
const text = (pattern: string): Test => (path) => `$type(${path}) = "string" ? $contains(${path}, /${slashed(pattern)}/) : false`;
const shaped = (type: 'bucket' | 's3Uri' | 'iamRole' | 'secret'): Test => text(SHAPES[type]?.source ?? '');
// JSONata writes at most 15 significant digits: a number with more would reach the job as another number.
const printable: Test = (path) => `$number($string(${path})) = ${path}`;
const exact = Number.MAX_SAFE_INTEGER;
const whole: Test = (path) => `$type(${path}) = "number" ? $floor(${path}) = ${path} and ${path} >= ${-exact} and ${path} <= ${exact} and ${printable(path)} : false`;
// There is no year 0. The round trip refuses days that the calendar does not have.
const DAY = '/^(000[1-9]|00[1-9]\\d|0[1-9]\\d\\d|[1-9]\\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$/';

/** The test of each type: the one table for all state machines. */
const TYPES: Readonly<Record<Declaration['type'], (declaration: Pick<Declaration, 'values' | 'items'>) => Test>> = {
  string: () => (path) => `$type(${path}) = "string"`,
  integer: () => whole,
  double: () => (path) => `$type(${path}) = "number" ? ${printable(path)} : false`,
  boolean: () => (path) => `$type(${path}) = "boolean"`,
  date: () => (path) => `$type(${path}) = "string" ? ($contains(${path}, ${DAY}) ? $fromMillis($toMillis(${path}), "[Y0001]-[M01]-[D01]") = ${path} : false) : false`,
  s3Uri: () => shaped('s3Uri'),
  enum: ({ values }) => (path) => `$type(${path}) = "string" ? ${path} in ${literal(values)} : false`,
  bucket: () => shaped('bucket'),
  iamRole: () => shaped('iamRole'),
  // A reduction, since a filter takes lists in the list apart.
  list: ({ items = 'string' }) => (path) => `$type(${path}) = "array" ? $reduce(${path}, function($all, $item) { $all and (${items === 'integer' ? whole('$item') : '$type($item) = "string"'}) }, true) : false`,
  json: () => (path) => `$type(${path}) = "null" ? false : true`,
  secret: () => shaped('secret'),
};

/**
 * A JSONata condition, without its marks, that holds for what lies at `path` when it is of a type, whatever its other rules are.
 *
 * @example
 * stepFunctionsTypeCheck(param.boolean(), '$x'); // '$type($x) = "boolean"'
 */
export function stepFunctionsTypeCheck(declaration: Pick<Declaration, 'type' | 'values' | 'items'>, path: string): string {
  return TYPES[declaration.type](declaration)(path);
}

/**
 * A JSONata condition, without its marks, that holds when what lies at `path` fits the declaration: for a Choice at the start of a state
 * machine. A missing value fits where there is a default. What it lets through, `resolveParams` takes too; it refuses besides
 * numbers of more than 15 digits, since JSONata cannot write them.
 *
 * @param path an expression, such as `$states.input.params.day`
 * @example
 * toStepFunctionsCheck(param.integer({ min: 1 }), '$states.input.n');
 * // '$exists($states.input.n) ? (… and $states.input.n >= 1) : false'
 */
export function toStepFunctionsCheck(declaration: Declaration, path: string): string {
  const { pattern, minLength, maxLength, min, max, type } = declaration;
  const size = type === 'list' ? `$count(${path})` : `$length(${path})`;
  const tests = [
    `(${stepFunctionsTypeCheck(declaration, path)})`,
    ...(pattern === undefined ? [] : [`$contains(${path}, /^[\\s\\S]{0,${LONGEST_MATCHED}}$/)`, `$contains(${path}, /^(?:${slashed(pattern)})$/)`]),
    ...(minLength === undefined ? [] : [`${size} >= ${minLength}`]),
    ...(maxLength === undefined ? [] : [`${size} <= ${maxLength}`]),
    ...(min === undefined ? [] : [`${path} >= ${min}`]),
    ...(max === undefined ? [] : [`${path} <= ${max}`]),
  ];
  // One after another: what a later test asks for may be an error where the one before it fails.
  const all = tests.reduceRight((rest, test) => (rest === '' ? test : `(${test} ? ${rest} : false)`), '');
  return `$exists(${path}) ? ${all} : ${declaration.default === null ? 'false' : 'true'}`;
}

/** What a condition says; description, default, and whether a run may override are not in it. */
export interface StepFunctionsCheck {
  readonly path: string;
  /** Without a default: `required` tells whether it had one. */
  readonly declaration: Declaration;
  readonly required: boolean;
}

/**
 * Reads back a condition that `toStepFunctionsCheck` wrote.
 *
 * @throws {TypeError} a condition of another kind
 * @example
 * fromStepFunctionsCheck(toStepFunctionsCheck(param.integer({ min: 1 }), '$p')).declaration; // { type: 'integer', min: 1, … }
 */
export function fromStepFunctionsCheck(condition: string): StepFunctionsCheck {
  const path = /^\$exists\((.+?)\) \? /s.exec(condition)?.[1] ?? '';
  const required = condition.endsWith(' : false');
  const values = textsOf(/" \? .*? in (\[.*\]) : false\)/s.exec(condition)?.[1]);
  for (const type of Object.keys(TYPES) as Declaration['type'][]) { // keys of a literal
    for (const items of type === 'list' ? ['string', 'integer'] as const : ['string'] as const) {
      const plain: Declaration = { type, description: '', default: null, values: type === 'enum' ? values : [], ...(items === 'integer' ? { items } : {}) };
      const test = `(${stepFunctionsTypeCheck(plain, path)})`;
      const declaration = { ...plain, ...rulesIn(condition.slice(condition.indexOf(test) + test.length), path) };
      // Whatever was guessed, the condition is written again: only the same one counts.
      if (toStepFunctionsCheck({ ...declaration, default: required ? null : '' }, path) === condition) return { path, declaration, required };
    }
  }
  throw new TypeError('The condition was not written by toStepFunctionsCheck, so that no declaration can be read from it.');
}

/** The rules in what stands behind the test of the type. */
function rulesIn(text: string, path: string): Partial<Declaration> {
  const start = `$contains(${path}, /^(?:`;
  const [from, to] = [text.indexOf(start), text.lastIndexOf(')$/)')];
  const bounds = text.slice(to === -1 ? 0 : to);
  const number = (before: string): number | undefined => {
    const found = bounds.split(before)[1];
    return found === undefined ? undefined : Number.parseFloat(found);
  };
  const rules = {
    pattern: from === -1 || to === -1 ? undefined : text.slice(from + start.length, to).replaceAll('\\/', '/'),
    minLength: number(`$length(${path}) >= `) ?? number(`$count(${path}) >= `), maxLength: number(`$length(${path}) <= `) ?? number(`$count(${path}) <= `),
    min: number(` ${path} >= `) ?? number(`(${path} >= `), max: number(` ${path} <= `) ?? number(`(${path} <= `),
  };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

function textsOf(list: string | undefined): readonly string[] {
  try {
    const values: unknown = list === undefined ? [] : JSON.parse(list);
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  } catch {
    return [];
  }
}

/** A pattern between slashes: those in it are escaped, where they are not yet. */
function slashed(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\//g, (found) => (found === '/' ? '\\/' : found));
}
