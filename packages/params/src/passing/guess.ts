import { jsonOf, PassingError, under } from './types.ts';
import type { StyleName } from './index.ts';

// In this order: a Step Functions state holds JSON as well, and a DAG may hold a command line.
const signs: readonly (readonly [RegExp, StyleName])[] = [
  [/\bscript_args\s*=|\bGlueJobOperator\s*\(/, 'airflow'], [/\bdefault_arguments\s*=/, 'terraform'], [/\bdefaultArguments\s*:/, 'cdk'], [/\bDefaultArguments"?\s*:/, 'cloudformation'],
  [/\bArguments\s*=\s*\{/, 'boto3'], [/^Key\tValue\s*$/m, 'console'], [/\bstart-workflow-run\b|(?:^|\s)--run-properties\b/, 'workflow'], [/(?:^|\s)["']?--?[\u2010-\u2015\u2212]?ar[a-z]*[\s=]+["']?(?:file:\/\/|fileb:\/\/)/, 'cli-file'],
  [/(?:^|\s)["']?(?:--|[\u2010-\u2015\u2212])ar[a-z]*[\s=]+["']?\{/, 'cli-json'], [/\bstart-job-run\b|(?:^|\s)["']?(?:--|[\u2010-\u2015\u2212])ar[a-z]*[\s=]/, 'cli-shorthand'],
];

/** The style that a text plainly is written in; null where it could be several. A JSON object of strings is what `--arguments` takes: `cli-json`. */
export function guessStyle(text: string): StyleName | null {
  if (text.trimStart().startsWith('{')) {
    const style = styleOfJson(text);
    if (style !== null) return style;
  }
  return signs.find(([sign]) => sign.test(text))?.[1] ?? null;
}

function styleOfJson(text: string): StyleName | null {
  const value = objectOf(text);
  if (value === null) return null;
  if (under(value, 'Actions') !== undefined || under(value, 'Trigger', 'Actions') !== undefined) return 'trigger';
  if (under(value, 'Parameters', 'Arguments') !== undefined) return 'step-functions-jsonpath';
  if (under(value, 'Arguments', 'Arguments') !== undefined) return 'step-functions-jsonata';
  if (under(value, 'Arguments') !== undefined) return 'trigger';
  return Object.values(value).every((inner) => typeof inner === 'string') ? 'cli-json' : null;
}

function objectOf(text: string): object | null {
  try {
    const value = jsonOf(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch (error) {
    if (error instanceof PassingError) return null;
    throw error;
  }
}
