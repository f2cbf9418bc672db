import { isLiveState } from '@millrace/core';
import type { Io } from '../io.ts';
import type { Options } from '../table.ts';
import { deployed } from './deployed.ts';

const LOOKED_AT = 20;

/** Runs that are under way, asked for once; null when that cannot be known: what is half deployed has none that can be asked for. */
export function liveRuns(io: Io, options: Options): () => Promise<readonly string[] | null> {
  let answer: Promise<readonly string[] | null> | null = null;
  const ask = async (): Promise<readonly string[] | null> => {
    try {
      const runs = await (await deployed(io, options)).runner.list(LOOKED_AT);
      return runs.filter(({ state }) => isLiveState(state)).map(({ run }) => run);
    } catch {
      return null;
    }
  };
  return () => (answer ??= ask());
}

/** One run is under way, or several: what becomes of them, in either number. */
export function liveSentence(live: readonly string[], becomes: { readonly one: string; readonly several: string }): string {
  return live.length === 1 ? `Run ${live[0] ?? ''} is under way: ${becomes.one}` : `Runs ${live.join(', ')} are under way: ${becomes.several}`;
}
