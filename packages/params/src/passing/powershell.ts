import { onlyPlain } from './posix-shell.ts';
import { PowerShellScanner } from './powershell-scanner.ts';
import type { ShellWord } from './shell-word.ts';

// PowerShell takes the typographic ones for single quotes too.
const quotes = /['\u2018\u2019\u201a\u201b]/g;
const plain = /^(?:--?[A-Za-z-]+|[A-Za-z0-9_./:=+\\][A-Za-z0-9_./:=+\\-]*)$/;

/**
 * A word for a program, as PowerShell 7.3 and later hand it over; with `old`, as Windows PowerShell 5 and everything before
 * 7.3 do, which leave out the escapes that a Windows program expects around double quotes.
 *
 * @example
 * quotePowerShell("it's"); // `'it''s'`
 */
export function quotePowerShell(word: string, old = false): string {
  const handed = old ? escapedForWindows(word) : word;
  return plain.test(handed) ? handed : `'${handed.replace(quotes, '$&$&')}'`;
}

/** With the escapes that a Windows program expects around double quotes. */
export function escapedForWindows(word: string): string {
  let text = '';
  let backslashes = 0;
  for (const character of word) {
    if (character === '"') text += `${'\\'.repeat(backslashes)}\\`;
    backslashes = character === '\\' ? backslashes + 1 : 0;
    text += character;
  }
  // Around a word with spaces PowerShell puts double quotes, and backslashes before them count.
  return /\s/.test(word) ? text + '\\'.repeat(backslashes) : text;
}

/** What a Windows program makes of a word whose double quotes are all escaped, as before 7.3 they have to be. */
export function withoutWindowsEscapes(word: string): string {
  return word.replace(/(\\+)"/g, (_, slashes: string) => `${'\\'.repeat(Math.floor(slashes.length / 2))}"`);
}

/**
 * The words of a simple PowerShell command (7.3 or later). What PowerShell would replace or run is refused.
 *
 * @throws {PassingError}
 */
export function splitPowerShell(line: string): readonly string[] {
  return onlyPlain(readPowerShell(line));
}

/**
 * The words with their places, and what stands between commands. What PowerShell would replace is left as it is written and told in `odd`;
 * comments are no words.
 *
 * @throws {PassingError} a quote without an end
 */
export function readPowerShell(line: string): readonly ShellWord[] {
  return new PowerShellScanner(line).read();
}
