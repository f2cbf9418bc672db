import type { Action, ExecutionState, HistoryEvent, Json } from '../engine-types.ts';
import { branchFrame, contextKey, variableKey, type Frame, type Root } from './frames.ts';
import { HistoryFull } from './errors.ts';
import type { Program } from './program.ts';
import { VersionedMap } from './versioned-map.ts';

export type Work =
  | { readonly do: 'enter'; readonly frame: string; readonly state: string; readonly input: Json }
  | { readonly do: 'retry'; readonly frame: string }
  | { readonly do: 'end'; readonly frame: string; readonly output: Json }
  | { readonly do: 'result'; readonly frame: string; readonly result: Json }
  /** `join`: the branches, one of which failed; null when the state itself did. Branches that fail together fail their Parallel once. */
  | { readonly do: 'fail'; readonly frame: string; readonly join: string | null; readonly error: string; readonly cause: string };

/** A task that starts when the instant is quiet, if its branch still waits for it. */
export interface Start {
  readonly frame: string;
  readonly id: string;
  readonly resource: string;
  readonly arguments: Json;
  readonly timeoutSeconds: number | null;
  readonly heartbeatSeconds: number | null;
}

/**
 * One call of the engine: reads the saved state, collects what changes, and leaves the state it was given as it was. The casts below read
 * rows that only this class wrote, under keys that only it makes.
 */
export class Turn {
  readonly program: Program;
  readonly now: number;
  readonly events: HistoryEvent[] = [];
  readonly actions: Action[] = [];
  readonly starts = new Map<string, Start>();
  readonly #base: VersionedMap<Json>;
  readonly #changes = new Map<string, Json | undefined>();
  readonly #failures: Work[] = [];
  readonly #others: Work[] = [];
  readonly #maxEvents: number;
  #nextOther = 0;
  root: Root;

  constructor(program: Program, state: ExecutionState, now: number, maxEvents: number) {
    this.program = program;
    this.now = now;
    this.#base = VersionedMap.from(state.frames);
    // A saved state is what this engine wrote: its root and frames have these shapes.
    this.root = state.root as unknown as Root;
    this.#maxEvents = maxEvents;
  }

  read(key: string): Json | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }
  write(key: string, value: Json): void {
    this.#changes.set(key, value);
  }
  remove(key: string): void {
    if (this.#base.has(key)) this.#changes.set(key, undefined);
    else this.#changes.delete(key);
  }

  frame(id: string): Frame | undefined {
    // Only putFrame writes under these ids.
    return this.read(id) as unknown as Frame | undefined;
  }
  putFrame(id: string, frame: Frame): void {
    // A frame is plain JSON; an interface has no index signature, so the compiler cannot see it.
    this.write(id, frame as unknown as Json);
  }
  context(): { readonly [key: string]: Json } {
    return (this.read(contextKey) ?? {}) as { readonly [key: string]: Json };
  }

  /** The variable as the frame sees it: its own, else that of the nearest enclosing branch. */
  variable(frame: string, name: string): Json | undefined {
    for (let at: string | null = frame; at !== null; at = this.frame(at)?.parent ?? null) {
      const value = this.read(variableKey(at, name));
      if (value !== undefined) return value;
    }
    return undefined;
  }
  removeVariables(frame: string, region: number): void {
    for (const name of this.program.regions[region]?.assigned ?? []) this.remove(variableKey(frame, name));
  }

  number(): number {
    const number = this.root.next;
    this.root = { ...this.root, next: number + 1 };
    return number;
  }

  event(previousEventId: number, type: string, details: Json): number {
    // The last place is kept for the event that ends the execution.
    if (this.root.events >= this.#maxEvents - 1) throw new HistoryFull();
    return this.lastEvent(previousEventId, type, details);
  }
  lastEvent(previousEventId: number, type: string, details: Json): number {
    const id = this.root.events + 1;
    this.root = { ...this.root, events: id };
    this.events.push({ id, previousEventId, timestamp: this.now, type, details });
    return id;
  }
  /** Adds an event to the branch's own thread. */
  frameEvent(id: string, type: string, details: Json): void {
    const frame = this.frame(id);
    if (frame === undefined) return;
    this.putFrame(id, { ...frame, last: this.event(frame.last, type, details) });
  }

  /** Failures go first, so that nothing is done for a branch that they abort. */
  plan(work: Work): void {
    (work.do === 'fail' ? this.#failures : this.#others).push(work);
  }
  next(): Work | undefined {
    const failure = this.#failures.shift();
    if (failure !== undefined) return failure;
    const work = this.#others[this.#nextOther];
    if (work !== undefined) this.#nextOther += 1;
    return work;
  }

  cancel(frame: Frame): void {
    const waiting = frame.waiting;
    if (waiting?.for === 'task') {
      if (this.starts.delete(waiting.id)) return;
      this.actions.push({ type: 'cancelTask', id: waiting.id });
      if (waiting.timer !== null) this.actions.push({ type: 'cancelTimer', id: waiting.timer });
    }
    if (waiting?.for === 'wait' || waiting?.for === 'retry') this.actions.push({ type: 'cancelTimer', id: waiting.id });
  }

  /** Removes all branches under a frame, cancels what they wait for, and tells of each what was aborted. */
  abortBranches(of: string, tell: boolean): void {
    const open = [of];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const frame = this.frame(id);
      if (frame === undefined) continue;
      if (id !== of) this.#drop(id, frame, tell);
      if (frame.waiting?.for !== 'branches') continue;
      for (let i = 0; i < frame.waiting.count; i++) open.push(branchFrame(frame.waiting.join, i));
      this.remove(frame.waiting.join);
    }
  }

  #drop(id: string, frame: Frame, tell: boolean): void {
    this.cancel(frame);
    const type = this.program.regions[frame.region]?.states[frame.state];
    const ended = frame.waiting === null || frame.waiting.for === 'join';
    if (tell && !ended) this.event(frame.last, `${typeOf(type)}StateAborted`, null);
    this.removeVariables(id, frame.region);
    this.remove(id);
  }

  commit(): { readonly state: ExecutionState; readonly changed: readonly string[]; readonly removed: readonly string[] } {
    const frames = this.#changes.size === 0 ? this.#base : this.#base.with(this.#changes);
    const keys = [...this.#changes.keys()];
    return {
      // The root is plain JSON too, for the reason given at putFrame.
      state: { root: this.root as unknown as Json, frames },
      changed: keys.filter((key) => this.#changes.get(key) !== undefined),
      removed: keys.filter((key) => this.#changes.get(key) === undefined),
    };
  }
}

function typeOf(state: Json | undefined): string {
  const type = typeof state === 'object' && state !== null && 'Type' in state ? state.Type : null;
  return typeof type === 'string' ? type : '';
}
