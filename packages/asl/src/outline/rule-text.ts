import type { Json } from '../engine-types.ts';
import { isArray, isObject, member, type JsonObject } from '../json.ts';
import { expressionIn } from '../query/expression.ts';

const signs: Readonly<Record<string, string>> = { Equals: '=', LessThan: '<', LessThanEquals: '≤', GreaterThan: '>', GreaterThanEquals: '≥', Matches: 'matches' };
const compared = /^(?:String|Numeric|Boolean|Timestamp)(Equals|LessThanEquals|LessThan|GreaterThanEquals|GreaterThan|Matches)(Path)?$/u;

/** What stands at a rule's way in a picture: its comment, which is written for people, else its condition. */
export function ruleLabel(rule: JsonObject): string {
  const comment = member(rule, 'Comment');
  return typeof comment === 'string' && comment.trim() !== '' ? comment.replaceAll(/\s+/gu, ' ').trim() : ruleText(rule);
}

/** A Choice rule as one line that people read: `$.rows > 0 and $.day is present`. */
export function ruleText(rule: JsonObject): string {
  const condition = member(rule, 'Condition');
  if (typeof condition === 'string') return (expressionIn(condition) ?? condition).replaceAll(/\s+/gu, ' ');
  if (condition !== undefined) return JSON.stringify(condition);
  return testText(rule, false);
}

function testText(test: Json, nested: boolean): string {
  if (!isObject(test)) return '…';
  for (const [joint, word] of [['And', ' and '], ['Or', ' or ']] as const) {
    const tests = member(test, joint);
    if (!isArray(tests)) continue;
    const text = tests.map((one) => testText(one, true)).join(word);
    return nested ? `(${text})` : text;
  }
  const not = member(test, 'Not');
  if (not !== undefined) return `not ${testText(not, true)}`;
  const variable = member(test, 'Variable');
  const entry = Object.entries(test).find(([name]) => compared.test(name) || name.startsWith('Is'));
  return entry === undefined ? '…' : `${typeof variable === 'string' ? variable : '…'} ${comparison(entry[0], entry[1])}`;
}

function comparison(name: string, value: Json): string {
  const parts = compared.exec(name);
  if (parts === null) return `${value === false ? 'is not' : 'is'} ${name.slice(2).toLowerCase()}`;
  const shown = typeof value === 'string' && (parts[2] !== undefined || name.startsWith('Timestamp')) ? value : JSON.stringify(value);
  return `${signs[parts[1] ?? ''] ?? '?'} ${shown}`;
}

/** The error names of a retrier or catcher. */
export function errorsOf(rule: JsonObject): readonly string[] {
  const errors = member(rule, 'ErrorEquals');
  return isArray(errors) ? errors.filter((error) => typeof error === 'string') : [];
}
