import type { Action, ExecutionState, HistoryEvent, Json } from '../engine-types.ts';
import { HistoryFull, type Failure } from './errors.ts';
import { branchFrame, contextKey, rootFrame, variableKey, type Frame, type Join, type Root } from './frames.ts';
import type { Program, Region, StateDef } from './program.ts';
import type { Limits } from './scope.ts';
import { VersionedMap } from './versioned-map.ts';
import { WorkList } from './work-list.ts';
import { jsonOf } from './written.ts';

export type Work =
  /** `text`: the input as JSON, where it is known already. */
  | { readonly do: 'enter'; readonly frame: string; readonly state: string; readonly input: Json; readonly text: string | null }
  /** What a state does when it is entered, again. */
  | { readonly do: 'again'; readonly frame: string }
  /** Start the next item of a Map; `after`: the event that its first one points to. */
  | { readonly do: 'item'; readonly frame: string; readonly join: string; readonly index: number; readonly after: number }
  | { readonly do: 'end'; readonly frame: string; readonly output: Json; readonly text: string }
  | { readonly do: 'result'; readonly frame: string; readonly result: Json }
  /** `join`: the branches, one of which failed; null when the state itself did. Branches that fail together fail their state once. */
  | { readonly do: 'fail'; readonly frame: string; readonly join: string | null; readonly failure: Failure };

/** A task that starts when the instant is quiet, if its branch still waits for it. */
export interface Start {
  readonly frame: string;
  readonly id: string;
  readonly resource: string;
  readonly arguments: Json;
  /** The arguments as JSON. */
  readonly text: string;
  readonly timeoutSeconds: number | null;
  readonly heartbeatSeconds: number | null;
  readonly credentials: Json | null;
  readonly token: string | null;
}

