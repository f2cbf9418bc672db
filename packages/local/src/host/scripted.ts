import type { VirtualClock } from './clock.ts';
import type { Executor, Work, WorkResult } from './types.ts';

/** How a piece of work goes. Milliseconds. */
export interface Play {
  readonly ms: number;
  readonly outcome: WorkResult['outcome'];
  readonly message?: string;
  readonly tables?: WorkResult['tables'];
  readonly bookmark?: WorkResult['bookmark'];
  /** How it ends after it was asked to stop, unless its own end comes first or at the same instant. */
  readonly onStop?: { readonly ms: number; readonly outcome: WorkResult['outcome'] };
}

/**
 * Plays work in virtual time.
 * @example scriptedExecutor(clock, (work) => ({ ms: 60_000, outcome: 'succeeded' }))
 */
export function scriptedExecutor(clock: VirtualClock, play: (work: Work) => Play): Executor {
  const playing = new Map<string, { end: number; stop: Play['onStop']; bookmark: Play['bookmark']; done(result: WorkResult): void }>();
  const finish = (id: string, outcome: WorkResult['outcome'], script: Pick<Play, 'message' | 'tables' | 'bookmark'>): void => {
    const one = playing.get(id);
    if (one === undefined) return;
    playing.delete(id);
    one.done({ outcome, message: script.message ?? null, tables: script.tables ?? [], ...(script.bookmark === undefined ? {} : { bookmark: script.bookmark }) });
  };
  const start: Executor['start'] = (work, done) => {
    const script = play(work);
    const end = clock.now() + script.ms;
    playing.set(work.id, { end, stop: script.onStop, bookmark: script.bookmark, done });
    clock.at(end, () => {
      finish(work.id, script.outcome, script);
    });
  };
  return {
    start,
    recover: start,
    stop: (id) => {
      const one = playing.get(id);
      if (one === undefined) return;
      const { ms, outcome } = one.stop ?? { ms: 0, outcome: 'stopped' };
      const at = clock.now() + ms;
      if (at < one.end) clock.at(at, () => finish(id, outcome, { ...(one.bookmark === undefined ? {} : { bookmark: one.bookmark }) }));
    },
  };
}
