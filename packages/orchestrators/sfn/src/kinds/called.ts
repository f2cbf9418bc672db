import { effectiveTimeout, type Step, type StepOf } from '@millrace/core';
import { query, record, recordConstant, variable } from '../compile/expression.ts';
import { caught, type Fields, type States } from '../compile/states.ts';
import { canRetry, type Attempt } from './builder.ts';

/** Kinds of step that are neither a job run nor a crawl: only the history of the execution tells of their attempts. */
export type CalledKind = 'lambda' | 'sns' | 'ssm' | 'wait';
export const isCalled = (step: Step): step is Extract<Step, { readonly kind: CalledKind }> => step.kind === 'lambda' || step.kind === 'sns' || step.kind === 'ssm' || step.kind === 'wait';

/** Counts the attempt where the step may have another. */
export const counting = (step: Step): Fields => (canRetry(step) ? { Assign: { [variable('tries', step.name)]: query(`$${variable('tries', step.name)} + 1`) } } : {});

/** A call whose answer is the whole attempt: one Task. It takes nothing back, so nothing of it can end as stopped. */
export function callAttempt(step: StepOf<'lambda'> | StepOf<'sns'>, call: Fields): Attempt {
  return {
    begin: step.name,
    assign: {},
    states: ({ good, bad }): States => new Map<string, Fields>([[step.name, {
      Type: 'Task',
      ...call,
      TimeoutSeconds: effectiveTimeout(step),
      // The answer of a function is its author's to make.
      Catch: caught({ ...counting(step), Output: record(step.name, '$states.errorOutput.Error = "States.Timeout" ? "timedOut" : "failed"'), Next: bad }),
      Output: recordConstant(step.name, 'succeeded'),
      Next: good,
    }]]),
  };
}

/** A wait: it cannot go wrong. */
export const waitAttempt = (step: StepOf<'wait'>): Attempt => ({
  begin: step.name,
  assign: {},
  states: ({ good }): States => new Map<string, Fields>([[step.name, { Type: 'Wait', Seconds: step.with.seconds, Output: recordConstant(step.name, 'succeeded'), Next: good }]]),
});
