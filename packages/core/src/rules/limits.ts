import type { Finding } from '../author/report.ts';
import { DEFAULT_TIMEOUT_SECONDS, type Step } from '../model.ts';
import { printDuration } from '../util/duration.ts';
import type { Rule } from './rule.ts';

const WEEK = 7 * 86_400;
const MAX_ATTEMPTS = 10;
const MAX_DELAY = 86_400;

/** MR1050, MR1051: timeouts. Seven days is the longest that a Glue job may run. */
export const timeouts: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }): Finding[] => {
    const seconds = step.timeoutSeconds;
    if (seconds === null) return [];
    const at = `${pointer}/timeoutSeconds`;
    if (seconds < 1 || seconds > WEEK) return [{ code: 'MR1051', pointer: at, message: `the timeout of step '${step.name}' is ${printDuration(Math.max(0, seconds))}`, hint: 'Choose between 1s (1m for a Glue job) and 7d.' }];
    if (step.kind !== 'glueJob' || seconds % 60 === 0) return [];
    return [{ code: 'MR1050', pointer: at, message: `the timeout of Glue job '${step.name}' is ${printDuration(seconds)}, but Glue counts whole minutes`, hint: `Write '${printDuration(Math.ceil(seconds / 60) * 60)}'.` }];
  });

/** MR1052: retries. */
export const retries: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }): Finding[] => {
    const { attempts, on, delaySeconds } = step.retry;
    const wrong = (field: string, message: string, hint: string): Finding => ({ code: 'MR1052', pointer: `${pointer}/retry/${field}`, message: `${message} (step '${step.name}')`, hint });
    return [
      ...(attempts >= 0 && attempts <= MAX_ATTEMPTS ? [] : [wrong('attempts', `${attempts} extra attempts are out of range`, `Choose between 0 and ${MAX_ATTEMPTS}.`)]),
      ...(delaySeconds >= 0 && delaySeconds <= MAX_DELAY ? [] : [wrong('delaySeconds', 'the delay before a retry is out of range', 'Choose between 0s and 1d.')]),
      ...(on.length > 0 && new Set(on).size === on.length ? [] : [wrong('on', "'on' must name each kind of end once", 'Write failed, timedOut, or both.')]),
    ];
  });

/** MR1055: waits. */
export const waits: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }): Finding[] => {
    if (step.kind !== 'wait' || (step.with.seconds >= 1 && step.with.seconds <= WEEK)) return [];
    return [{ code: 'MR1055', pointer: `${pointer}/with/seconds`, message: `step '${step.name}' waits for ${printDuration(Math.max(0, step.with.seconds))}`, hint: 'Choose between 1s and 7d.' }];
  });

// A stream has none: it would end it.
const isStream = (step: Step): boolean => step.kind === 'glueJob' && 'type' in step.with && step.with.type === 'streaming';

/** MR1053: one line for all steps whose timeout was filled in. */
export const defaultTimeouts: Rule = ({ all }) => {
  const filled = all.filter(({ step }) => step.timeoutSeconds === null && step.kind !== 'wait' && !isStream(step) && step.name !== '').map(({ step }) => step.name);
  if (filled.length === 0) return [];
  const shown = filled.length > 10 ? `${filled.slice(0, 10).join(', ')} and ${filled.length - 10} more` : filled.join(', ');
  return [{ code: 'MR1053', severity: 'info', pointer: '', message: `timeout ${printDuration(DEFAULT_TIMEOUT_SECONDS)} filled in for: ${shown}`, hint: "Set 'timeout' where two hours are too long or too short." }];
};
