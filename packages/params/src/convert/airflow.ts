import { pythonLiteral } from '../codegen/literals.ts';
import { factOf, type Declaration, type Declarations, type JsonValue } from '../declaration.ts';
import { declarationOf, schemaOf } from './json-schema.ts';

/**
 * The `params` of an Airflow DAG, as Python: each is a `Param` with its JSON Schema. Airflow asks for those without a default.
 *
 * Airflow does not fill in templates in defaults. A parameter whose default is the run's day or id therefore may be null, and the
 * DAG says what stands for null where it uses the parameter: `{{ params.day or ds }}`, `{{ params.id or run_id }}`. A comment says so.
 *
 * @example
 * toAirflowParams({ limit: param.integer({ default: 5 }) }); // "params = {\n    'limit': Param(default=5, type='integer', …"
 * @see https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/params.html
 */
export function toAirflowParams(declarations: Declarations): string {
  const rows = Object.entries(declarations).map(([name, declaration]) => {
    const { default: _usual, $schema: _draft, 'x-millrace': own, ...schema } = schemaOf(declaration);
    const fact = factOf(declaration);
    const types = fact === null ? schema : { ...schema, type: ['null', schema['type']] };
    const words = Object.entries(types).map(([key, value]) => `${key}=${python(value)}`);
    const usual = fact !== null ? ['default=None'] : declaration.default === null ? [] : [`default=${python(declaration.default)}`];
    const note = fact === null ? '' : `    # In templates: {{ params.${name} or ${fact.run === 'date' ? 'ds' : 'run_id'} }}\n`;
    // A keyword that is no name of Python.
    return `${note}    ${pythonLiteral(name)}: Param(${[...usual, ...words, `**${python({ 'x-millrace': own })}`].join(', ')}),\n`;
  });
  return `params = {\n${rows.join('')}}\n`;
}

/**
 * The declaration of a `Param` in the JSON form in which Airflow keeps it and shows it in the details of a DAG: its value and its
 * schema. What `toAirflowParams` wrote comes back whole; of others what has a counterpart. A text that may be null and is, is a
 * required parameter.
 *
 * @throws {TypeError} a Param that no declaration can say
 * @example
 * fromAirflowParam({ value: 5, description: null, schema: { type: 'integer', minimum: 1 } }); // { type: 'integer', default: 5, min: 1, … }
 */
export function fromAirflowParam(dumped: unknown): Declaration {
  const { value, schema, description } = fields(dumped);
  const { type, ...rest } = fields(schema);
  const types: readonly unknown[] = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  const plain = types.length === 1 ? types[0] : types;
  return declarationOf('Param', {
    ...rest,
    ...(plain === undefined ? {} : { type: plain }),
    ...(typeof description === 'string' ? { description } : {}),
    ...(value === null || value === undefined ? {} : { default: value }),
  });
}

// An object of unknown values is all that is claimed.
const fields = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {});

/** JSON as Python. */
function python(value: unknown): string {
  if (typeof value === 'string') return pythonLiteral(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value as Readonly<Record<string, JsonValue>>).map(([key, inner]) => `${pythonLiteral(key)}: ${python(inner)}`).join(', ')}}`; // only JSON comes here
  return value === null || value === undefined ? 'None' : JSON.stringify(value);
}
