import type { NativeSpan, ObservedContinuation, RefusedRecord } from '@millrace/workload';
import { pages } from '../pages.ts';
import { isAwsError, type Execution } from '../port.ts';
import { executionArn, milliseconds, ownMachine, type RunnerContext } from './context.ts';

/** Null when there is no such execution, or no more: Step Functions keeps them for 90 days. */
export async function execution(context: RunnerContext, name: string): Promise<Execution | null> {
  try {
    return await context.port.states('DescribeExecution', { executionArn: executionArn(context, name) });
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist', 'InvalidName', 'InvalidArn')) return null;
    throw error;
  }
}

/** Variables of an execution as its first states have settled them; none before that, and none once Step Functions has forgotten it. */
export async function settledBy({ port }: Pick<RunnerContext, 'port'>, executionArn: string): Promise<{ readonly run: unknown; readonly params: unknown }> {
  const { events = [] } = await port.states('GetExecutionHistory', { executionArn, maxResults: 20 });
  const assigned = events.find(({ stateExitedEventDetails: exited }) => exited?.name === 'Start')?.stateExitedEventDetails?.assignedVariables ?? {};
  return { run: jsonIn(assigned['run']), params: jsonIn(assigned['params']) };
}

/** Null for a text that is no JSON: what Step Functions cuts off in its answers is as good as nothing. */
export function jsonIn(text: string | undefined): unknown {
  try {
    const json: unknown = JSON.parse(text ?? 'null');
    return json;
  } catch {
    return null;
  }
}

// An object of unknown values is all that is claimed.
/** The members of an object; none of anything else. */
export const fieldsIn = (json: unknown): Readonly<Record<string, unknown>> => (typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {});

/** Newest first, page by page; all, or those that run. */
export async function* executions(context: RunnerContext, statusFilter?: 'RUNNING'): AsyncGenerator<Execution> {
  const stateMachineArn = ownMachine(context);
  const found = pages(async (token) => {
    const { executions: items = [], nextToken } = await context.port.states('ListExecutions', { stateMachineArn, maxResults: 100, ...(statusFilter === undefined ? {} : { statusFilter }), ...(token === undefined ? {} : { nextToken: token }) });
    return { items, next: nextToken };
  });
  for await (const page of found) yield* page;
}

export function spanOf({ executionArn: nativeId = '', startDate = 0, stopDate, status, error, cause, output }: Execution): NativeSpan {
  const state = status === 'RUNNING' ? 'running' : status === 'ABORTED' ? 'stopped' : 'ended';
  return { nativeId, start: milliseconds(startDate), end: stopDate === undefined ? null : milliseconds(stopDate), state, ...toldBy(status, error, cause), ...(saysSkipped(output) ? { skipped: true } : {}) };
}

/** What the machine answers where it starts nothing, since another run is live. */
export const saysSkipped = (output: string | undefined): boolean => fieldsIn(jsonIn(output))['millrace'] === 'skipped';

/** Names that the machine gives: its verdict says what the steps say already, and a stop of ours needs no words. */
const OURS = new Set(['Millrace.RunFailed', 'Millrace.Stopped']);
const INVALID = 'Millrace.InvalidInput';

function toldBy(status: string | undefined, error = '', cause = ''): { readonly message?: string } {
  if ((status !== 'FAILED' && status !== 'TIMED_OUT' && status !== 'ABORTED') || OURS.has(error)) return {};
  const told = [error, cause].filter((part) => part !== '').join(': ');
  if (status === 'ABORTED') return { message: `The execution was stopped outside Millrace${told === '' ? '.' : `: ${told}`}` };
  return { message: told === '' ? `The execution ended ${status}.` : told };
}

/** What was given to the run is wrong: its first states said so, and nothing of it began. */
export function refusedBy(continuations: readonly ObservedContinuation[]): RefusedRecord | null {
  const [first, ...more] = continuations;
  const native = first?.native ?? null;
  if (native?.message?.startsWith(`${INVALID}: `) !== true || more.length > 0) return null;
  return { message: native.message.slice(INVALID.length + 2), at: native.end ?? native.start };
}
