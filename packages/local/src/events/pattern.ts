import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { type Fields, isList, isRecord } from '../service/input.ts';
import { numericHolds, wildcardHolds } from './pattern-tests.ts';

/**
 * Whether an event fits a pattern of EventBridge: each member of the pattern holds; a list holds when one of its values or tests does; a list in
 * the event fits when one of its items does.
 * Source: EventBridge User Guide, comparison operators for event patterns.
 * @example matches({ source: ['aws.s3'], detail: { object: { key: [{ prefix: 'in/' }] } } }, event)
 */
export function matches(pattern: Fields, event: Json): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or' && isList(wanted)) return wanted.some((one) => isRecord(one) && matches(one, event));
    const found = isRecord(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    if (isList(wanted)) return wanted.some((test) => holds(test, found));
    if (!isRecord(wanted)) return false;
    if (found !== undefined && isList(found)) return found.some((item) => matches(wanted, item));
    // A missing object still fits tests of absence.
    return matches(wanted, found ?? {});
  });
}

function holds(test: Json, found: Json | undefined): boolean {
  if (isRecord(test) && typeof test['exists'] === 'boolean') return test['exists'] === (found !== undefined && !isRecord(found));
  if (found === undefined) return false;
  if (isList(found)) return found.some((item) => holds(test, item));
  return isRecord(test) ? Object.entries(test).every(([operator, operand]) => compares(operator, operand, found)) : test === found;
}

function compares(operator: string, operand: Json, found: Json): boolean {
  if (operator === 'anything-but') return !isRecord(found) && !excluded(operand, found);
  if (operator === 'numeric') return typeof found === 'number' && isList(operand) && numericHolds(operand, found);
  if (typeof found !== 'string') return false;
  const test = texts[operator];
  if (test === undefined) return false;
  if (isRecord(operand) && typeof operand['equals-ignore-case'] === 'string') return test(operand['equals-ignore-case'].toLowerCase(), found.toLowerCase());
  return typeof operand === 'string' && test(operand, found);
}

function excluded(operand: Json, found: Json): boolean {
  if (isList(operand)) return operand.includes(found);
  if (!isRecord(operand)) return operand === found;
  return Object.entries(operand).some(([operator, values]) => (isList(values) ? values : [values]).some((value) => compares(operator, value, found)));
}

const texts: Readonly<Record<string, (operand: string, found: string) => boolean>> = {
  prefix: (operand, found) => found.startsWith(operand),
  suffix: (operand, found) => found.endsWith(operand),
  'equals-ignore-case': (operand, found) => found.toLowerCase() === operand.toLowerCase(),
  wildcard: wildcardHolds,
};
const operators = new Set([...Object.keys(texts), 'anything-but', 'numeric', 'exists']);

/**
 * Reads a pattern's JSON.
 * @throws {AwsError} InvalidEventPatternException with what is wrong
 */
export function readPattern(text: string): Fields {
  let pattern: Json;
  try {
    // JSON.parse gives JSON by definition.
    pattern = JSON.parse(text) as Json;
  } catch {
    throw wrong('it is not JSON');
  }
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) throw wrong('Filter is not an object, or is empty');
  check(pattern);
  return pattern;
}

function check(pattern: Fields): void {
  for (const [name, wanted] of Object.entries(pattern)) {
    if (name === '$or' && isList(wanted)) {
      for (const one of wanted) if (isRecord(one)) check(one);
    } else if (isRecord(wanted)) {
      if (Object.keys(wanted).length === 0) throw wrong(`Empty objects are not allowed at '${name}'`);
      check(wanted);
    } else if (!isList(wanted)) throw wrong(`"${name}" must be an object or an array`);
    else if (wanted.length === 0) throw wrong(`Empty arrays are not allowed at '${name}'`);
    else for (const test of wanted) checkTest(name, test);
  }
}

function checkTest(name: string, test: Json): void {
  if (isList(test)) throw wrong(`a list inside the list of '${name}'`);
  if (!isRecord(test)) return;
  const unknown = Object.keys(test).find((operator) => !operators.has(operator));
  if (unknown !== undefined) throw wrong(`Unrecognized match type ${unknown}`);
  if (Object.keys(test).length !== 1) throw wrong(`Only one key allowed in match expression at '${name}'`);
}

function wrong(what: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${what}`);
}
