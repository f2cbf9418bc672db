import type { StepOf } from '@millrace/core';
import { query } from '../compile/expression.ts';
import { throttled, type Fields } from '../compile/states.ts';
import type { Attempt, Place } from './builder.ts';
import { callAttempt } from './called.ts';
import { typedField } from './values.ts';

/** A function: one Task that invokes it and waits for its answer. What the function raises fails the attempt. */
export function lambdaAttempt(step: StepOf<'lambda'>, place: Place): Attempt {
  const payload = Object.entries(step.with.payload ?? {}).map(([name, value]) => [name, typedField(value, place)] as const);
  return callAttempt(step, {
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: step.with.use, Payload: { ...Object.fromEntries(payload), millrace: { run: query('$run.id'), step: step.name, ...handlerFacts(place) } } },
    Retry: throttled('Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.EC2ThrottledException'),
  });
}

/** A handler is told how the run went. */
const handlerFacts = ({ keepable }: Place): Fields => (keepable ? {} : { outcome: query('$outcome'), failedSteps: query('$failed = "" ? [] : [$split($failed, ",")]') });
