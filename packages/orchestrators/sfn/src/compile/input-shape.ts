import { SCHEDULED } from '@millrace/workload';
import { literal } from './expression.ts';

/** What an input may hold; `Comment` is in the one that the console offers. */
const KEYS = ['run', 'continuation', 'keep', 'keepOutputs', 'unanswered', 'params', SCHEDULED, 'Comment'];
/** What a caller's own state machine adds. */
const CALLER = '/^AWS_STEP_FUNCTIONS_/';
/** The name of the execution is a part of keys in S3, among which Millrace's own begin with _. */
const RUN_ID = '/^[A-Za-z0-9][A-Za-z0-9_-]*$/';
const INPUT = '$states.input';

/**
 * Expressions that each give a sentence where the input is of the wrong shape, or ''. Whatever nothing would read is a mistake: a parameter at
 * the wrong place would be passed over in silence. An event of EventBridge is let through.
 */
export function shapeMistakes(): readonly string[] {
  const strangers = `$keys(${INPUT})[$not($ in ${literal(KEYS)}) and $not($contains($, ${CALLER}))]`;
  return [
    `$type(${INPUT}) != "object" ? "The input must be an object, such as {\\"params\\": {}}." : $exists(${INPUT}.\`detail-type\`) ? "" : $count(${strangers}) > 0`
      + ` ? "The input has " & $join(${strangers}, ", ") & ", which nothing reads: values of parameters stand below params." : ""`,
    `$exists(${INPUT}.run) and $type(${INPUT}.run) != "object" ? "run must be an object." : ""`,
    `$contains($states.context.Execution.Name, ${RUN_ID}) ? "" : "The execution must have a name of letters, digits, - and _ that begins with a letter or a digit: the folder of the run has it, too."`,
    `${belongs} ? "" : "run.id, continuation and keep belong to one execution that Millrace has started: leave them out, or use millrace run or millrace resume."`,
  ];
}

/** Only the execution that was named for it continues a run: an input that was copied from another would pass for that run. */
const own = `${INPUT}.run.id & "-" & $string(${INPUT}.continuation)`;
const belongs = `$not($exists(${INPUT}.run.id) or $exists(${INPUT}.continuation) or $exists(${INPUT}.keep) or $exists(${INPUT}.keepOutputs) or $exists(${INPUT}.unanswered)) or $states.context.Execution.Name = (${own})`;