/** What ends an execution because of its history. */
export type HistoryLimits = Pick<Limits, 'maxEvents' | 'maxHistoryChars'>;

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
  /** Weights of values, which do not change while a turn lasts. */
  readonly weights = new WeakMap<object, number>();
  readonly #base: VersionedMap<Json>;
  readonly #changes = new Map<string, Json | undefined>();
  /** Frames that this turn may write: copies of saved ones, and new ones. */
  readonly #own = new Map<string, Frame>();
  readonly #failures = new WorkList<Work>();
  readonly #others = new WorkList<Work>();
  readonly #limits: HistoryLimits;
  /** Texts of what this turn wrote: branches beside each other read and write the same values in turn. */
  readonly #written = new WeakMap<object, string>();
  /** The plain value that was written last. */
  #plain: { readonly value: Json; readonly text: string } | null = null;
  /** This turn's own copy. */
  readonly root: Root;

  constructor(program: Program, state: ExecutionState, now: number, limits: HistoryLimits) {
    this.program = program;
    this.now = now;
    this.#base = VersionedMap.from(state.frames);
    // A saved state is what this engine wrote: its root and frames have these shapes.
    this.root = { ...(state.root as unknown as Root) };
    this.#limits = limits;
  }

  read(key: string): Json | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }
  write(key: string, value: Json): void {
    this.#changes.set(key, value);
  }
  remove(key: string): void {
    this.#own.delete(key);
    if (this.#base.has(key)) this.#changes.set(key, undefined);
    else this.#changes.delete(key);
  }

  /** A frame to read. */
  peek(id: string): Readonly<Frame> | undefined {
    // Only `frame` and `put` write under these ids.
    return this.#own.get(id) ?? (this.read(id) as unknown as Frame | undefined);
  }
  /** A frame to write: what is set on it is saved with the turn. */
  frame(id: string): Frame | undefined {
    const own = this.#own.get(id);
    if (own !== undefined) return own;
    const saved = this.peek(id);
    return saved === undefined ? undefined : this.put(id, { ...saved });
  }
  put(id: string, frame: Frame): Frame {
    this.#own.set(id, frame);
    // A frame is plain JSON; an interface has no index signature, so the compiler cannot see it.
    this.write(id, frame as unknown as Json);
    return frame;
  }
  join(key: string): Join {
    // Only `putJoin` writes under a join's key.
    return (this.read(key) ?? { left: 0, next: 0, failed: 0 }) as unknown as Join;
  }
  putJoin(key: string, join: Join): void {
    this.write(key, { ...join });
  }
  context(): { readonly [key: string]: Json } {
    return (this.read(contextKey) ?? {}) as { readonly [key: string]: Json };
  }

  regionOf(frame: Readonly<Frame>): Region {
    const region = this.program.regions[frame.region];
    if (region === undefined) throw new Error(`The saved state names region ${frame.region}, which the definition lacks: it is the state of another definition.`);
    return region;
  }
  stateOf(frame: Readonly<Frame>): StateDef | undefined {
    return this.regionOf(frame).states.get(frame.state);
  }

  /** The variable as the frame sees it: its own, else that of the nearest enclosing branch of its execution. */
  variable(id: string, name: string): Json | undefined {
    for (let at: string | null = id; at !== null; ) {
      const value = this.read(variableKey(at, name));
      if (value !== undefined) return value;
      const frame: Readonly<Frame> | undefined = this.peek(at);
      at = frame === undefined || this.#startsApart(frame) ? null : frame.parent;
    }
    return undefined;
  }
  #startsApart(frame: Readonly<Frame>): boolean {
    if (frame.parent === null || !this.regionOf(frame).apart) return false;
    const parent = this.peek(frame.parent);
    return parent !== undefined && this.stateOf(parent)?.distributed === true;
  }

  number(): number {
    const number = this.root.next;
    this.root.next = number + 1;
    return number;
  }

  event(previousEventId: number, type: string, details: Json): number {
    // The last place is kept for the event that ends the execution.
    const { maxEvents } = this.#limits;
    if (this.root.events >= maxEvents - 1) throw new HistoryFull(`The execution reached the maximum number of history events (${maxEvents}).`);
    return this.lastEvent(previousEventId, type, details);
  }
  lastEvent(previousEventId: number, type: string, details: Json): number {
    const id = this.root.events + 1;
    this.root.events = id;
    this.events.push({ id, previousEventId, timestamp: this.now, type, details });
    return id;
  }
  /** JSON of a value for the history. One that goes from state to state as it is is written once, and its events share the text. */
  textOf(value: Json): string {
    const known = typeof value === 'object' && value !== null ? this.#written.get(value) : this.#plain?.value === value ? this.#plain.text : undefined;
    if (known !== undefined) return known;
    const text = jsonOf(value);
    this.root.historyChars += text.length;
    const { maxHistoryChars } = this.#limits;
    if (this.root.historyChars > maxHistoryChars) throw new HistoryFull(`The texts of the execution's history have more than ${maxHistoryChars} characters together.`);
    if (typeof value === 'object' && value !== null) this.#written.set(value, text);
    else this.#plain = { value, text };
    return text;
  }
  /** Adds an event to a branch's own thread. */
  tell(frame: Frame, type: string, details: Json): void {
    frame.last = this.aside(frame, type, details);
  }
  /** An event that the branch's next one does not point to. What a distributed Map's items do is not in this history. */
  aside(frame: Readonly<Frame>, type: string, details: Json): number {
    if (!this.regionOf(frame).apart) return this.event(frame.last, type, details);
    const item = this.frame(this.#itemAround(frame));
    if (item !== undefined) item.told = (item.told ?? 0) + 1;
    return frame.last;
  }
  /** The item of a distributed Map that the frame is in, if the history which that item would have on AWS is full; null otherwise. */
  fullItem(frame: Readonly<Frame>): string | null {
    if (!this.regionOf(frame).apart) return null;
    const id = this.#itemAround(frame);
    return (this.peek(id)?.told ?? 0) >= this.maxItemEvents - 1 ? id : null;
  }
  /** Events of one item: an execution of its own has a history of its own, even where this engine's executions have none that ends. */
  get maxItemEvents(): number {
    return Math.min(this.#limits.maxEvents, 25_000);
  }
  /** Id of the frame of the nearest item that starts apart. */
  #itemAround(frame: Readonly<Frame>): string {
    let at = frame;
    while (at.parent !== null && !this.#startsApart(at)) at = this.peek(at.parent) ?? { ...at, parent: null };
    return at.join === null ? rootFrame : branchFrame(at.join, at.index);
  }

  /** Failures go first, so that nothing is done for a branch that they abort. */
  plan(work: Work): void {
    (work.do === 'fail' ? this.#failures : this.#others).push(work);
  }
  next(): Work | undefined {
    return this.#failures.shift() ?? this.#others.shift();
  }

  commit(): { readonly state: ExecutionState; readonly changed: readonly string[]; readonly removed: readonly string[] } {
    const frames = this.#changes.size === 0 ? this.#base : this.#base.with(this.#changes);
    const keys = [...this.#changes.keys()];
    return {
      // The root is plain JSON too, for the reason given at `put`.
      state: { root: this.root as unknown as Json, frames },
      changed: keys.filter((key) => this.#changes.get(key) !== undefined),
      removed: keys.filter((key) => this.#changes.get(key) === undefined),
    };
  }
}
