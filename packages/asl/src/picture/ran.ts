import type { HistoryEvent } from '../engine-types.ts';
import { visitsOf } from '../trace/trace.ts';
import type { Outcome, Visit } from '../trace/visit.ts';

/** What an execution made of a state. */
export interface RanState {
  readonly outcome: Outcome;
  readonly visits: number;
  /** Starts of its work, over all visits. */
  readonly attempts: number;
  /** Milliseconds, over all visits. */
  readonly spent: number;
  /** Visits that failed, timed out or were caught. */
  readonly failed: number;
  /** The last error of any visit. */
  readonly error: string | null;
}

export interface Ran {
  readonly states: ReadonlyMap<string, RanState>;
  /** How often a way between two states was taken; `caught`: by a catcher. From null: the first state of its list. */
  taken(from: string | null, to: string, caught: boolean): number;
}

const worst: readonly Outcome[] = ['running', 'failed', 'timedOut', 'aborted', 'caught', 'succeeded'];

/** Sums up the visits that a history tells of. */
export function ranOf(events: readonly HistoryEvent[]): Ran {
  const visits = visitsOf(events);
  const now = events.at(-1)?.timestamp ?? 0;
  const taken = new Map<string, number>();
  for (const visit of visits) {
    const before = visit.before === null ? null : (visits[visit.before] ?? null);
    const key = wayKey(before?.state ?? null, visit.state, before?.outcome === 'caught');
    taken.set(key, (taken.get(key) ?? 0) + 1);
  }
  const states = new Map([...Map.groupBy(visits, ({ state }) => state)].map(([state, all]) => [state, sumOf(all, now)]));
  return { states, taken: (from, to, caught) => taken.get(wayKey(from, to, caught)) ?? 0 };
}

const wayKey = (from: string | null, to: string, caught: boolean): string => JSON.stringify([from, to, caught]);

function sumOf(visits: readonly Visit[], now: number): RanState {
  // Of a loop or a retry the last visit counts; of the items of a Map, the worst.
  const last = [...new Map(visits.map((visit) => [`${visit.around} ${visit.index}`, visit.outcome])).values()];
  return {
    outcome: worst.find((outcome) => last.includes(outcome)) ?? 'succeeded',
    visits: visits.length,
    attempts: visits.reduce((sum, { attempts }) => sum + attempts, 0),
    spent: visits.reduce((sum, { enteredAt, leftAt }) => sum + (leftAt ?? now) - enteredAt, 0),
    failed: visits.filter(({ outcome }) => outcome === 'failed' || outcome === 'timedOut' || outcome === 'caught').length,
    error: visits.flatMap(({ failures }) => failures).at(-1)?.error ?? null,
  };
}
