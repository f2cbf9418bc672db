import type { Message } from '../engine-types.ts';
import { Bounds } from './bounds.ts';
import { endBranch, startItem } from './branches.ts';
import { endBadly, endWell } from './ends.ts';
import { errorNames, HistoryFull, StateError, type Failure } from './errors.ts';
import { guarded, type Eventually } from './eventually.ts';
import { failState, failureIn } from './failures.ts';
import type { Frame } from './frames.ts';
import { whole } from './history.ts';
import { dropVariables, leave, tooLong } from './leave.ts';
import type { StateDef } from './program.ts';
import { record } from './record.ts';
import type { At, Equipment } from './scope.ts';
import { onEnter, waited } from './states.ts';
import { hasEnded } from './stopping.ts';
import { begin } from './task.ts';
import type { Turn, Work } from './turn.ts';

/** Brings a turn to rest: does all that takes no time, then starts the tasks that are still wanted. */
export class Runner {
  readonly #equipment: Equipment;

  constructor(equipment: Equipment) {
    this.#equipment = equipment;
  }

  async settle(turn: Turn, messages: readonly Message[]): Promise<void> {
    try {
      const final = record(turn, messages, this.#equipment.limits);
      for (let work = turn.next(); work !== undefined && !turn.root.ended; work = turn.next()) {
        const done = this.#do(turn, work);
        if (done instanceof Promise) await done;
        const pause = this.#equipment.pause();
        const stopped = pause === null ? null : await pause;
        // What aborts an execution while it works waits for nothing that is still to be done.
        if (stopped !== null && !turn.root.ended) return endBadly(turn, 'ABORTED', stopped);
      }
      if (turn.root.ended) return;
      if (final !== null) return endBadly(turn, final.status, final);
      for (const start of turn.starts.values()) {
        begin(turn, start);
        // What has begun leaves the list, so that the end of a full history cancels it.
        turn.starts.delete(start.id);
      }
    } catch (error) {
      if (!(error instanceof HistoryFull)) throw error;
      endBadly(turn, 'FAILED', { error: errorNames.runtime, cause: error.message });
    }
  }

  #do(turn: Turn, work: Work): Eventually<void> {
    const seen = turn.peek(work.frame);
    if (seen === undefined) return undefined;
    if ((work.do === 'fail' || work.do === 'item') && work.join !== null && (seen.waiting?.for !== 'branches' || seen.waiting.join !== work.join)) return undefined;
    // What was planned for a branch that has been stopped since is not done.
    if (hasEnded(seen)) return undefined;
    // An item that starts leaves the frame of its Map alone, which holds all items and would be saved with each.
    const frame = work.do === 'item' ? { ...seen } : turn.frame(work.frame);
    if (frame === undefined) return undefined;
    if (work.do === 'end') return end(turn, work.frame, frame, work);
    const full = work.do === 'enter' || work.do === 'again' ? turn.fullItem(frame) : null;
    if (full !== null) return turn.plan({ do: 'fail', frame: full, join: null, failure: fullItem(turn) });
    const at = this.#at(turn, work, frame);
    return guarded(() => act(at, work), (error) => {
      const failure = failureIn({ ...at, frame: turn.frame(work.frame) ?? frame }, error);
      turn.plan({ do: 'fail', frame: work.frame, join: null, failure });
    });
  }

  #at(turn: Turn, work: Work, frame: Frame): At {
    if (work.do === 'enter') enter(turn, frame, work);
    const state = turn.stateOf(frame) ?? nowhere(frame.state);
    // As large as a value inside an expression may be.
    const bounds = new Bounds(this.#equipment.limits.maxBytes * 4, turn.weights, () => tooLong(state.name));
    return { ...this.#equipment, turn, id: work.frame, frame, state, bounds };
  }
}

function act(at: At, work: Exclude<Work, { readonly do: 'end' }>): Eventually<void> {
  const { state } = at;
  switch (work.do) {
    case 'fail':
      return failState(at, work.failure);
    case 'item':
      return startItem(at, work.join, work.index, work.after);
    case 'result':
      return state.type === 'Wait' ? waited(at) : leave(at, state.json, state.json['Next'], { result: work.result });
    case 'enter':
    case 'again': {
      const enterState = onEnter.get(state.type);
      if (enterState === undefined) {
        throw new StateError(errorNames.runtime, `There is no state '${state.name}' here, or its Type ${JSON.stringify(state.json['Type'] ?? null)} is not one that this engine runs.`);
      }
      return enterState(at);
    }
  }
}

function enter(turn: Turn, frame: Frame, { state, input, text }: Extract<Work, { readonly do: 'enter' }>): void {
  frame.before = frame.last;
  frame.state = state;
  frame.input = input;
  frame.enteredAt = turn.now;
  frame.retries = [];
  frame.waiting = null;
  const type = turn.stateOf(frame)?.type ?? '';
  turn.tell(frame, `${type}StateEntered`, { name: state, input: text ?? JSON.stringify(input), inputDetails: whole });
  // Inside a distributed Map nothing is told; the state is entered all the same.
  frame.entered = Math.max(frame.last, 1);
}

/** The history that an item of a distributed Map has on AWS is full: ends the item, whatever catches, and nothing else. */
function fullItem(turn: Turn): Failure {
  return { error: errorNames.runtime, cause: `The execution reached the maximum number of history events (${turn.maxItemEvents}).` };
}

/** A name that the definition lacks. */
function nowhere(name: string): StateDef {
  return { name, type: '', language: 'JSONPath', json: {}, retriers: [], catchers: [], inner: null, distributed: false };
}

/** The last state of a branch has ended: the execution succeeds, or the branch waits until its siblings have ended, too. */
function end(turn: Turn, id: string, frame: Frame, { output, text }: Extract<Work, { readonly do: 'end' }>): void {
  if (frame.parent === null) return endWell(turn, frame, output, text);
  const region = turn.regionOf(frame);
  dropVariables({ turn }, id, region.assigned);
  frame.waiting = { for: 'join', output };
  frame.input = null;
  const map = turn.peek(frame.parent);
  const told = region.of === 'item' && map !== undefined ? turn.aside(frame, 'MapIterationSucceeded', { name: map.state, index: frame.index }) : frame.last;
  endBranch(turn, frame, false, told);
}
