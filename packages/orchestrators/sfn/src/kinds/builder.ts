import type { Pipeline, Site, Step } from '@millrace/core';
import { field, literal, outcomeOf, isOneOf, query, recordConstant } from '../compile/expression.ts';
import { BAD, type Fields, type States } from '../compile/states.ts';

/** Where a step stands in the machine. */
export interface Place {
  readonly pipeline: Pipeline;
  readonly site: Site;
  /** The state after the step. */
  readonly next: string;
  /** Where a final bad outcome leads; null where the run goes on, and where the step is plain. */
  readonly stop: string | null;
  /** A bad end is an error that nothing catches, and so the end of the execution. */
  readonly plain: boolean;
  /** JSONata that says when the step is skipped; null when it never is. */
  readonly skip: string | null;
  /** Handlers run in every continuation, so they are never kept. */
  readonly keepable: boolean;
}

/** What a kind builds: the states of one attempt, and the state in which they begin. */
export interface Attempt {
  readonly begin: string;
  /** Variables of the step, set before its first attempt. */
  readonly assign: Fields;
  /** Every way out leaves the outcome in the state data. */
  states(after: After): States;
}
export interface After {
  /** Follows a success. */
  readonly good: string;
  /** Follows every other end. */
  readonly bad: string;
}
/** The state that decides whether the step runs. */
export const entryOf = (step: string): string => `${step} ready?`;

/** All states of one step, the entry (`entryOf`) first, except for a handler that needs none: then it is the attempt's own. */
export function stepStates(step: Step, attempt: Attempt, place: Place, tries: string): { readonly entry: string; readonly states: States } {
  const retried = canRetry(step);
  const stop = stopOf(place);
  const checked = retried || stop !== null;
  const check = stop !== null ? `${step.name} ended?` : `${step.name} again?`;
  const assign: Fields = retried ? { ...attempt.assign, [tries]: 0 } : attempt.assign;
  const ready = entry(step, attempt.begin, assign, place);
  const states: States = new Map();
  if (ready !== null) states.set(entryOf(step.name), ready);
  const good = stop !== null ? check : place.next;
  for (const [name, state] of attempt.states({ good, bad: checked ? check : place.next })) states.set(name, state);
  if (checked) states.set(check, endCheck(step, attempt.begin, place, tries));
  if (retried && step.retry.delaySeconds > 0) states.set(pauseOf(step), { Type: 'Wait', Seconds: step.retry.delaySeconds, Next: attempt.begin });
  return { entry: ready === null ? attempt.begin : entryOf(step.name), states };
}

/** After the last step a bad outcome leads where every other one does. */
const stopOf = ({ stop, next }: Place): string | null => (stop === next ? null : stop);

export const canRetry = (step: Step): boolean => step.retry.attempts > 0 && step.retry.on.length > 0;
const pauseOf = (step: Step): string => `${step.name} pause`;

function entry(step: Step, begin: string, assign: Fields, place: Place): Fields | null {
  const rules: Fields[] = [];
  if (place.keepable) rules.push({ Comment: 'kept', Condition: query(`$keep.${field(step.name)} = true`), Output: recordConstant(step.name, 'succeeded'), Next: place.next });
  if (place.skip !== null) rules.push({ Comment: 'skipped', Condition: query(place.skip), Output: recordConstant(step.name, 'skipped'), Next: place.next });
  const assigns = Object.keys(assign).length > 0;
  if (rules.length === 0) return assigns ? { Type: 'Pass', Comment: `Before the first attempt of '${step.name}'.`, Assign: assign, Next: begin } : null;
  const comment = { Comment: entryComment(step, place) };
  if (!assigns) return { Type: 'Choice', ...comment, Choices: rules, Default: begin };
  // A rule carries the Assign: what an Assign beside Default does is told nowhere clearly.
  return { Type: 'Choice', ...comment, Choices: [...rules, { Comment: 'due', Condition: query('true'), Assign: assign, Next: begin }] };
}

function entryComment(step: Step, place: Place): string {
  const kept = place.keepable ? 'kept by a resume' : '';
  const skipped = place.skip !== null ? `skipped unless ${words(step)}` : '';
  return `'${step.name}' runs, unless it is ${[kept, skipped].filter((part) => part !== '').join('; ')}.`;
}

function words(step: Step): string {
  const parts = step.after.map((dependency) => `${dependency.step} ${dependency.on}`);
  // Long lists stay in the condition, which holds them anyway.
  const shown = parts.length > 6 ? [...parts.slice(0, 6), `${parts.length - 6} more`] : parts;
  return shown.join(step.join === 'any' ? ' or ' : ' and ');
}

function endCheck(step: Step, begin: string, place: Place, tries: string): Fields {
  const rules: Fields[] = [];
  if (canRetry(step)) {
    const again = step.retry.delaySeconds > 0 ? pauseOf(step) : begin;
    rules.push({ Comment: 'another attempt', Condition: query(`${isOneOf(step.name, step.retry.on)} and $${tries} <= ${step.retry.attempts}`), Next: again });
  }
  if (stopOf(place) !== null) rules.push({ Comment: 'the run stops', Condition: query(`${outcomeOf(step.name)} in ${literal(BAD)}`), Next: place.stop });
  return { Type: 'Choice', Choices: rules, Default: place.next };
}
