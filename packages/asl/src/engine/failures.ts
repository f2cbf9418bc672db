import { isArray, type JsonObject } from '../json.ts';
import { endBranch } from './branches.ts';
import { endBadly } from './ends.ts';
import { errorNames, matches, StateError, type Failure } from './errors.ts';
import { after, guarded, type Eventually } from './eventually.ts';
import { idIn, type MapRun } from './frames.ts';
import { reason } from './history.ts';
import { leave } from './leave.ts';
import type { At } from './scope.ts';
import { dropBranches, stopBranches } from './stopping.ts';

/** A state has failed, or a branch of it: it starts again, is caught, or fails what is around it. */
export function failState(at: At, failure: Failure): Eventually<void> {
  const { turn, frame, state } = at;
  stopBranches(turn, at.id, true);
  if (state.type !== 'Fail' && retry(at, failure)) return undefined;
  if ((state.type === 'Parallel' || state.type === 'Map') && failure.error !== errorNames.runtime) {
    if (state.distributed && frame.waiting !== null) turn.tell(frame, 'MapRunFailed', reason(failure));
    turn.tell(frame, `${state.type}StateFailed`, null);
  }
  const catcher = state.type === 'Fail' ? undefined : state.catchers.find((rule) => matches(namesOf(rule), failure));
  if (catcher === undefined) {
    failAround(at, failure);
    return undefined;
  }
  at.onWay({ state: state.name, took: 'catcher', index: state.catchers.indexOf(catcher) });
  return guarded(() => caught(at, catcher, failure), (error) => failAround(at, failureIn(at, error)));
}

function caught(at: At, catcher: JsonObject, failure: Failure): Eventually<void> {
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  return after(leave(at, catcher, catcher['Next'], { errorOutput }), () => {
    dropBranches(at.turn, at.id);
    at.frame.waiting = null;
  });
}

/** What was thrown, as AWS tells it; a failed expression has an event of its own. */
export function failureIn(at: At, error: unknown): Failure {
  if (error instanceof RangeError) return failureIn(at, new StateError(errorNames.runtime, `${error.message}.`));
  if (!(error instanceof StateError)) throw error;
  const { turn, frame } = at;
  // A limit of data is told without its place.
  const place = error.name === errorNames.dataLimit ? '' : `An error occurred while executing the state '${frame.state}' (entered at the event id #${frame.entered}). `;
  const failure = { error: error.name, cause: `${place}${error.message}` };
  if (error.name === errorNames.referencePath) return { ...failure, also: errorNames.resultPath };
  if (error.name === errorNames.query) {
    const location = error.location === null ? {} : { location: error.location };
    // Before the state has done anything, AWS lets this event point to the one before the state's own.
    const previous = frame.last === frame.entered && at.state.type !== 'Wait' ? frame.before : frame.last;
    turn.tell(Object.assign(frame, { last: previous }), 'EvaluationFailed', { ...failure, ...location, state: frame.state });
  }
  return failure;
}

/** The failure leaves the state: it fails the Parallel or Map around it, or the execution. */
function failAround(at: At, failure: Failure): void {
  const { turn, frame, id } = at;
  if (frame.parent === null || frame.join === null) return endBadly(turn, 'FAILED', failure);
  if (frame.waiting?.for !== 'branches') frame.waiting = { for: 'redrive' };
  if (at.state.type !== 'Fail') turn.aside(frame, `${at.state.type}StateAborted`, null);
  const parent = turn.frame(frame.parent);
  if (parent?.waiting?.for !== 'branches' || parent.waiting.join !== frame.join) return;
  const { map, count } = parent.waiting;
  if (map === null) {
    parent.last = frame.last;
    return turn.plan({ do: 'fail', frame: frame.parent, join: frame.join, failure });
  }
  const told = turn.aside(frame, 'MapIterationFailed', { name: parent.state, index: frame.index });
  const failed = turn.join(frame.join).failed + 1;
  if (isTolerated(map, failed, count)) {
    dropBranches(turn, id);
    frame.waiting = { for: 'nothing', failure };
    return endBranch(turn, frame, true, told);
  }
  turn.putJoin(frame.join, { ...turn.join(frame.join), failed });
  const distributed = turn.stateOf(parent)?.distributed === true;
  if (!distributed) parent.last = frame.last;
  return turn.plan({ do: 'fail', frame: frame.parent, join: frame.join, failure: distributed ? exceeded : failure });
}

/** A Map fails when it exceeds either of its thresholds; without one it tolerates nothing. Source: Amazon States Language specification, "Map State". */
function isTolerated({ toleratedCount, toleratedPercentage }: MapRun, failed: number, count: number): boolean {
  if (toleratedCount === null && toleratedPercentage === null) return false;
  return failed <= (toleratedCount ?? Infinity) && (failed * 100) / count <= (toleratedPercentage ?? Infinity);
}

const exceeded: Failure = { error: errorNames.tolerance, cause: 'The specified tolerated failure threshold was exceeded' };

function retry(at: At, failure: Failure): boolean {
  const { turn, id, frame, state } = at;
  const index = state.retriers.findIndex((rule) => matches(namesOf(rule), failure));
  const rule = state.retriers[index];
  if (rule === undefined) return false;
  const done = frame.retries[index] ?? 0;
  if (done >= numberOf(rule, 'MaxAttempts', 3)) return false;
  at.onWay({ state: state.name, took: 'retrier', index });
  dropBranches(turn, id);
  const timer = idIn(id, turn.number());
  frame.retries = state.retriers.map((_, i) => (frame.retries[i] ?? 0) + (i === index ? 1 : 0));
  frame.waiting = { for: 'retry', id: timer };
  turn.actions.push({ type: 'timer', id: timer, at: turn.now + Math.round(delaySeconds(rule, done, at.random) * 1000) });
  return true;
}

/** Defaults from the Amazon States Language: first after 1 s, each next one twice as long, without an upper end. */
function delaySeconds(rule: JsonObject, done: number, random: () => number): number {
  const grown = numberOf(rule, 'IntervalSeconds', 1) * numberOf(rule, 'BackoffRate', 2) ** done;
  const delay = Math.min(grown, numberOf(rule, 'MaxDelaySeconds', 99_999_999));
  return rule['JitterStrategy'] === 'FULL' ? delay * random() : delay;
}

function namesOf(rule: JsonObject): readonly string[] {
  const names = rule['ErrorEquals'];
  return isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
function numberOf(rule: JsonObject, field: string, usual: number): number {
  const value = rule[field];
  return typeof value === 'number' ? value : usual;
}
