/** Text for XML: marked characters escaped, those that XML forbids left out. */
export function escaped(text: string): string {
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '').replaceAll(/[&<>"']/gu, (mark) => escapes[mark] ?? mark);
}
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** About how wide a text is drawn: pictures are made where no font can be measured, so a little more than most fonts need. */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) ems += letter > '\u2e80' ? 1 : /[fijlrtI.,:;'|!()[\] -]/u.test(letter) ? 0.36 : /[mwMW@%…]/u.test(letter) ? 0.92 : /[A-Z0-9$_]/u.test(letter) ? 0.68 : 0.58;
  return ems * size * 1.07;
}

/** As much of a text as fits, with an ellipsis where it is cut. */
export function cutTo(text: string, width: number, size: number): string {
  if (widthOf(text, size) <= width) return text;
  let cut = '';
  for (const letter of text) {
    if (widthOf(`${cut}${letter}…`, size) > width) break;
    cut += letter;
  }
  return `${cut.trimEnd()}…`;
}

/** A text on lines of some width, broken at blanks, hyphens, underscores and capitals where it can be; the last one is cut. */
export function wrapped(text: string, width: number, size: number, most: number): readonly string[] {
  const parts = text.split(/(?<=[\s_\-/.:])|(?<=[a-z])(?=[A-Z])/u);
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (line !== '' && widthOf((line + part).trimEnd(), size) > width && lines.length < most - 1) {
      lines.push(line.trim());
      line = '';
    }
    line += part;
    while (widthOf(line.trimEnd(), size) > width && lines.length < most - 1) {
      const head = cutTo(line, width, size).slice(0, -1);
      if (head === '') break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, cutTo(line.trim(), width, size)].filter((one, i) => i === 0 || one !== '');
}

/** A time as people read it: 250ms, 2.5s, 1m 05s, 2h 03m, 3d 4h. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10}s`;
  const minutes = Math.floor(ms / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}m ${two(Math.floor((ms % 60_000) / 1000))}s`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  return `${Math.floor(minutes / 1440)}d ${Math.floor((minutes % 1440) / 60)}h`;
}
