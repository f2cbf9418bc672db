import type { Io } from '../io.ts';
import { printable } from './printable.ts';
import { cut } from './text.ts';
import { textWidth } from './width.ts';

/**
 * Redraws a block of lines on standard error: each frame is one write, a line is cleared only behind its new text, and a frame like the last is not
 * written at all, so that nothing flickers. Lines that a terminal would break, or that would scroll away, cannot be redrawn: they are cut;
 * the last frame may scroll.
 */
export function screen(io: Io): (lines: readonly string[], last?: boolean) => void {
  let drawn: readonly string[] = [];
  let columns = io.columns;
  return (lines, last = false) => {
    const room = Math.max(1, io.rows - 1);
    const shown = (last || lines.length <= room ? lines : lines.slice(0, room)).map((line) => cut(printable(line), io.columns - 1));
    if (io.columns === columns && shown.join('\n') === drawn.join('\n')) return;
    // A terminal that became narrower has broken the lines of the last frame.
    const high = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / io.columns)), 0);
    const up = drawn.length === 0 ? '' : `\u001b[${Math.min(high, Math.max(drawn.length, io.rows - 1))}A\r`;
    // Terminals that know the mode 2026 show the frame at once; others ignore it.
    io.draw(`\u001b[?2026h${up}${shown.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J\u001b[?2026l`);
    drawn = shown;
    columns = io.columns;
  };
}
