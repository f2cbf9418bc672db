import type { HistoryEvent } from '../engine-types.ts';
import { member, textOf } from '../json.ts';
import { duration } from '../picture/words.ts';
import { table } from '../text/columns.ts';
import { Trace } from '../trace/trace.ts';

/** Events of a history as a table: number, time since the start, type, state, and what is most worth knowing. */
export function historyText(events: readonly HistoryEvent[], width: number, most: number): string {
  const trace = new Trace();
  const start = events[0]?.timestamp ?? 0;
  const rows = events.map((event) => {
    const visit = trace.add(event);
    const state = event.type.startsWith('Execution') ? '' : (visit?.state ?? '');
    return [String(event.id), duration(event.timestamp - start), event.type, state, detailOf(event)];
  });
  const left = Math.max(0, rows.length - most);
  // The end of a long history is worth more than its beginning.
  const shown = left === 0 ? rows : rows.slice(left);
  const columns = [{ head: '#', side: 'right' }, { head: 'After', side: 'right' }, { head: 'Event', gives: true }, { head: 'State', gives: true }, { head: 'What', gives: true }] as const;
  const lines = table(columns, shown, width);
  const note = left === 0 ? [] : [`${left} earlier events are left out: --all shows them.`];
  return [...note, ...lines].map((line) => `${line}\n`).join('');
}

function detailOf({ details }: HistoryEvent): string {
  const error = [textOf(member(details, 'error')), textOf(member(details, 'cause'))].filter((text) => text !== '');
  if (error.length > 0) return error.join(': ');
  for (const name of ['output', 'parameters', 'input']) {
    const text = textOf(member(details, name));
    if (text !== '') return text;
  }
  const index = member(details, 'index');
  return typeof index === 'number' ? `item ${index}` : '';
}
