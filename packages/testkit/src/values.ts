import type { Pipeline, Scalar, Value } from '@millrace/core';
import type { Draw } from './draw.ts';

type Declarations = Pipeline['params'];
type Declaration = Declarations[string];

/** Strings that a compiler gets wrong when it joins text: quotes, templates of other languages, flags, numbers that are none. */
const AWKWARD = [
  'two words', "it's", 'say "hi"', 'back\\slash', 'line\nbreak', '', ' ', '--flag', '-x=1', '{% $states.input %}', '$.path', '$$.Execution.Id', '{{ ds }}',
  '${HOME}', '`id`', '007', '1e3', 'true', 'null', '[1, 2]', '{"a": 1}', 'ñandú', '日本', '🚚', 'a,b;c', '%s', '# no comment', 'x'.repeat(200),
] as const;
export const randomText = (draw: Draw): string => (draw.chance(0.5) ? draw.pick(AWKWARD) : `text-${draw.int(1, 99)}`);
export const isAwkward = (text: string): boolean => AWKWARD.some((each) => each === text);

const TYPES = ['string', 'integer', 'double', 'boolean', 'date', 's3Uri', 'enum'] as const;

/** Parameters of every type; about a third have no default, so the run must give them. */
export function randomParams(draw: Draw): Declarations {
  const names = draw.some(['source', 'DAY', 'limit_2', 'ratio', 'Verbose', 'target', 'mode', 'a'], draw.int(0, 5));
  return Object.fromEntries(names.map((name) => [name, randomDeclaration(draw)]));
}

function randomDeclaration(draw: Draw): Declaration {
  const type = draw.pick(TYPES);
  const values = type === 'enum' ? ['full', 'delta', 'two words'] : [];
  const bare: Declaration = { type, description: '', default: null, values };
  if (draw.chance(0.35)) return bare;
  if (type === 'date' && draw.chance(0.5)) return { ...bare, default: { run: 'date' } };
  if (type === 'string' && draw.chance(0.6)) return { ...bare, default: { run: draw.pick(['id', 'id', 'date']) } };
  return { ...bare, default: randomValue(bare, draw) };
}

function randomValue(declaration: Declaration, draw: Draw): Scalar {
  switch (declaration.type) {
    case 'string':
      return randomText(draw);
    case 'integer':
      return draw.int(-1000, 1_000_000);
    case 'double':
      return draw.pick([0.1, -2.5, 1e-7, 3, 12345.678]);
    case 'boolean':
      return draw.chance(0.5);
    case 'date':
      return `20${draw.int(10, 39)}-0${draw.int(1, 9)}-${draw.int(10, 28)}`;
    case 's3Uri':
      return `s3://acme-raw/${draw.pick(['orders/', 'a b/c.csv', 'día=1/'])}`;
    case 'bucket':
      return draw.pick(['acme-raw', 'acme.curated.eu']);
    case 'iamRole':
      return 'arn:aws:iam::123456789012:role/etl/orders';
    case 'secret':
      return draw.pick(['prod/db', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3']);
    case 'enum':
      return declaration.values[draw.int(0, declaration.values.length - 1)] ?? 'full';
  }
}

/** What whoever starts the run gives: every parameter without a default, and some of the others. */
export function randomGiven(params: Declarations, draw: Draw): Readonly<Record<string, Scalar>> {
  const given = Object.entries(params).filter(([, declaration]) => declaration.default === null || draw.chance(0.3));
  return Object.fromEntries(given.map(([name, declaration]) => [name, randomValue(declaration, draw)]));
}

export function randomArgs(params: Declarations, runTime: boolean, draw: Draw): Readonly<Record<string, Value>> {
  const names = draw.some(['SOURCE', 'day', 'Limit', 'mode_1', 'A', 'out_path'], draw.int(0, 4));
  return Object.fromEntries(names.map((name) => [name, randomArg(params, runTime, draw)]));
}

/** The message of a notice: any value but an empty text. */
export function randomMessage(params: Declarations, draw: Draw): Value {
  const value = randomArg(params, true, draw);
  return value === '' ? 'plain' : value;
}

function randomArg(params: Declarations, runTime: boolean, draw: Draw): Value {
  const [param] = draw.some(Object.keys(params), 1);
  if (runTime && param !== undefined && draw.chance(0.4)) return { param };
  if (runTime && draw.chance(0.3)) return { run: draw.pick(['id', 'date']) };
  const constant = (): Scalar => draw.pick<() => Scalar>([() => draw.pick(AWKWARD), () => draw.int(-5, 5000), () => draw.chance(0.5), () => 0.25, () => 'plain'])();
  return draw.chance(0.2) ? Array.from({ length: draw.int(1, 3) }, constant) : constant();
}
