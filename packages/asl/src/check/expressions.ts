import type { Json } from '../engine-types.ts';
import { isArray, isObject, pointer } from '../json.ts';
import { compile, expressionIn, messageOf, namesIn } from '../query/expression.ts';
import type { Node } from './problem.ts';

/** Checks the syntax of every `{% … %}` in a field. `seen` holds what was found before: definitions repeat expressions. */
export function createExpressionCheck(): (node: Node, field: string) => void {
  const seen = new Map<string, string | null>();

  return (node, field) => {
    const value = node.json[field];
    if (value !== undefined) walk(node, pointer(node.at, field), value);
  };

  function walk(node: Node, at: string, json: Json): void {
    if (typeof json === 'string') text(node, at, json);
    else if (isArray(json)) for (const [i, item] of json.entries()) walk(node, pointer(at, i), item);
    else if (isObject(json)) for (const [key, item] of Object.entries(json)) walk(node, pointer(at, key), item);
  }

  function text(node: Node, at: string, value: string): void {
    const source = expressionIn(value);
    if (source === null) return;
    let found = seen.get(source);
    if (found === undefined) {
      found = syntaxError(source);
      seen.set(source, found);
    }
    if (found !== null) node.report(at, `The expression '${source}' is not JSONata: ${found}.`, 'Correct what stands between {% and %}.');
    else if (namesIn(source).includes('eval')) node.report(at, `The expression '${source}' uses $eval, which Step Functions does not have.`, 'Use $parse for JSON text.');
  }
}

function syntaxError(source: string): string | null {
  if (source === '') return 'it is empty';
  try {
    compile(source, { expressionMs: 0, expressionDepth: 0, sequenceItems: 0 });
    return null;
  } catch (error) {
    const position = typeof error === 'object' && error !== null && 'position' in error ? ` (at character ${String(error.position)})` : '';
    return `${messageOf(error)}${position}`;
  }
}
