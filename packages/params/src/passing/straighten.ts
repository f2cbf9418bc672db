import { isPowerShell, type Shell } from './commands.ts';
import { objectOf, straight, TYPOGRAPHIC, TYPOGRAPHIC_DASHES, type Tell } from './explain-value.ts';
import { quoteFor } from './quote.ts';

// What terminals show before a command, and before the lines that it goes on over.
const prompt = /^\s*(?:[^\s'"]+[$%]|[$%❯>]|PS(?: [^>\n]*)?>)[ \t]+(?=\S)/;
const nextPrompt = /([\\`]\r?\n)[ \t]*(?:>>?)[ \t]/g;

/** Without what a terminal shows before a command. */
export function withoutPrompts(line: string): string {
  const found = prompt.exec(line);
  return found === null ? line : line.slice(found[0].length).replace(nextPrompt, '$1');
}

/** Quotes of a word processor outside straight ones made straight, since a POSIX shell takes them for letters; its dashes before names made two. */
export function straightened(line: string, shell: Shell, tell: Tell): string {
  let text = line;
  if (!isPowerShell(shell) && /[\u201c\u201d\u2018\u2019]/.test(line)) {
    text = line.replace(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[\u201c\u201d\u2018\u2019]/g, (piece) => (piece.length === 1 ? straight(piece) : piece));
    if (text !== line) tell(...TYPOGRAPHIC);
  }
  if (!/[\u2010-\u2015\u2212]/.test(text)) return text;
  const dashed = text.replace(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|(?<=^|\s)-?[\u2010-\u2015\u2212]-?(?=[A-Za-z])/g, (piece) => (/^-?[\u2010-\u2015\u2212]-?$/.test(piece) ? '--' : piece));
  if (dashed !== text) tell(...TYPOGRAPHIC_DASHES);
  return dashed;
}

const start = /(?<=^|\s)--ar(?:g(?:u(?:m(?:e(?:n(?:ts?)?)?)?)?)?)?(?:\s*=\s*|\s+)"?(?=\{)/g;

/** JSON that no quotes hold together, or double quotes that end within it, in quotes that do. */
export function withQuotedJson(text: string, shell: Shell, tell: Tell): string {
  let result = '';
  let from = 0;
  // The last one counts; a text with very many is no command line.
  for (const found of [...text.matchAll(start)].slice(-8)) {
    const at = found.index + found[0].length;
    if (found.index < from || !isOutside(text.slice(from, found.index), shell)) continue;
    const json = objectText(text, at);
    const inDouble = found[0].endsWith('"');
    if (json === null || (inDouble && (text[at + json.length] !== '"' || !json.includes('"')))) continue;
    tell('unquoted-json', inDouble ? 'The double quotes around the JSON end at the first one within it: put it into single quotes.' : `The JSON is not quoted: ${isPowerShell(shell) ? 'PowerShell takes it for a script' : 'a shell takes away its double quotes, and bash splits it at its commas'}. Put it into single quotes.`);
    result += `${text.slice(from, found.index)}--arguments ${quoteFor(shell)(json)}`;
    from = at + json.length + (inDouble ? 1 : 0);
  }
  return result + text.slice(from);
}

/** Does a text end outside of all quotes? */
function isOutside(text: string, shell: Shell): boolean {
  const closed = isPowerShell(shell) ? /`[\s\S]|'[^']*'|"(?:`[\s\S]|[^"`])*"/g : /\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"/g;
  return !/['"]/.test(text.replace(closed, ''));
}

/** The text of the JSON object that starts here. */
function objectText(text: string, from: number): string | null {
  let depth = 0;
  for (const piece of text.slice(from).matchAll(/\\[\s\S]|[{}]|["\u201c\u201d](?:\\[\s\S]|[^"\\\u201c\u201d])*["\u201c\u201d]/g)) {
    if (piece[0] === '{') depth += 1;
    if (piece[0] === '}') depth -= 1;
    if (depth > 0) continue;
    const json = text.slice(from, from + piece.index + 1);
    return objectOf(json) === null ? null : json;
  }
  return null;
}
