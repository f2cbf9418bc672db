import type { Ended, Outcome, Word } from '@millrace/core';
import { BAD } from './states.ts';

/** JSONata as a field of a state. */
export const query = (text: string): string => `{% ${text} %}`;

/** A JSON value as a JSONata literal: JSON is JSONata. */
export const literal = (value: string | number | boolean | null | readonly string[]): string => JSON.stringify(value);

/** A text that shall stay as it is: one that looks like an expression, or like half of one, which Step Functions refuses, is quoted inside one. */
export const constant = (text: string): string => (text.startsWith('{%') || text.endsWith('%}') ? query(literal(text)) : text);

const KEYWORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/** A name as a JSONata path step: quoted unless it is plain. */
export const field = (name: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name) ? name : `\`${name}\``);

/** A variable of a step. Step names have no '_' and variables no '-', so no two steps share one; the prefix keeps clear of JSONata's functions. */
export const variable = (prefix: string, step: string): string => `${prefix}_${step.replaceAll('-', '_')}`;

/** The outcome of an earlier step, out of the state data. */
export const outcomeOf = (step: string): string => `$states.input.${field(step)}`;

/** The state data with the step's outcome added; `outcome` is JSONata. */
export const record = (step: string, outcome: string): string => query(`$merge([$states.input, {${literal(step)}: ${outcome}}])`);
export const recordConstant = (step: string, outcome: Outcome): string => record(step, literal(outcome));

/** Does the dependency hold? */
export function satisfied(step: string, on: Word): string {
  if (on === 'succeeded') return `${outcomeOf(step)} = "succeeded"`;
  if (on === 'failed') return `${outcomeOf(step)} in ${literal(BAD)}`;
  return `${outcomeOf(step)} != "skipped"`;
}

/** Can the dependency no longer hold, now that its step has ended? */
export function unsatisfied(step: string, on: Word): string {
  if (on === 'succeeded') return `${outcomeOf(step)} != "succeeded"`;
  if (on === 'failed') return `$not(${outcomeOf(step)} in ${literal(BAD)})`;
  return `${outcomeOf(step)} = "skipped"`;
}

/** Was the outcome one of these? */
export function isOneOf(step: string, outcomes: readonly Ended[]): string {
  const [only] = outcomes;
  return outcomes.length === 1 && only !== undefined ? `${outcomeOf(step)} = ${literal(only)}` : `${outcomeOf(step)} in ${literal(outcomes)}`;
}

/** The steps that went wrong with their outcomes, as an object; nothing when none did. `except` are left out. */
export function wentWrong(except: readonly string[]): string {
  if (except.length === 0) return `$sift($states.input, function($is) { $is in ${literal(BAD)} })`;
  return `$sift($states.input, function($is, $step) { $is in ${literal(BAD)} and $not($step in ${literal(except)}) })`;
}

/** Epoch milliseconds at which the state was entered: the execution's own clock. */
export const NOW = '$toMillis($states.context.State.EnteredTime)';
