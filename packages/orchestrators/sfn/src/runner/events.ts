import { listed, pages } from '../pages.ts';
import type { HistoryEvent } from '../port.ts';
import { milliseconds, type RunnerContext } from './context.ts';

/** The whole history of an execution, oldest first; nothing once Step Functions has forgotten it, after 90 days. */
export async function historyOf({ port }: Pick<RunnerContext, 'port'>, executionArn: string): Promise<readonly HistoryEvent[]> {
  return await listed(pages(async (token) => {
    const { events = [], nextToken } = await port.states('GetExecutionHistory', { executionArn, maxResults: 1000, ...(token === undefined ? {} : { nextToken: token }) });
    return { items: events, next: nextToken };
  }, 'ExecutionDoesNotExist'));
}

const ENDS = new Set(['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionSucceeded']);

/** One stretch of an execution: from its start or a redrive to its end. Epoch milliseconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number | null;
  /** It was aborted. */
  readonly stopped: boolean;
  /** Its events. */
  readonly events: readonly HistoryEvent[];
}

/** The history in stretches: one, and one more for each redrive. */
export function stretches(events: readonly HistoryEvent[]): readonly Stretch[] {
  const starts = events.flatMap(({ type }, index) => (index === 0 || type === 'ExecutionRedriven' ? [index] : []));
  return starts.map((from, at) => {
    const own = events.slice(from, starts[at + 1]);
    const end = own.findLast(({ type = '' }) => ENDS.has(type));
    return { start: milliseconds(own[0]?.timestamp ?? 0), end: end === undefined ? null : milliseconds(end.timestamp ?? 0), stopped: end?.type === 'ExecutionAborted', events: own };
  });
}

/** States that an execution has entered, and those that it has not left: where a redrive goes on. Parallels and Maps are told by what is in them. */
export function statesIn(events: readonly HistoryEvent[]): { readonly entered: ReadonlySet<string>; readonly open: ReadonlySet<string> } {
  const inside = new Map<string, number>();
  // Whether a redrive tells that it enters a state again which was left open, no document says: it is in it once.
  let again = new Set<string>();
  for (const { type = '', stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of events) {
    if (type.startsWith('Parallel') || type.startsWith('Map')) continue;
    if (type === 'ExecutionRedriven') again = new Set([...inside].flatMap(([name, times]) => (times > 0 ? [name] : [])));
    if (entered?.name !== undefined && !again.delete(entered.name)) inside.set(entered.name, (inside.get(entered.name) ?? 0) + 1);
    if (exited?.name !== undefined) inside.set(exited.name, (inside.get(exited.name) ?? 0) - 1);
  }
  return { entered: new Set(inside.keys()), open: new Set([...inside].flatMap(([name, times]) => (times > 0 ? [name] : []))) };
}
