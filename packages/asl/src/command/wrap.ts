import { columnsOf } from '../text/columns.ts';

/** A text on lines of at most `width` columns, each behind `indent`. Words longer than a line are broken. */
export function indented(text: string, width: number, indent: string): string {
  const room = Math.max(width - columnsOf(indent), 10);
  const lines: string[] = [];
  for (const paragraph of text.replaceAll(/[^\P{Cc}\n\t]/gu, '').split('\n')) {
    let line = '';
    for (const word of paragraph.split(/[ \t]+/u)) {
      if (line !== '' && columnsOf(line) + 1 + columnsOf(word) <= room) {
        line += ` ${word}`;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (columnsOf(line) > room) {
        const head = headOf(line, room);
        lines.push(head);
        line = line.slice(head.length);
      }
    }
    lines.push(line);
  }
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function headOf(text: string, room: number): string {
  let head = '';
  let used = 0;
  for (const letter of text) {
    used += columnsOf(letter);
    if (used > room && head !== '') break;
    head += letter;
  }
  return head;
}
