import { factOf, type Declaration, type Declarations } from '../declaration.ts';
import { declarationSchema } from '../schema.ts';

type Schema = Readonly<Record<string, unknown>>;

// What JSON Schema has no word for. Validators leave unknown keywords alone, and `fromJsonSchema` reads this one back.
const OWN = 'x-millrace';
const TYPES: Readonly<Record<Declaration['type'], Schema>> = {
  string: { type: 'string' },
  integer: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  double: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  s3Uri: { type: 'string', format: 'uri', pattern: '^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\\u0000-\\u001f\\u007f]*)?$' },
  enum: { type: 'string' },
  bucket: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' },
  iamRole: { type: 'string', pattern: '^arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[!-~]{1,512}$' },
  list: { type: 'array' },
  json: { type: ['object', 'array', 'string', 'number', 'boolean'] },
  secret: { type: 'string', pattern: '^(?:arn:aws[a-z-]{0,20}:secretsmanager:[a-z0-9-]{1,40}:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$' },
};

/** A JSON Schema (draft 2020-12) of an object with one value for each parameter. */
export function toJsonSchema(declarations: Declarations): Record<string, unknown> {
  const entries = Object.entries(declarations);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, declaration]) => [name, schemaOf(declaration)])),
    required: entries.filter(([, { default: usual }]) => usual === null).map(([name]) => name),
    additionalProperties: false,
  };
}

/** The JSON Schema of one parameter's value. */
export function schemaOf(declaration: Declaration): Record<string, unknown> {
  const { type, description, default: usual, values, pattern, minLength, maxLength, min, max, items, overridable, saved } = declaration;
  const fact = factOf(declaration);
  const [least, most] = type === 'list' ? ['minItems', 'maxItems'] : ['minLength', 'maxLength'];
  return {
    ...TYPES[type],
    ...(description === '' ? {} : { description }),
    ...(usual === null || fact !== null ? {} : { default: usual }),
    ...(type === 'enum' ? { enum: values } : {}),
    ...(type === 'list' ? { items: { type: items ?? 'string' } } : {}),
    ...(pattern === undefined ? {} : patterned(`^(?:${pattern})$`, TYPES[type])),
    ...(minLength === undefined ? {} : { [least]: minLength }),
    ...(maxLength === undefined ? {} : { [most]: maxLength }),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    [OWN]: { type, ...(fact === null ? {} : { default: fact }), ...(items === undefined ? {} : { items }), ...(overridable === undefined ? {} : { overridable }), ...(saved === undefined ? {} : { saved }) },
  };
}

/** A type with a pattern of its own gets a second one beside it. */
function patterned(pattern: string, base: Schema): Schema {
  return base['pattern'] === undefined ? { pattern } : { allOf: [{ type: 'string', pattern }] };
}

/**
 * The declarations in a JSON Schema of an object, as `toJsonSchema` writes them; of others what has a counterpart: types, formats,
 * enums, patterns, lengths, bounds, defaults.
 *
 * @throws {TypeError} a property that no declaration can say
 */
export function fromJsonSchema(schema: unknown): Record<string, Declaration> {
  const properties = fields(fields(schema)['properties']);
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, declarationOf(name, fields(property))]));
}

function declarationOf(name: string, schema: Schema): Declaration {
  const own = fields(schema[OWN]);
  const type = own['type'] ?? guess(schema);
  const base = fields(TYPES[type as Declaration['type']]); // an unknown word has no row, and is refused below
  const list = type === 'list';
  const bound = (key: string): unknown => (base[key] === schema[key] ? undefined : schema[key]);
  const inner = type === 'date' ? undefined : Array.isArray(schema['allOf']) ? fields(schema['allOf'][0])['pattern'] : bound('pattern');
  const said = {
    type, description: schema['description'], default: own['default'] ?? schema['default'], values: schema['enum'], items: own['items'] ?? (list && Object.keys(own).length === 0 ? fields(schema['items'])['type'] : undefined),
    pattern: typeof inner === 'string' ? whole(inner) : undefined,
    minLength: schema[list ? 'minItems' : 'minLength'], maxLength: schema[list ? 'maxItems' : 'maxLength'],
    min: bound('minimum'), max: bound('maximum'), overridable: own['overridable'], saved: own['saved'],
  };
  const read = declarationSchema.safeParse(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
  if (read.success) return read.data;
  throw new TypeError(`The property '${name}' cannot be declared as a parameter: ${read.error.issues.map(({ message, path }) => `${path.join('.')}: ${message}`).join('; ')}. Use a plain type: string, integer, number, boolean, array.`);
}

function guess(schema: Schema): unknown {
  if (Array.isArray(schema['enum'])) return 'enum';
  if (schema['format'] === 'date') return 'date';
  const plain: Schema = { string: 'string', integer: 'integer', number: 'double', boolean: 'boolean', array: 'list', object: 'json' };
  const type = schema['type'];
  return type === undefined ? 'json' : typeof type === 'string' && Object.hasOwn(plain, type) ? plain[type] : type;
}

// JSON Schema looks for a pattern anywhere; ours is the whole text.
function whole(pattern: string): string {
  const inner = /^\^\(\?:(.*)\)\$$/s.exec(pattern)?.[1];
  return inner ?? (pattern.startsWith('^') && pattern.endsWith('$') && !pattern.includes('|') ? pattern.slice(1, -1) : `(?:.*)(?:${pattern})(?:.*)`);
}

// An object of unknown values is all that is claimed.
const fields = (value: unknown): Schema => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {});
