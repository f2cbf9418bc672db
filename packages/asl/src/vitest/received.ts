import { isObject } from '../json.ts';
import type { Coverage } from '../covered/coverage.ts';
import type { Ended } from '../run/types.ts';
import { visitsOf } from '../trace/trace.ts';
import type { Visit } from '../trace/visit.ts';

const most = 20;

/** The execution that a matcher was given. Throws for what is none, such as a promise that was not awaited. */
export function executionIn(received: unknown, matcher: string): Ended {
  // What has a status and events is what `run` gave.
  if (isObject(received) && 'status' in received && Array.isArray(received['events']) && Array.isArray(received['calls'])) return received as unknown as Ended;
  if (received instanceof Promise) throw new TypeError(`${matcher} was given a promise: write expect(await run(…)).`);
  throw new TypeError(`${matcher} takes the result of run, not ${received === null ? 'null' : typeof received}.`);
}

export function coverageIn(received: unknown, matcher: string): Coverage {
  // Points are what coverageOf and mergeCoverage give.
  if (isObject(received) && Array.isArray(received['points'])) return received as unknown as Coverage;
  throw new TypeError(`${matcher} takes the result of coverageOf or mergeCoverage.`);
}

/** How an execution ended, as a sentence. */
export function endOf({ status, error, cause, output }: Ended): string {
  if (status === 'SUCCEEDED') return `It SUCCEEDED with ${cut(JSON.stringify(output))}`;
  if (status === 'RUNNING') return 'It is still RUNNING: a task waits for an answer that never comes';
  const why = [error, cause].filter((text) => text !== null && text !== '').join(': ');
  return why === '' ? `It ${status}` : `It ${status} with ${cut(why)}`;
}

/** The states that were entered, with what went wrong in them. */
export function pathOf(end: Ended): string {
  const visits = visitsOf(end.events);
  const lines = visits.slice(0, most).map((visit) => `  ${indent(visit, visits)}${visit.state}${noteOf(visit)}`);
  const more = visits.length > most ? [`  … and ${visits.length - most} more`] : [];
  return ['It entered:', ...(visits.length === 0 ? ['  nothing'] : lines), ...more].join('\n');
}

function indent({ around }: Visit, visits: readonly Visit[]): string {
  let depth = 0;
  for (let at = around; at !== null; at = visits[at]?.around ?? null) depth += 1;
  return '  '.repeat(depth);
}

function noteOf({ outcome, attempts, failures }: Visit): string {
  const last = failures.at(-1);
  const notes = [
    ...(outcome === 'succeeded' ? [] : [outcome === 'timedOut' ? 'timed out' : outcome]),
    ...(last?.error == null || last.error === '' ? [] : [last.error]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

const longest = 300;
export const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
