import type { Json } from '../engine-types.ts';

/** What a branch of the execution (the machine itself is one) waits for. */
export type Waiting =
  | { readonly for: 'task'; readonly id: string; readonly resource: string; readonly timer: string | null }
  | { readonly for: 'wait'; readonly id: string }
  | { readonly for: 'retry'; readonly id: string }
  | { readonly for: 'branches'; readonly join: string; readonly count: number }
  | { readonly for: 'join'; readonly output: Json };

/** Where one branch stands: plain JSON under its id in `ExecutionState.frames`. */
export interface Frame {
  readonly region: number;
  /** Frame whose Parallel state this is a branch of. */
  readonly parent: string | null;
  /** Key of the counter of branches that still run. */
  readonly join: string | null;
  readonly state: string;
  readonly input: Json;
  /** History event of entering the state, and the last one of this branch. */
  readonly entered: number;
  readonly enteredAt: number;
  readonly last: number;
  /** Retries done in this visit, by position in `Retry`. */
  readonly retries: readonly number[];
  readonly waiting: Waiting | null;
}

export interface Root {
  /** Next number for ids of tasks, timers and joins. */
  readonly next: number;
  readonly events: number;
  readonly timer: string | null;
  readonly ended: boolean;
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
export function variableKey(frame: string, name: string): string {
  return `${frame}$${name}`;
}
