import { isObject, pointer } from '../json.ts';
import { expressionIn } from '../query/expression.ts';
import { checkFields, checkNumber, checkText, objects, type Node } from './problem.ts';
import { checkCatch, checkRetry } from './recovery.ts';

type CheckExpressions = (node: Node, field: string) => void;

interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly ends: 'next' | 'own' | 'never';
}

const common = ['Type', 'Comment', 'QueryLanguage'];
const onward = ['Next', 'End', 'Output', 'Assign'];

const shapes: Readonly<Record<string, Shape>> = {
  Pass: { required: [], optional: onward, ends: 'next' },
  Task: { required: ['Resource'], optional: [...onward, 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials', 'Retry', 'Catch'], ends: 'next' },
  Choice: { required: ['Choices'], optional: ['Default', 'Output', 'Assign'], ends: 'own' },
  Wait: { required: [], optional: [...onward, 'Seconds', 'Timestamp'], ends: 'next' },
  Parallel: { required: ['Branches'], optional: [...onward, 'Arguments', 'Retry', 'Catch'], ends: 'next' },
  Succeed: { required: [], optional: ['Output'], ends: 'never' },
  Fail: { required: [], optional: ['Error', 'Cause'], ends: 'never' },
};

/** Checks one state by itself; targets and branches are the caller's. */
export function checkState(node: Node, name: string, expressions: CheckExpressions): void {
  const type = node.json['Type'];
  const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (typeof type !== 'string' || shape === undefined) {
    const later = type === 'Map' ? 'Map states are not supported yet.' : `Use one of ${Object.keys(shapes).join(', ')}.`;
    node.report(pointer(node.at, 'Type'), `State '${name}' has the Type ${JSON.stringify(type ?? null)}, which is not known here.`, later);
    return;
  }
  checkFields(node, `${type} state '${name}'`, shape.required, [...common, ...shape.optional]);
  if (shape.ends === 'next') checkOnward(node, name);
  checkText(node, 'Resource');
  checkText(node, 'Timestamp');
  checkText(node, 'Error');
  checkText(node, 'Cause');
  for (const [field, least] of [['TimeoutSeconds', 1], ['HeartbeatSeconds', 1], ['Seconds', 0]] as const) checkSeconds(node, field, least);
  if (type === 'Wait' && ('Seconds' in node.json) === ('Timestamp' in node.json)) {
    node.report(node.at, `Wait state '${name}' must have either Seconds or Timestamp.`, 'Keep exactly one of them.');
  }
  checkHeartbeat(node);
  for (const field of ['Arguments', 'Output', 'Credentials', 'TimeoutSeconds', 'HeartbeatSeconds', 'Seconds', 'Timestamp', 'Error', 'Cause']) expressions(node, field);
  checkRetry(node);
  for (const rule of [node, ...checkCatch(node), ...checkChoices(node)]) {
    checkAssign(rule);
    expressions(rule, 'Assign');
    if (rule !== node) for (const field of ['Output', 'Condition']) expressions(rule, field);
  }
}

function checkOnward(node: Node, name: string): void {
  const { Next: next, End: end } = node.json;
  if (end !== undefined && end !== true) node.report(pointer(node.at, 'End'), `'End' of state '${name}' may only be true.`, 'Remove it, or set it to true.');
  if ((next === undefined) === (end === undefined)) {
    node.report(node.at, `State '${name}' must have either Next or End.`, next === undefined ? 'Add "End": true, or name the Next state.' : 'Keep exactly one of them.');
  }
}

function checkSeconds(node: Node, field: string, least: number): void {
  const value = node.json[field];
  if (typeof value === 'string' && expressionIn(value) !== null) return;
  checkNumber(node, field, least, true);
}

function checkHeartbeat(node: Node): void {
  const { HeartbeatSeconds: beat, TimeoutSeconds: timeout } = node.json;
  if (typeof beat !== 'number' || typeof timeout !== 'number' || beat < timeout) return;
  node.report(pointer(node.at, 'HeartbeatSeconds'), 'HeartbeatSeconds must be below TimeoutSeconds.', 'Lower it, or raise TimeoutSeconds.');
}

function checkChoices(node: Node): readonly Node[] {
  const rules = objects(node, 'Choices', 1);
  for (const rule of rules) {
    checkFields(rule, 'A choice rule', ['Condition', 'Next'], ['Output', 'Assign', 'Comment']);
    const condition = rule.json['Condition'];
    const fine = condition === undefined || typeof condition === 'boolean' || (typeof condition === 'string' && expressionIn(condition) !== null);
    if (!fine) rule.report(pointer(rule.at, 'Condition'), 'Condition must be an expression or a boolean.', 'Write it as "{% … %}".');
  }
  return rules;
}

function checkAssign(node: Node): void {
  const assign = node.json['Assign'];
  if (assign === undefined) return;
  const at = pointer(node.at, 'Assign');
  if (!isObject(assign)) return node.report(at, 'Assign must be an object of variable names and values.', 'Write it as { "name": value }.');
  for (const name of Object.keys(assign)) {
    if (name === 'states' || !/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(name)) {
      node.report(pointer(at, name), `'${name}' cannot be a variable's name.`, "Use letters, digits and '_', at most 80, no digit first, and not 'states'.");
    }
  }
}
