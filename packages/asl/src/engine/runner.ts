import type { Json, Message } from '../engine-types.ts';
import { isObject, member, textOf } from '../json.ts';
import type { Evaluator } from '../query/evaluator.ts';
import { leave, type At, type Limits } from './context.ts';
import { errorNames, HistoryFull, StateError } from './errors.ts';
import { recover } from './failures.ts';
import { branchFrame, idIn, rootFrame, type Frame } from './frames.ts';
import { integrationOf, withText } from './history.ts';
import { record } from './record.ts';
import { onEnter } from './states.ts';
import type { Start, Turn, Work } from './turn.ts';

/** Brings a turn to rest: does all that takes no time, then starts the tasks that are still wanted. */
export class Runner {
  readonly #evaluator: Evaluator;
  readonly #limits: Limits;
  readonly #random: () => number;

  constructor(evaluator: Evaluator, limits: Limits, random: () => number) {
    this.#evaluator = evaluator;
    this.#limits = limits;
    this.#random = random;
  }

  async settle(turn: Turn, messages: readonly Message[]): Promise<void> {
    try {
      const final = record(turn, messages, this.#limits);
      for (let work = turn.next(); work !== undefined && !turn.root.ended; work = turn.next()) await this.#do(turn, work);
      if (turn.root.ended) return;
      if (final !== null) return endBadly(turn, final.status, final.error, final.cause);
      for (const start of turn.starts.values()) {
        begin(turn, start);
        // What has begun leaves the list, so that the end of a full history cancels it.
        turn.starts.delete(start.id);
      }
    } catch (error) {
      if (!(error instanceof HistoryFull)) throw error;
      endBadly(turn, 'FAILED', errorNames.runtime, `The execution has as many history events as an execution may have (${this.#limits.maxEvents}). Start another execution for what is left.`);
    }
  }

  async #do(turn: Turn, work: Work): Promise<void> {
    const frame = turn.frame(work.frame);
    if (frame === undefined) return;
    if (work.do === 'end') return this.#end(turn, work.frame, frame, work.output);
    const entered = work.do === 'enter' ? enter(turn, work.frame, frame, work.state, work.input) : frame;
    const state = turn.program.regions[entered.region]?.states[entered.state];
    const at: At = { turn, evaluator: this.#evaluator, limits: this.#limits, random: this.#random, id: work.frame, frame: entered, state: isObject(state) ? state : {} };
    if (work.do === 'fail') {
      const stale = work.join !== null && (frame.waiting?.for !== 'branches' || frame.waiting.join !== work.join);
      return stale ? undefined : this.#fail(at, work.error, work.cause);
    }
    try {
      if (work.do === 'result') await leave(at, at.state, work.result, at.state['Next'], at.state['Type'] === 'Wait' ? {} : { result: work.result });
      else await this.#enterState(at);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      if (error.name === errorNames.query) tellEvaluationFailed(at, error);
      turn.plan({ do: 'fail', frame: work.frame, join: null, error: error.name, cause: error.message });
    }
  }

  async #enterState(at: At): Promise<void> {
    const type = at.state['Type'];
    const act = typeof type === 'string' && Object.hasOwn(onEnter, type) ? onEnter[type] : undefined;
    if (act === undefined) {
      throw new StateError(errorNames.runtime, `There is no state '${at.frame.state}' here, or its Type ${JSON.stringify(type ?? null)} is not one that this engine runs.`);
    }
    await act(at);
  }

  async #fail(at: At, error: string, cause: string): Promise<void> {
    const { turn, id, frame } = at;
    if (at.state['Type'] === 'Parallel' && frame.waiting?.for === 'branches') {
      turn.abortBranches(id, true);
      const now = turn.frame(id) ?? frame;
      turn.putFrame(id, { ...now, last: turn.event(now.last, 'ParallelStateFailed', null), waiting: null });
    }
    let failed = { error, cause };
    try {
      if (at.state['Type'] !== 'Fail' && (await recover(at, error, cause))) return;
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      if (thrown.name === errorNames.query) tellEvaluationFailed(at, thrown);
      failed = { error: thrown.name, cause: thrown.message };
    }
    if (frame.parent !== null) {
      const parent = turn.frame(frame.parent);
      if (parent !== undefined) turn.putFrame(frame.parent, { ...parent, last: turn.frame(id)?.last ?? parent.last });
      turn.plan({ do: 'fail', frame: frame.parent, join: frame.join, ...failed });
    } else endBadly(turn, 'FAILED', failed.error, failed.cause);
  }

  /** The last state of a branch has ended: the execution succeeds, or the branch waits until its siblings have ended, too. */
  #end(turn: Turn, id: string, frame: Frame, output: Json): void {
    if (frame.parent === null || frame.join === null) return endWell(turn, frame, output);
    turn.removeVariables(id, frame.region);
    turn.putFrame(id, { ...frame, waiting: { for: 'join', output } });
    const left = Number(turn.read(frame.join)) - 1;
    turn.write(frame.join, left);
    if (left > 0) return;
    const parent = turn.frame(frame.parent);
    if (parent?.waiting?.for !== 'branches') return;
    const outputs = collect(turn, parent.waiting.join, parent.waiting.count);
    turn.event(frame.last, 'ParallelStateSucceeded', null);
    turn.putFrame(frame.parent, { ...parent, last: frame.last, waiting: null });
    turn.plan({ do: 'result', frame: frame.parent, result: outputs });
  }
}

