import { signWidth } from './width.ts';

/** Breaks prose at spaces so that no line is longer than `columns`. The text is written after something as wide as `indent`, and goes on below itself. A word longer than a line stays whole. */
export function wrap(text: string, columns: number, indent = ''): string {
  return text.split('\n').flatMap((line) => wrapLine(line, columns - indent.length)).join(`\n${indent}`);
}

function wrapLine(text: string, width: number): string[] {
  const margin = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = margin;
  for (const word of text.trimStart().split(' ')) {
    if (line !== margin && line.length + 1 + word.length > width) {
      lines.push(line);
      line = margin + word;
    } else line = line === margin ? margin + word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Shortens a plain line in its middle, where long names tell least. */
export function shorten(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const tail = Math.floor(columns / 2.5);
  return `${line.slice(0, columns - tail - 1)}…${line.slice(-tail)}`;
}

// Colour codes take no place on the line.
const colour = /^\u001b\[\d+m/;

/** Cuts a line at `columns`, so that a terminal does not break it in two; colour codes stay. */
export function cut(line: string, columns: number): string {
  let shown = '';
  let taken = 0;
  for (let rest = line; rest !== '';) {
    const code = colour.exec(rest)?.[0];
    const next = code ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
    if (code !== undefined) shown += code;
    else {
      taken += signWidth(next);
      if (taken <= columns) shown += next;
    }
    rest = rest.slice(next.length);
  }
  return shown;
}
