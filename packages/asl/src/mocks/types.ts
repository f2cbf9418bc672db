import type { TextPosition } from '../check/problem.ts';
import type { Json } from '../engine-types.ts';
import type { Status } from '../run/types.ts';

/** What a mock file says wrongly, with its place. */
export interface MockProblem {
  readonly severity: 'error' | 'warning';
  /** A JSON pointer into the file. */
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
  /** null when the file was not given as text. */
  readonly at: TextPosition | null;
}

/** What starts number `from` to `to` of a task get; 0 is the first. */
export interface MockedRange {
  readonly from: number;
  readonly to: number;
  readonly answer: { readonly output: Json } | { readonly error: string; readonly cause: string };
}

export interface MockedState {
  /** Name of the response in `MockedResponses`. */
  readonly response: string;
  readonly ranges: readonly MockedRange[];
}

/** What a case expects of its execution; what it leaves out may be anything. */
export interface Expectation {
  readonly input?: Json;
  readonly status?: Status;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** The states that are entered, in this order and no others. */
  readonly path?: readonly string[];
}

export interface MockCase {
  readonly machine: string;
  readonly name: string;
  readonly states: ReadonlyMap<string, MockedState>;
  /** null: the case says nothing about the end. */
  readonly expected: Expectation | null;
}
