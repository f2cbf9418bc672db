import { PassingError } from './types.ts';

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

function escapedForWindows(word: string): string {
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

/**
 * The words of a simple PowerShell command (7.3 or later). What PowerShell would replace or run is refused.
 *
 * @throws {PassingError}
 */
export function splitPowerShell(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '`' && line[at + 1] === '\n') at += 1;
    else if (' \t\n\r'.includes(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (isQuote(character)) {
      const [text, end] = quoted(line, at);
      word = (word ?? '') + text;
      at = end;
    } else if ('"$`;|&<>(){},@#'.includes(character)) throw new PassingError(`PowerShell does something with '${character}' at position ${at + 1}: put the word into single quotes.`);
    else word = (word ?? '') + character;
  }
  if (word !== null) words.push(word);
  return words;
}

function quoted(line: string, start: number): readonly [string, number] {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    const doubled = isQuote(line[at + 1] ?? '');
    if (isQuote(character) && !doubled) return [text, at];
    if (isQuote(character)) at += 1;
    text += character;
  }
  throw new PassingError(`The single quote at position ${start + 1} has no end.`);
}

function isQuote(character: string): boolean {
  return character !== '' && "'\u2018\u2019\u201a\u201b".includes(character);
}
