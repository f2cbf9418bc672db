import { child, twoAtATime } from '../children.ts';
import { newCounter, type Counter, type Counts } from './counts.ts';

/** A part of what is to be counted, for one process: a script with its mode and seeds. */
export interface Piece {
  readonly script: string;
  readonly mode: string;
  readonly first: number;
  readonly count: number;
}

/** Longer than any piece takes on a busy machine. */
const LONGEST_SECONDS = 1800;

export const piecesOf = (script: string, mode: string, first: number, all: number, size: number): readonly Piece[] =>
  Array.from({ length: Math.ceil(all / size) }, (_, index) => ({ script, mode, first: first + index * size, count: Math.min(size, all - index * size) }));

/** Runs the pieces, two at a time, and adds up what they print; `broken` tells what crashed or hung. Scripts stand beside this one. Tells how far it is on stderr. */
export async function counted(pieces: readonly Piece[]): Promise<{ readonly counter: Counter; readonly broken: readonly string[] }> {
  const counter = newCounter();
  const broken: string[] = [];
  let done = 0;
  await twoAtATime(pieces, async ({ script, mode, first, count }) => {
    const { found, failure } = await child(import.meta.url, script, [mode, String(first), String(count)], LONGEST_SECONDS);
    done += 1;
    process.stderr.write(`${script} ${mode} from seed ${first}: ${failure ?? 'done'} (${done} of ${pieces.length})\n`);
    if (failure !== null) {
      broken.push(`${mode} from seed ${first} ${failure}`);
      return;
    }
    // Printed by our own script in this shape.
    const counts = found as Counts;
    for (const text of counts.differing) process.stderr.write(`\n${text}\n`);
    counter.take(counts);
  });
  return { counter, broken };
}
