import { isWildcard } from './asl-wildcards.ts';
import type { Case } from './suites.ts';

/** How an execution ended: its status with its output, or the name of its error. Causes are sentences and are not compared. */
export interface End {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A recorded history, or only its input and output; null when the record has no end. */
export function endOf({ events }: Case): End | null {
  if (!Array.isArray(events)) return member(events, 'output') === undefined ? null : { status: 'SUCCEEDED', output: recordedJson(member(events, 'output')) };
  const last: unknown = events.at(-1);
  switch (member(last, 'type')) {
    case 'ExecutionSucceeded':
      return { status: 'SUCCEEDED', output: recordedJson(member(member(last, 'executionSucceededEventDetails'), 'output')) };
    case 'ExecutionFailed':
      return { status: 'FAILED', error: member(member(last, 'executionFailedEventDetails'), 'error') ?? null };
    case 'ExecutionTimedOut':
      return { status: 'TIMED_OUT', error: member(member(last, 'executionTimedOutEventDetails'), 'error') ?? null };
    default:
      return null;
  }
}

/** Records hold objects as they are, and everything else as the text of its JSON. */
export function recordedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The input as it was given, with what the record shows of it where that is no placeholder. */
export function inputOf({ events, input }: Case): unknown {
  const given = recordedJson(input);
  const shown = Array.isArray(events) ? recordedJson(member(member(events[0], 'executionStartedEventDetails'), 'input')) : undefined;
  return shown === undefined ? given : merged(given, shown);
}

function merged(given: unknown, shown: unknown): unknown {
  if (typeof shown === 'string') return isWildcard(shown) && given !== undefined ? given : shown;
  if (Array.isArray(shown)) return shown.map((item, i) => merged(listOf(given)[i], item));
  if (typeof shown !== 'object' || shown === null) return shown;
  return Object.fromEntries(Object.entries(shown).map(([key, item]: [string, unknown]) => [key, merged(member(given, key), item)]));
}

/** Types and names of the states in the order of their entering; null when the record has no history. */
export function enteredStates(events: unknown): readonly string[] | null {
  if (!Array.isArray(events)) return null;
  return events.flatMap((event: unknown) => {
    const type = String(member(event, 'type'));
    return type.endsWith('StateEntered') ? [`${type} ${String(member(member(event, 'stateEnteredEventDetails'), 'name'))}`] : [];
  });
}

/** Can states of this machine run beside each other? */
export function isConcurrent(definition: unknown): boolean {
  if (typeof definition !== 'object' || definition === null) return false;
  if (member(definition, 'Type') === 'Parallel') return true;
  if (member(definition, 'Type') === 'Map' && member(definition, 'MaxConcurrency') !== 1) return true;
  return Object.values(definition).some(isConcurrent);
}
