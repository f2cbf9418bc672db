import type { Declaration } from '../declaration.ts';

type Test = (path: string) => string;
const literal = (value: unknown): string => JSON.stringify(value);
const text = (pattern: string): Test => (path) => `$type(${path}) = "string" ? $contains(${path}, /${pattern}/) : false`;
// JSONata writes at most 15 significant digits: a number with more would reach the job as another number.
const printable: Test = (path) => `$number($string(${path})) = ${path}`;
const json: Test = (path) => `$type(${path}) = "null" ? false : true`;

const TYPES: Readonly<Record<Declaration['type'], (declaration: Declaration) => Test>> = {
  string: () => (path) => `$type(${path}) = "string"`,
  integer: () => (path) => `$type(${path}) = "number" ? $floor(${path}) = ${path} and ${printable(path)} : false`,
  double: () => (path) => `$type(${path}) = "number" ? ${printable(path)} : false`,
  boolean: () => (path) => `$type(${path}) = "boolean"`,
  // The round trip refuses days that the calendar does not have.
  date: () => (path) => `$type(${path}) = "string" ? ($contains(${path}, /^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$/) ? $fromMillis($toMillis(${path}), "[Y0001]-[M01]-[D01]") = ${path} : false) : false`,
  s3Uri: () => text('^s3:\\/\\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\\/.*)?$'),
  enum: ({ values }) => (path) => `$type(${path}) = "string" ? ${path} in ${literal(values)} : false`,
  bucket: () => text('^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$'),
  iamRole: () => text('^arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role\\/.+$'),
  list: ({ items = 'string' }) => (path) => `$type(${path}) = "array" ? $count(${path}[${items === 'integer' ? '$type($) = "number" ? $floor($) != $ : true' : '$type($) != "string"'}]) = 0 : false`,
  json: () => json,
  secret: () => text('^[A-Za-z0-9/_+=.@:-]{1,600}$'.replaceAll('/', '\\/')),
};

/**
 * A JSONata condition, without its marks, that holds when what lies at `path` fits the declaration: for a Choice at the start of a state
 * machine. A missing value fits where there is a default.
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
    `(${TYPES[declaration.type](declaration)(path)})`,
    ...(pattern === undefined ? [] : [`$contains(${path}, /^(?:${slashed(pattern)})$/)`]),
    ...(minLength === undefined ? [] : [`${size} >= ${minLength}`]),
    ...(maxLength === undefined ? [] : [`${size} <= ${maxLength}`]),
    ...(min === undefined ? [] : [`${path} >= ${min}`]),
    ...(max === undefined ? [] : [`${path} <= ${max}`]),
  ];
  // One after another: what a later test asks for may be an error where the one before it fails.
  const all = tests.reduceRight((rest, test) => (rest === '' ? test : `(${test} ? ${rest} : false)`), '');
  return `$exists(${path}) ? ${all} : ${declaration.default === null ? 'false' : 'true'}`;
}

/** A pattern between slashes: those in it are escaped, where they are not yet. */
function slashed(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\//g, (found) => (found === '/' ? '\\/' : found));
}
