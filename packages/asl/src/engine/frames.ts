import type { Json } from '../engine-types.ts';
import type { Failure } from './errors.ts';

/** What a branch of the execution (the machine itself is one) waits for. */
export type Waiting =
  | TaskWait
  | { readonly for: 'wait'; readonly id: string }
  | { readonly for: 'retry'; readonly id: string }
  | BranchWait
  /** It ended well, and its output waits for its siblings. */
  | { readonly for: 'join'; readonly output: Json }
  /** An item that failed within what its Map tolerates. */
  | { readonly for: 'nothing'; readonly failure: Failure }
  /** It failed, or something else ended it, in its state: a redrive goes on from here. */
  | { readonly for: 'redrive' };

export interface TaskWait {
  readonly for: 'task';
  readonly id: string;
  readonly resource: string;
  /** Timers of the whole task and of its next heartbeat. */
  readonly timer: string | null;
  readonly beat: string | null;
  readonly timeoutSeconds: number | null;
  readonly heartbeatSeconds: number | null;
  /** An activity's task starts when a worker takes it; all others start at once. */
  readonly started: boolean;
}

export interface BranchWait {
  readonly for: 'branches';
  readonly join: string;
  readonly count: number;
  /** null for a Parallel state. */
  readonly map: MapRun | null;
  /** Its branches were stopped where they stood; a redrive goes on with them. */
  readonly stopped?: true;
}

export interface MapRun {
  readonly width: number;
  readonly toleratedCount: number | null;
  readonly toleratedPercentage: number | null;
  /** The items are the members of an object, as pairs of Key and Value. */
  readonly keyed?: true;
}

/** Row under the key of a join: branches that have not ended, the item that starts next, and items that failed. */
export interface Join {
  readonly left: number;
  readonly next: number;
  readonly failed: number;
}

/** Where one branch stands: plain JSON under its id in `ExecutionState.frames`. */
export interface Frame {
  readonly region: number;
  /** Frame whose Parallel or Map state this is a branch of, the key of their join, and the place among the siblings. */
  readonly parent: string | null;
  readonly join: string | null;
  readonly index: number;
  state: string;
  input: Json;
  /** History events: the one before the state was entered, of entering it (0: not yet), and the last one of this branch. */
  before: number;
  entered: number;
  enteredAt: number;
  last: number;
  /** Retries done in this visit, by position in `Retry`. */
  retries: readonly number[];
  waiting: Waiting | null;
  /** Of an item of a distributed Map, which on AWS is an execution of its own: the events of that one's history, which nobody writes. */
  told?: number;
}

export interface Root {
  /** Next number for ids of tasks, timers and joins. */
  next: number;
  events: number;
  timer: string | null;
  ended: boolean;
  /** How it ended badly, if it did, and how often it was redriven. */
  failed: boolean;
  redrives: number;
  /** Bytes of all variables in scope somewhere. */
  variableBytes: number;
  /** Characters of JSON that were written for the history. */
  historyChars: number;
}

export const rootFrame = '0';
export const contextKey = 'context';

/** Ids carry their frame, so that an answer finds it without a table. */
export function idIn(frame: string, number: number): string {
  return `${frame}#${number}`;
}
export function frameOf(id: string): string {
  return id.slice(0, Math.max(id.lastIndexOf('#'), 0));
}
export function branchFrame(join: string, index: number): string {
  return `${join}/${index}`;
}
/** The items of a Map stand in a row of their own, which is written once: a frame that changes with every item must stay small. */
export function itemsKey(join: string): string {
  return `${join}!items`;
}
export function variableKey(frame: string, name: string): string {
  return `${frame}$${name}`;
}

export function blankFrame(place: Pick<Frame, 'region' | 'parent' | 'join' | 'index' | 'state' | 'input' | 'last'>): Frame {
  return { ...place, before: place.last, entered: 0, enteredAt: 0, retries: [], waiting: null };
}
