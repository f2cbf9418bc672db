import { ordinaryEnd, Words, type ShellWord } from './shell-word.ts';
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
  return scanPowerShell(line, refuse).map(({ text }) => text);
}

/**
 * The same words with their places, where what PowerShell would replace is left as it is written and told in `odd`.
 *
 * @throws {PassingError} a quote without an end
 */
export function readPowerShell(line: string): readonly ShellWord[] {
  return scanPowerShell(line, () => undefined);
}

function refuse(character: string, at: number): never {
  throw new PassingError(`PowerShell does something with '${character}' at position ${at + 1}: put the word into single quotes.`);
}
type OnOdd = (character: string, at: number) => void;

function scanPowerShell(line: string, onOdd: OnOdd): readonly ShellWord[] {
  const words = new Words(line);
  // The end of a line with more after it ends the command; found once, since a text may have many lines.
  const last = line.trimEnd().length;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '`' && line[at + 1] === '\n') at += 1;
    else if (character === '`' && line[at + 1] !== undefined) {
      words.add(at, unescaped(line[at + 1] ?? ''));
      at += 1;
    } else if (' \t\n\r'.includes(character)) {
      words.end(at);
      if (character === '\n' && at < last && words.all().length > 0) {
        onOdd(character, at);
        words.put(at, '\n');
      }
    } else if (isQuote(character)) {
      const [text, end] = quoted(line, at);
      words.add(at, text);
      at = end;
    } else if (isDouble(character)) {
      const { text, end, odd } = double(line, at, onOdd);
      words.add(at, text, odd);
      at = end;
    } else if ('$`;|&<>(){},@#'.includes(character)) {
      onOdd(character, at);
      words.add(at, character, [character]);
    } else {
      const end = ordinaryEnd(line, at);
      words.add(at, line.slice(at, end));
      at = end - 1;
    }
  }
  words.end(line.length);
  return words.all();
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

function double(line: string, start: number, onOdd: OnOdd): { readonly text: string; readonly end: number; readonly odd: readonly string[] } {
  let text = '';
  const odd: string[] = [];
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    const next = line[at + 1] ?? '';
    if (isDouble(character) && !isDouble(next)) return { text, end: at, odd };
    if (character === '$') {
      onOdd(character, at);
      odd.push(character);
    }
    const escape = character === '`' && next !== '';
    text += escape ? unescaped(next) : character;
    if (escape || isDouble(character)) at += 1;
  }
  throw new PassingError(`The double quote at position ${start + 1} has no end.`);
}

const escapes: Readonly<Record<string, string>> = { 0: '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const unescaped = (character: string): string => (Object.hasOwn(escapes, character) ? (escapes[character] ?? '') : character);

function isQuote(character: string): boolean {
  return character !== '' && "'\u2018\u2019\u201a\u201b".includes(character);
}

// Typographic double quotes count here too.
function isDouble(character: string): boolean {
  return character !== '' && '"\u201c\u201d\u201e'.includes(character);
}
