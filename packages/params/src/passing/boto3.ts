import { mapAfter } from './literal-map.ts';
import { pythonSyntax } from './python-literal.ts';
import { block, literal } from './text.ts';
import type { StringMap, Style } from './types.ts';

/** A dictionary of strings as Python source: the literals of JSON are literals of Python as well. */
export function pythonDictionary(map: StringMap, indent: string): string {
  return block(Object.entries(map).map(([key, value]) => `${literal(key)}: ${literal(value)}`), indent);
}

export const boto3: Style = {
  title: 'boto3 start_job_run',
  saved: false,
  render: (map, { name }) => ({
    text: `import boto3\n\nboto3.client("glue").start_job_run(\n    JobName=${literal(name)},\n    Arguments=${pythonDictionary(map, '    ')},\n)\n`,
  }),
  parse: (text) => mapAfter(text, /\bArguments\s*=(?!=)/, pythonSyntax),
};
