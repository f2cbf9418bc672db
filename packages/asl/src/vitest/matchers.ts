import { coverageText, shortfalls, type Thresholds } from '../covered/report.ts';
import type { Json } from '../engine-types.ts';
import { namesOf } from '../run/handlers.ts';
import type { Ended, TaskCall } from '../run/types.ts';
import { visitsOf } from '../trace/trace.ts';
import { coverageIn, cut, endOf, executionIn, pathOf } from './received.ts';

/** What is used of the `this` that vitest gives a matcher. */
export interface MatcherContext {
  readonly isNot: boolean;
  equals(a: unknown, b: unknown): boolean;
  readonly utils: { diff(a: unknown, b: unknown): string | undefined; stringify(value: unknown, depth?: number, options?: { readonly min: boolean }): string };
}
export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** A sentence that says what was expected, then what happened. */
function verdict(context: MatcherContext, pass: boolean, expected: string, ...happened: readonly string[]): Verdict {
  return { pass, message: () => [`Expected the execution ${context.isNot ? 'not ' : ''}${expected}.`, ...happened].join('\n') };
}
const shown = (context: MatcherContext, value: unknown): string => cut(context.utils.stringify(value, undefined, { min: true }));
const matches = (text: string | null, wanted: string | RegExp): boolean => (typeof wanted === 'string' ? text === wanted : text !== null && new RegExp(wanted).test(text));
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

export const matchers = {
  toSucceed(this: MatcherContext, received: unknown): Verdict {
    const end = executionIn(received, 'toSucceed');
    return verdict(this, end.status === 'SUCCEEDED', 'to succeed', `${endOf(end)}.`, pathOf(end));
  },

  toSucceedWith(this: MatcherContext, received: unknown, output: unknown): Verdict {
    const end = executionIn(received, 'toSucceedWith');
    const pass = end.status === 'SUCCEEDED' && this.equals(end.output, output);
    const diff = end.status === 'SUCCEEDED' && !pass ? (this.utils.diff(output, end.output) ?? '') : pathOf(end);
    return verdict(this, pass, `to succeed with ${shown(this, output)}`, `${endOf(end)}.`, diff);
  },

  toFailWith(this: MatcherContext, received: unknown, error: string | RegExp, cause?: string | RegExp): Verdict {
    const end = executionIn(received, 'toFailWith');
    const failed = end.status !== 'SUCCEEDED' && end.status !== 'RUNNING';
    const pass = failed && matches(end.error, error) && (cause === undefined || matches(end.cause, cause));
    return verdict(this, pass, `to fail with ${String(error)}${cause === undefined ? '' : `: ${String(cause)}`}`, `${endOf(end)}.`, pathOf(end));
  },

  toHaveEntered(this: MatcherContext, received: unknown, state: string, count?: number): Verdict {
    const end = executionIn(received, 'toHaveEntered');
    const entered = visitsOf(end.events).filter((visit) => visit.state === state).length;
    const pass = count === undefined ? entered > 0 : entered === count;
    return verdict(this, pass, `to have entered '${state}'${count === undefined ? '' : ` ${times(count)}`}`, ...(entered > 0 ? [`It entered it ${times(entered)}.`] : []), `${endOf(end)}.`, pathOf(end));
  },

  toHaveTakenPath(this: MatcherContext, received: unknown, ...states: readonly string[]): Verdict {
    const end = executionIn(received, 'toHaveTakenPath');
    const path = visitsOf(end.events).map(({ state }) => state);
    const pass = this.equals(path, states);
    return verdict(this, pass, `to have entered ${states.join(', ')}, and nothing else`, `${endOf(end)}.`, this.isNot ? '' : (this.utils.diff(states, path) ?? ''), pathOf(end));
  },

  toHaveCalled(this: MatcherContext, received: unknown, name: string, count?: number): Verdict {
    const end = executionIn(received, 'toHaveCalled');
    const calls = callsOf(end, name).length;
    const pass = count === undefined ? calls > 0 : calls === count;
    return verdict(this, pass, `to have called '${name}'${count === undefined ? '' : ` ${times(count)}`}`, callsTold(end), `${endOf(end)}.`);
  },

  toHaveCalledWith(this: MatcherContext, received: unknown, name: string, given: unknown): Verdict {
    const end = executionIn(received, 'toHaveCalledWith');
    const calls = callsOf(end, name);
    const pass = calls.some((call) => this.equals(call.arguments, given));
    const last = calls.at(-1);
    return verdict(this, pass, `to have called '${name}' with ${shown(this, given)}`, last === undefined || pass ? callsTold(end) : `Its ${calls.length === 1 ? 'call' : 'last call'} of it:\n${this.utils.diff(given, last.arguments) ?? ''}`, `${endOf(end)}.`);
  },

  toHaveRetried(this: MatcherContext, received: unknown, state: string, count?: number): Verdict {
    const end = executionIn(received, 'toHaveRetried');
    const retries = end.ways.filter((way) => way.took === 'retrier' && way.state === state).length;
    const pass = count === undefined ? retries > 0 : retries === count;
    return verdict(this, pass, `to have retried '${state}'${count === undefined ? '' : ` ${times(count)}`}`, retries === 0 ? 'It did not.' : `It did so ${times(retries)}.`, `${endOf(end)}.`, pathOf(end));
  },

  toHaveCaught(this: MatcherContext, received: unknown, state: string, error?: string | RegExp): Verdict {
    const end = executionIn(received, 'toHaveCaught');
    const caught = visitsOf(end.events).filter((visit) => visit.state === state && visit.outcome === 'caught');
    const pass = caught.some(({ failures }) => error === undefined || matches(failures.at(-1)?.error ?? null, error));
    return verdict(this, pass, `to have caught ${error === undefined ? 'an error' : String(error)} of '${state}'`, `${endOf(end)}.`, pathOf(end));
  },

  toCover(this: MatcherContext, received: unknown, thresholds: Thresholds = { states: 100, branches: 100 }): Verdict {
    const coverage = coverageIn(received, 'toCover');
    const missing = shortfalls(coverage, thresholds);
    return { pass: missing.length === 0, message: () => [missing.length === 0 ? 'The coverage reaches the thresholds.' : missing.join('\n'), '', coverageText(coverage)].join('\n') };
  },
};

/** The calls of a state, resource, function or action: the names under which handlers stand. */
function callsOf({ calls }: Ended, name: string): readonly TaskCall[] {
  return calls.filter((call) => namesOf(call).slice(0, -1).includes(name));
}

function callsTold({ calls }: Ended): string {
  if (calls.length === 0) return 'It called nothing.';
  const lines = calls.slice(0, 20).map(({ state, resource, arguments: given }: { readonly state: string; readonly resource: string; readonly arguments: Json }) => `  ${state}: ${resource} ${cut(JSON.stringify(given))}`);
  return ['It called:', ...lines, ...(calls.length > 20 ? [`  … and ${calls.length - 20} more`] : [])].join('\n');
}
