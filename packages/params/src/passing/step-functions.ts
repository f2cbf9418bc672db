import { jsonString } from './literal-map.ts';
import { jsonBlock, literal } from './text.ts';
import { emptyMap, jsonOf, PassingError, stringMapOf, under, type StringMap, type Style } from './types.ts';

function task(field: 'Parameters' | 'Arguments', name: string, map: StringMap): string {
  const language = field === 'Arguments' ? 'JSONata' : 'JSONPath';
  return `{\n  "Type": "Task",\n  "QueryLanguage": "${language}",\n  "Resource": "arn:aws:states:::glue:startJobRun.sync",\n  "${field}": {\n    "JobName": ${literal(name)},\n    "Arguments": ${jsonBlock(map, '    ')}\n  },\n  "End": true\n}\n`;
}

export const stepFunctionsJsonPath: Style = {
  title: 'Step Functions, JSONPath',
  saved: true,
  render(map, { name }) {
    const path = Object.keys(map).find((key) => key.endsWith('.$'));
    return path === undefined ? { text: task('Parameters', name, map) } : { refused: `JSONPath takes the value of '${path}' for a path, since the name ends with '.$'.`, use: 'step-functions-jsonata' };
  },
  parse(text) {
    const map = stringMapOf(under(jsonOf(text), 'Parameters', 'Arguments'));
    const path = Object.keys(map).find((key) => key.endsWith('.$'));
    if (path !== undefined) throw new PassingError(`The value of '${path}' is a path: only a run knows what it gives.`);
    return map;
  },
};

export const stepFunctionsJsonata: Style = {
  title: 'Step Functions, JSONata',
  saved: true,
  render(map, { name }) {
    const values = emptyMap();
    // A value between these marks is an expression: one that is meant literally becomes the expression of a string.
    for (const [key, value] of Object.entries(map)) values[key] = isExpression(value) ? `{% ${literal(value)} %}` : value;
    return { text: task('Arguments', name, values) };
  },
  parse(text) {
    const map = emptyMap();
    for (const [key, value] of Object.entries(stringMapOf(under(jsonOf(text), 'Arguments', 'Arguments')))) map[key] = isExpression(value) ? constant(key, value) : value;
    return map;
  },
};

function isExpression(value: string): boolean {
  return value.startsWith('{%') && value.endsWith('%}');
}

function constant(key: string, value: string): string {
  const inner = value.slice(2, -2).trim();
  const found = jsonString(inner, 0);
  if (found === null || found[1] !== inner.length) throw new PassingError(`The value of '${key}' is an expression: only a run knows what it gives.`);
  return found[0];
}
