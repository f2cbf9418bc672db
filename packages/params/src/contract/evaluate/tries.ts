import type { Node } from '../ast.ts';
import type { Evaluator } from './evaluator.ts';
import { join } from './join.ts';
import { merged, recovers } from './shape.ts';
import type { Scope, Value } from './values.ts';

const EVERYTHING = '\\*|Exception|BaseException|Throwable|NonFatal|_';
const ARGUMENT_ERRORS = new RegExp(`(^|\\.)(${EVERYTHING}|GlueArgumentError)$`);
const KEY_ERRORS = new RegExp(`(^|\\.)(${EVERYTHING}|KeyError|LookupError|NoSuchElementException)$`);
const VALUE_ERRORS = new RegExp(`(^|\\.)(${EVERYTHING}|ValueError|TypeError|AttributeError|JSONDecodeError|InvalidOperation|ArithmeticError|ParserError|NumberFormatException|IllegalArgumentException|DateTimeParseException|DateTimeException)$`);

/** A try with its handlers: what a handler makes up for is no fault. */
export function attempt(machine: Evaluator, node: Extract<Node, { kind: 'try' }>, scope: Scope): Value {
  const { recorder, ends } = machine;
  const recovering = node.handlers.some(({ body }) => recovers(ends, body, node.body));
  const caught = (errors: RegExp): number => (recovering && node.handlers.some(({ catches }) => catches.some((name) => errors.test(name))) ? 1 : 0);
  const start = recorder.mark();
  const before = machine.copy(scope.names);
  const value = recorder.within({ depth: caught(ARGUMENT_ERRORS), keys: caught(KEY_ERRORS), values: caught(VALUE_ERRORS) }, () => machine.eval(node.body, scope));
  const arms: [number, number][] = [[start, recorder.mark()]];
  let names = scope.names;
  let result = value;
  for (const { body } of node.handlers) {
    scope.names = machine.copy(before);
    const from = recorder.mark();
    result = join(result, recorder.within({ depth: 1 }, () => machine.eval(body, scope)));
    arms.push([from, recorder.mark()]);
    if (!ends.always(body)) names = merged(names, scope.names);
  }
  scope.names = names;
  if (caught(ARGUMENT_ERRORS) > 0) recorder.settle(arms);
  if (node.after !== null) machine.eval(node.after, scope);
  return result;
}
