import { pythonDictionary } from './boto3.ts';
import { endOfString, mapAfter } from './literal-map.ts';
import { pythonSyntax, unescaped } from './python-literal.ts';
import { isBroken, literal } from './text.ts';
import { emptyMap, PassingError, type Style } from './types.ts';

// Airflow renders each value as a Jinja template: it would read these, turn \r into \n, and drop a newline at the end.
const template = /\{[{%#]/;

export const airflow: Style = {
  title: 'Airflow GlueJobOperator script_args',
  saved: true,
  render(map, { name }) {
    if (Object.values(map).some(isBroken)) return { refused: 'Airflow keeps templates as UTF-8, which has no half of a surrogate pair.', use: 'cli-file' };
    const values = emptyMap();
    for (const [key, value] of Object.entries(map)) values[key] = template.test(value) || value.includes('\r') || value.endsWith('\n') ? `{{ ${literal(value)} }}` : value;
    return {
      text: `GlueJobOperator(\n    task_id=${literal(name)},\n    job_name=${literal(name)},\n    script_args=${pythonDictionary(values, '    ')},\n)\n`,
      notes: ['Airflow renders the values as templates and shows them: put no secrets in.', 'With render_template_as_native_obj=True the DAG would turn values such as 1 or True into numbers and truth values, which Glue refuses.'],
    };
  },
  parse(text) {
    const map = emptyMap();
    for (const [key, value] of Object.entries(mapAfter(text, /\bscript_args\s*=(?!=)/, pythonSyntax))) map[key] = rendered(key, value);
    return map;
  },
};

function rendered(key: string, value: string): string {
  if (value.startsWith('{{ "') && value.endsWith('" }}') && endOfString(value, 3) === value.length - 3) return unescaped(value.slice(4, -4));
  if (template.test(value)) throw new PassingError(`The value of '${key}' is a template: only a run knows what it gives.`);
  return value.replace(/\r\n?/g, '\n').replace(/\n$/, '');
}
