import { expect } from 'vitest';
import type { Thresholds } from '../covered/report.ts';
import { matchers } from './matchers.ts';

/** Matchers for what `run` gives. Imported once, in a test or in a setup file, they are there for all tests: `import '@millrace/asl/vitest'`. */
export interface ExecutionMatchers<R = void> {
  /** The execution succeeded, whatever its output. */
  toSucceed(): R;
  /** It succeeded with this output; `expect.objectContaining` and its kin may stand in it. */
  toSucceedWith(output: unknown): R;
  /** It failed, timed out or was aborted, with this error and, where it is given, this cause. */
  toFailWith(error: string | RegExp, cause?: string | RegExp): R;
  /** It entered the state, at least once or exactly so often. */
  toHaveEntered(state: string, times?: number): R;
  /** It entered these states in this order and no others; those of branches as the history tells them. */
  toHaveTakenPath(...states: readonly string[]): R;
  /** It started a task of this state, resource, function or action, by the names under which handlers stand. */
  toHaveCalled(name: string, times?: number): R;
  /** The same, and at least one of the calls had these arguments. */
  toHaveCalledWith(name: string, given: unknown): R;
  /** It retried the state, at least once or exactly so often. */
  toHaveRetried(state: string, times?: number): R;
  /** The state failed, and a catcher took over. */
  toHaveCaught(state: string, error?: string | RegExp): R;
  /** Of a coverage: it reaches these percentages; by default everything. */
  toCover(thresholds?: Thresholds): R;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- the parameters have to be those that vitest declares, and ExecutionMatchers says it all
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends ExecutionMatchers<R> {}
}

expect.extend(matchers);
