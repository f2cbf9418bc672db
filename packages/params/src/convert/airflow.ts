import { pythonLiteral } from '../codegen/literals.ts';
import { factOf, type Declarations, type JsonValue } from '../declaration.ts';
import { schemaOf } from './json-schema.ts';

/**
 * The `params` of an Airflow DAG, as Python: each is a `Param` with its JSON Schema. Airflow asks for those without a default. A
 * default that is the day of the run becomes a template, which Airflow fills in where the parameter is used.
 */
export function toAirflowParams(declarations: Declarations): string {
  const rows = Object.entries(declarations).map(([name, declaration]) => {
    const { default: _usual, $schema: _draft, 'x-millrace': _own, ...schema } = schemaOf(declaration);
    const fact = factOf(declaration);
    // A template is no date yet: its schema is that of a text.
    const { format: _format, ...text } = schema;
    const words = Object.entries(fact === null ? schema : text).map(([key, value]) => `${key}=${python(value)}`);
    const usual = fact === null ? declaration.default : fact.run === 'date' ? '{{ ds }}' : '{{ run_id }}';
    const all = usual === null ? words : [`default=${python(usual)}`, ...words];
    return `    ${pythonLiteral(name)}: Param(${all.join(', ')}),\n`;
  });
  return `params = {\n${rows.join('')}}\n`;
}

/** JSON as Python. */
function python(value: unknown): string {
  if (typeof value === 'string') return pythonLiteral(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value as Readonly<Record<string, JsonValue>>).map(([key, inner]) => `${pythonLiteral(key)}: ${python(inner)}`).join(', ')}}`; // only JSON comes here
  return value === null || value === undefined ? 'None' : JSON.stringify(value);
}