function enter(turn: Turn, id: string, frame: Frame, state: string, input: Json): Frame {
  const json = turn.program.regions[frame.region]?.states[state];
  const type = textOf(member(json, 'Type'));
  const entered = turn.event(frame.last, `${type}StateEntered`, { name: state, ...withText('input', JSON.stringify(input)) });
  const next: Frame = { ...frame, state, input, entered, enteredAt: turn.now, last: entered, retries: [], waiting: null };
  turn.putFrame(id, next);
  return next;
}

function collect(turn: Turn, join: string, count: number): readonly Json[] {
  turn.remove(join);
  return Array.from({ length: count }, (_, i) => {
    const child = turn.frame(branchFrame(join, i));
    turn.remove(branchFrame(join, i));
    return child?.waiting?.for === 'join' ? child.waiting.output : null;
  });
}

function tellEvaluationFailed(at: At, error: StateError): void {
  at.turn.frameEvent(at.id, 'EvaluationFailed', { error: error.name, cause: error.message, location: error.location ?? '', state: at.frame.state });
}

function begin(turn: Turn, start: Start): void {
  const names = integrationOf(start.resource);
  const seconds = { ...(start.timeoutSeconds === null ? {} : { timeoutInSeconds: start.timeoutSeconds }), ...(start.heartbeatSeconds === null ? {} : { heartbeatInSeconds: start.heartbeatSeconds }) };
  turn.frameEvent(start.frame, 'TaskScheduled', { ...names, region: regionIn(turn), parameters: JSON.stringify(start.arguments), ...seconds });
  turn.frameEvent(start.frame, 'TaskStarted', { ...names });
  const frame = turn.frame(start.frame);
  if (frame?.waiting?.for !== 'task') return;
  if (start.timeoutSeconds !== null) {
    const timer = idIn(start.frame, turn.number());
    turn.putFrame(start.frame, { ...frame, waiting: { ...frame.waiting, timer } });
    turn.actions.push({ type: 'timer', id: timer, at: turn.now + start.timeoutSeconds * 1000 });
  }
  turn.actions.push({ type: 'task', id: start.id, state: frame.state, resource: start.resource, arguments: start.arguments });
}

function regionIn(turn: Turn): string {
  return textOf(member(turn.context()['Execution'], 'Id')).split(':')[3] ?? '';
}

function endWell(turn: Turn, frame: Frame, output: Json): void {
  turn.lastEvent(frame.last, 'ExecutionSucceeded', withText('output', JSON.stringify(output)));
  close(turn);
  turn.actions.push({ type: 'ended', status: 'SUCCEEDED', output });
}

const endEvents = { FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut', ABORTED: 'ExecutionAborted' } as const;

function endBadly(turn: Turn, status: 'FAILED' | 'TIMED_OUT' | 'ABORTED', error: string, cause: string): void {
  const last = turn.frame(rootFrame)?.last ?? 0;
  turn.abortBranches(rootFrame, false);
  const details = { ...(error === '' ? {} : { error }), ...(cause === '' ? {} : { cause }) };
  turn.lastEvent(last, endEvents[status], details);
  const root = turn.frame(rootFrame);
  if (root !== undefined) turn.cancel(root);
  close(turn);
  turn.actions.push({ type: 'ended', status, error, cause });
}

function close(turn: Turn): void {
  const region = turn.frame(rootFrame)?.region ?? 0;
  turn.removeVariables(rootFrame, region);
  turn.remove(rootFrame);
  if (turn.root.timer !== null) turn.actions.push({ type: 'cancelTimer', id: turn.root.timer });
  turn.root = { ...turn.root, timer: null, ended: true };
}
