import type { Json } from '@millrace/core';
import type { Change, PendingWork, Persistence } from './persistence.ts';
import { SortedMap } from './sorted-map.ts';
import { TimerQueue } from './timer-queue.ts';

/** Keeps a host's state in memory: for tests. */
export function memoryPersistence(): Persistence {
  const tables = new Map<string, SortedMap<Json>>();
  const timers = new TimerQueue();
  const works = new Map<string, PendingWork>();
  let seq = 0;

  const table = (service: string, kind: string): SortedMap<Json> => {
    const name = `${service} ${kind}`;
    const found = tables.get(name) ?? new SortedMap<Json>();
    tables.set(name, found);
    return found;
  };
  const write = (change: Change): void => {
    switch (change.type) {
      case 'row':
        if (change.row === null) table(change.service, change.kind).delete(change.key);
        else table(change.service, change.kind).set(change.key, change.row);
        return;
      case 'timer':
        seq = Math.max(seq, change.timer.seq);
        timers.set(change.timer);
        return;
      case 'cancel':
        timers.cancel(change.service, change.id);
        return;
      case 'work':
        works.set(change.pending.work.id, change.pending);
        return;
      case 'workDone':
        works.delete(change.id);
    }
  };
  return {
    get: (service, kind, key) => table(service, kind).get(key) ?? null,
    list: (service, kind, prefix) => table(service, kind).withPrefix(prefix).map(({ key, value }) => ({ key, row: value })),
    commit: (changes) => {
      changes.forEach(write);
    },
    nextTimer: () => timers.next(),
    busy: () => timers.busy,
    work: (id) => works.get(id) ?? null,
    allWork: () => [...works.values()],
    lastSeq: () => seq,
    close: () => undefined,
  };
}
