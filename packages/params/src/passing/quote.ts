import { quotePosix } from './posix-shell.ts';
import { escapedForWindows, quotePowerShell } from './powershell.ts';
import { isPowerShell, type Shell } from './commands.ts';

/** How a shell quotes one word for a program. */
export function quoteFor(shell: Shell): (word: string) => string {
  return shell === 'posix' ? quotePosix : (word) => quotePowerShell(word, shell === 'powershell-5');
}

const mark = /\ue000(\d+)\]?\ue001/g;
/** What stands in a text for one that a shell puts there. The marks are characters that mean nothing; with a bracket they need quotes in shorthand. */
export const markOf = (index: number, quoted: boolean): string => `\ue000${index}${quoted ? ']' : ''}\ue001`;
/** Could the characters of marks be mistaken in this text? */
export const hasMarks = (text: string): boolean => /[\ue000\ue001]/.test(text);
/** The text with what is written in the line in the places of its marks. */
export const unmarked = (text: string, written: readonly string[]): string => text.replace(mark, (_, index: string) => written[Number(index)] ?? '');

/** A word in which the shell puts what the marks stand for: in double quotes, in which that stays in one piece. */
export function quoteMarked(text: string, written: readonly string[], shell: Shell): string {
  if (!hasMarks(text) || written.length === 0) return quoteFor(shell)(text);
  if (isPowerShell(shell)) return `"${unmarked((shell === 'powershell-5' ? escapedForWindows(text) : text).replace(/[`$"\u201c\u201d\u201e]/g, '`$&'), written)}"`;
  // Between double quotes an interactive shell would still look for commands of before.
  return `"${unmarked(text.replace(/[\\"$`]/g, '\\$&').replaceAll('!', `"'!'"`), written)}"`;
}
