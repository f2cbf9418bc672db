import { isArray, isObject, type JsonObject } from '../json.ts';
import { leave, type At } from './context.ts';
import { matches } from './errors.ts';
import { idIn } from './frames.ts';

/** Retries or catches a failure of the state; false when it does neither, so that the branch fails. */
export async function recover(at: At, error: string, cause: string): Promise<boolean> {
  if (retry(at, error)) return true;
  const catcher = rules(at.state['Catch']).find((rule) => matches(namesOf(rule), error));
  if (catcher === undefined) return false;
  const errorOutput = { Error: error, Cause: cause };
  await leave(at, catcher, errorOutput, catcher['Next'], { errorOutput });
  return true;
}

function retry(at: At, error: string): boolean {
  const { turn, id, frame, state } = at;
  const retriers = rules(state['Retry']);
  const index = retriers.findIndex((rule) => matches(namesOf(rule), error));
  const rule = retriers[index];
  if (rule === undefined) return false;
  const done = frame.retries[index] ?? 0;
  if (done >= numberOf(rule, 'MaxAttempts', 3)) return false;
  const timer = idIn(id, turn.number());
  const retries = retriers.map((_, i) => (frame.retries[i] ?? 0) + (i === index ? 1 : 0));
  const now = turn.frame(id) ?? frame;
  turn.putFrame(id, { ...now, retries, waiting: { for: 'retry', id: timer } });
  turn.actions.push({ type: 'timer', id: timer, at: turn.now + Math.round(delaySeconds(rule, done, at.random) * 1000) });
  return true;
}

/** Defaults from the Amazon States Language: first after 1 s, each next one twice as long, without an upper end. */
function delaySeconds(rule: JsonObject, done: number, random: () => number): number {
  const grown = numberOf(rule, 'IntervalSeconds', 1) * numberOf(rule, 'BackoffRate', 2) ** done;
  const delay = Math.min(grown, numberOf(rule, 'MaxDelaySeconds', 99_999_999));
  return rule['JitterStrategy'] === 'FULL' ? delay * random() : delay;
}

function rules(json: unknown): readonly JsonObject[] {
  return isArray(json) ? json.filter(isObject) : [];
}
function namesOf(rule: JsonObject): readonly string[] {
  const names = rule['ErrorEquals'];
  return isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
function numberOf(rule: JsonObject, field: string, usual: number): number {
  const value = rule[field];
  return typeof value === 'number' ? value : usual;
}
