import type { Io } from '../io.ts';
import { shortRun } from '../render/run-id.ts';
import type { Options } from '../table.ts';
import { deployed } from './deployed.ts';

/** Runs that are under way, asked for once; null when that cannot be known: what is half deployed has none that can be asked for. */
export function liveRuns(io: Io, options: Options): () => Promise<readonly string[] | null> {
  let answer: Promise<readonly string[] | null> | null = null;
  const ask = async (): Promise<readonly string[] | null> => {
    try {
      return (await (await deployed(io, options)).runner.live()).map(({ run }) => run);
    } catch {
      return null;
    }
  };
  return () => (answer ??= ask());
}

const MOST = 5;

/** One run is under way, or several: what becomes of them, in either number. */
export function liveSentence(live: readonly string[], becomes: { readonly one: string; readonly several: string }): string {
  const shown = live.slice(0, MOST).map(shortRun).join(', ');
  return live.length === 1 ? `Run ${shown} is under way: ${becomes.one}` : `Runs ${shown}${live.length > MOST ? ` and ${live.length - MOST} more` : ''} are under way: ${becomes.several}`;
}
