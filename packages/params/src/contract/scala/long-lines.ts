// The grammar asks for the column at most tokens, and finding it takes as long as the line is: a line costs its code times its length.
const MOST_WORK = 1_500_000;
const LITTLE = 1000;
const pattern = /"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\[^\n]{1,5})'|`[^`\n]*`|\/\/[^\n]*|\/\*|\n/;

/** The offset of the first line that would take the grammar too long, or null. Texts and comments cost little. */
export function tooLongLine(text: string): number | null {
  const find = finder(text);
  const opening = new RegExp(pattern, 'g');
  let [line, code, at] = [0, 0, 0];
  for (let found = opening.exec(text); ; found = opening.exec(text)) {
    const start = found?.index ?? text.length;
    code += start - at;
    if (code > LITTLE && code * (start - line) > MOST_WORK) return line;
    if (found === null) return null;
    const [word] = found;
    at = start + word.length;
    const closed = word === '"""' ? find('"""', at) : word === '/*' ? find('*/', at) : null;
    if (closed !== null && closed !== -1) at = closed;
    const skipped = text.slice(start, at).lastIndexOf('\n');
    if (skipped !== -1) [line, code] = [start + skipped + 1, 0];
    opening.lastIndex = at;
  }
}

/** The index after the next `word`, or -1. What is not found once is not looked for again. */
function finder(text: string): (word: string, from: number) => number {
  const missing = new Set<string>();
  return (word, from) => {
    const at = missing.has(word) ? -1 : text.indexOf(word, from);
    if (at === -1) missing.add(word);
    return at === -1 ? -1 : at + word.length;
  };
}
