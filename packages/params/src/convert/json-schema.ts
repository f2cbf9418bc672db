import { factOf, type Declaration, type Declarations } from '../declaration.ts';
import { ruleFault } from '../rules.ts';
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
 * The declarations in a JSON Schema of an object, as `toJsonSchema` writes them; of others what has a counterpart: types, dates,
 * enums, patterns, lengths, bounds, defaults. A rule is never left out without a word.
 *
 * @throws {TypeError} a property, or a rule of it, that no declaration can say
 */
export function fromJsonSchema(schema: unknown): Record<string, Declaration> {
  const properties = fields(fields(schema)['properties']);
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, declarationOf(name, fields(property))]));
}

/** The declaration of one property. @throws {TypeError} */
export function declarationOf(name: string, schema: Schema): Declaration {
  const own = fields(schema[OWN]);
  const type = own['type'] ?? guess(schema);
  const base = fields(TYPES[type as Declaration['type']]); // an unknown word has no row, and is refused below
  const list = type === 'list';
  const stray = unsaid(schema, base, own['type'] === undefined ? guess(schema) : null);
  if (stray !== null) throw cannot(name, `it has ${stray}, which no declaration can say`);
  const bound = (key: string): unknown => (base[key] === schema[key] ? undefined : schema[key]);
  const inner = type === 'date' ? undefined : Array.isArray(schema['allOf']) ? fields(schema['allOf'][0])['pattern'] : bound('pattern');
  const said = {
    type, description: schema['description'], default: own['default'] ?? schema['default'], values: schema['const'] === undefined ? schema['enum'] : [schema['const']],
    items: own['items'] ?? (list && Object.keys(own).length === 0 ? fields(schema['items'])['type'] : undefined),
    pattern: typeof inner === 'string' ? whole(name, inner) : undefined,
    minLength: schema[list ? 'minItems' : 'minLength'], maxLength: schema[list ? 'maxItems' : 'maxLength'],
    min: least(bound('minimum'), schema['exclusiveMinimum']), max: most(bound('maximum'), schema['exclusiveMaximum']), overridable: own['overridable'], saved: own['saved'],
  };
  const read = declarationSchema.safeParse(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
  if (!read.success) throw cannot(name, read.error.issues.map(({ message, path }) => `${path.join('.')}: ${message}`).join('; '));
  const fault = ruleFault(read.data);
  if (fault !== null) throw cannot(name, `it ${fault}`);
  return read.data;
}

const cannot = (name: string, why: string): TypeError => new TypeError(`The property '${name}' cannot be declared as a parameter: ${why}. Use a plain type (string, integer, number, boolean, array) with a whole pattern, lengths, and bounds.`);

// What says nothing of the value, and what becomes a rule.
const ANNOTATIONS: ReadonlySet<string> = new Set(['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', OWN]);
const RULES: Readonly<Record<string, readonly string[]>> = {
  string: ['pattern', 'minLength', 'maxLength'], integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'], double: ['minimum', 'maximum'], boolean: [],
  date: [], enum: ['enum', 'const'], list: ['items', 'minItems', 'maxItems'], json: [],
};

/** What in a schema would be lost, or null. `guessed` is the type of a schema that is not ours. */
function unsaid(schema: Schema, base: Schema, guessed: unknown): string | null {
  const rules = typeof guessed === 'string' ? RULES[guessed] : undefined;
  if (rules === undefined) return null;
  const strange = Object.entries(schema).find(([key, value]) => key !== 'type' && !ANNOTATIONS.has(key) && !rules.includes(key) && base[key] !== value && !saysNothing(key, value, guessed));
  if (strange !== undefined) return `'${strange[0]}'${typeof strange[1] === 'object' ? '' : ` ${JSON.stringify(strange[1])}`}`;
  const items = Object.entries(fields(schema['items'])).find(([key, value]) => !ANNOTATIONS.has(key) && key !== 'type' && TYPES.integer[key] !== value);
  return guessed === 'list' && items !== undefined ? `'${items[0]}' for its items` : null;
}

/** A pattern beside a date only says again what a day looks like; a record of anything is any JSON object. */
function saysNothing(key: string, value: unknown, guessed: unknown): boolean {
  if (guessed === 'date') return key === 'pattern';
  // Its pattern says it.
  if (guessed === 'string' && key === 'format') return ['regex', 'starts_with', 'ends_with', 'includes'].includes(String(value));
  return guessed === 'json' && ((key === 'additionalProperties' && (value === true || Object.keys(fields(value)).length === 0)) || (key === 'propertyNames' && JSON.stringify(value) === '{"type":"string"}'));
}

const least = (bound: unknown, above: unknown): unknown => (typeof above === 'number' ? Math.max(typeof bound === 'number' ? bound : -Infinity, Math.floor(above) + 1) : bound);
const most = (bound: unknown, below: unknown): unknown => (typeof below === 'number' ? Math.min(typeof bound === 'number' ? bound : Infinity, Math.ceil(below) - 1) : bound);

function guess(schema: Schema): unknown {
  if (Array.isArray(schema['enum']) || schema['const'] !== undefined) return 'enum';
  if (schema['format'] === 'date') return 'date';
  const plain: Schema = { string: 'string', integer: 'integer', number: 'double', boolean: 'boolean', array: 'list', object: 'json' };
  const type = schema['type'];
  return type === undefined ? 'json' : typeof type === 'string' && Object.hasOwn(plain, type) ? plain[type] : type;
}

/** JSON Schema looks for a pattern anywhere; ours is the whole text. */
function whole(name: string, pattern: string): string {
  const ours = /^\^\(\?:(.*)\)\$$/s.exec(pattern)?.[1];
  if (ours !== undefined) return ours;
  const starts = pattern.startsWith('^');
  const ends = /(?:^|[^\\])(?:\\\\)*\$$/.test(pattern);
  const inner = pattern.slice(starts ? 1 : 0, ends ? -1 : undefined);
  const outside = inner.replace(/\\[\s\S]/g, '__').replace(/\[[^\]]*\]/g, (set) => '_'.repeat(set.length));
  if (/[$^]/.test(outside) || (outside.includes('|') && (starts || ends) && !isOneGroup(outside))) throw cannot(name, `the anchors of its pattern ${pattern} stand in a part of it; write them around the whole`);
  const body = outside.includes('|') ? `(?:${inner})` : inner;
  // Anything may stand around what is not anchored.
  return `${starts ? '' : '[\\s\\S]*'}${starts && ends ? inner : body}${ends ? '' : '[\\s\\S]*'}`.replace(/(?<!\\)\.\*\[\\s\\S\]\*$/, '[\\s\\S]*');
}

/** Do brackets stand around every alternative? */
function isOneGroup(outside: string): boolean {
  let depth = 0;
  return [...outside].every((character) => {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    return character !== '|' || depth > 0;
  });
}

// An object of unknown values is all that is claimed.
const fields = (value: unknown): Schema => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {});
