/** How wide a text stands in a terminal: letters of East Asia and emoji take two columns, marks on letters none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (/\p{M}|\p{Cf}/u.test(letter)) continue;
    columns += isWide(code) ? 2 : 1;
  }
  return columns;
}

/** Source: Unicode Standard Annex 11, the blocks whose letters are wide. */
function isWide(code: number): boolean {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) || (code >= 0x20000 && code <= 0x3fffd);
}

/** The text, cut with an ellipsis to at most so many columns, on one line and without control characters. */
export function fitted(text: string, most: number): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  if (columnsOf(line) <= most) return line;
  let cut = '';
  let used = 0;
  for (const letter of line) {
    const more = columnsOf(letter);
    if (used + more > most - 1) break;
    cut += letter;
    used += more;
  }
  return `${cut}…`;
}

/** Filled with blanks to so many columns. */
export function padded(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return side === 'left' ? text + blanks : blanks + text;
}

export interface Column {
  readonly head: string;
  readonly side?: 'right';
  /** Takes what room the others leave, and is cut if it must. */
  readonly gives?: true;
}

/** Rows under heads, two blanks between columns, no line longer than `width`. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  const clean = [columns.map(({ head }) => head), ...rows.map((row) => row.map((cell) => fitted(cell, 1000)))];
  const natural = columns.map((_, i) => Math.max(...clean.map((row) => columnsOf(row[i] ?? ''))));
  const givers = columns.flatMap(({ gives }, i) => (gives === true ? [i] : []));
  const fixed = natural.reduce((sum, one, i) => sum + (givers.includes(i) ? 0 : one), 0) + 2 * (columns.length - 1);
  const room = Math.max(width - fixed, givers.length * 6);
  const widths = natural.map((one, i) => (givers.includes(i) ? shareOf(i, givers, natural, room) : one));
  return clean.map((row) => row.map((cell, i) => padded(fitted(cell, widths[i] ?? 0), widths[i] ?? 0, columns[i]?.side)).join('  ').trimEnd());
}

/** Narrow columns keep their width; the rest is shared evenly. */
function shareOf(column: number, givers: readonly number[], natural: readonly number[], room: number): number {
  let left = room;
  let open = [...givers];
  for (let narrow = true; narrow; ) {
    const even = Math.floor(left / Math.max(open.length, 1));
    const fits = open.filter((i) => (natural[i] ?? 0) <= even);
    narrow = fits.length > 0;
    if (fits.includes(column)) return natural[column] ?? 0;
    for (const i of fits) left -= natural[i] ?? 0;
    open = open.filter((i) => !fits.includes(i));
  }
  return Math.max(6, Math.floor(left / Math.max(open.length, 1)));
}
