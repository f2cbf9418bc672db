import { ordinaryEnd, Words, type ShellWord } from './shell-word.ts';
import { PassingError } from './types.ts';

// A word that starts with = is a program's path in zsh.
const plain = /^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:=@%+,-]*$/;

/**
 * A word as every POSIX shell reads it back. Between single quotes nothing is special; a single quote itself stands outside.
 *
 * @example
 * quotePosix("it's $HOME"); // `'it'\''s $HOME'`
 */
export function quotePosix(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The words of a simple command. Quotes and backslashes are read as a POSIX shell does; what a shell would replace or run
 * (`$HOME`, `*.txt`, a second command) is refused, since only the shell knows what becomes of it.
 *
 * @throws {PassingError}
 */
export function splitPosix(line: string): readonly string[] {
  return scanPosix(line, refuse).map(({ text }) => text);
}

/**
 * The same words with their places, where what a shell would replace is left as it is written and told in `odd`.
 *
 * @throws {PassingError} a quote without an end
 */
export function readPosix(line: string): readonly ShellWord[] {
  return scanPosix(line, () => undefined);
}

function refuse(character: string, at: number, quoted: boolean): never {
  throw new PassingError(quoted
    ? `A shell replaces what starts with ${JSON.stringify(character)} at position ${at + 1}: use single quotes.`
    : `A shell does something with ${JSON.stringify(character)} at position ${at + 1}: put the word into single quotes.`);
}
type OnOdd = (character: string, at: number, quoted: boolean) => void;

function scanPosix(line: string, onOdd: OnOdd): readonly ShellWord[] {
  const words = new Words(line);
  const length = line.trimEnd().length;
  for (let at = 0; at < length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\' && line[at + 1] === '\n') at += 1;
    else if (' \t'.includes(character)) words.end(at);
    else if (character === "'") {
      const end = singleEnd(line, at);
      words.add(at, line.slice(at + 1, end));
      at = end;
    } else if (character === '"') {
      const { text, end, odd } = double(line, at, onOdd);
      words.add(at, text, odd);
      at = end;
    } else if (character === '\\') {
      words.add(at, line[at + 1] ?? '\\');
      at += 1;
    } else if ('\n$`;|&<>()*?[{}!'.includes(character) || ('#~'.includes(character) && !words.isInWord)) {
      onOdd(character, at, false);
      if (character === '\n') words.put(at, '\n');
      else words.add(at, character, [character]);
    } else {
      const end = ordinaryEnd(line, at);
      words.add(at, line.slice(at, end));
      at = end - 1;
    }
  }
  words.end(length);
  return words.all();
}

function singleEnd(line: string, at: number): number {
  const end = line.indexOf("'", at + 1);
  if (end === -1) throw new PassingError(`The single quote at position ${at + 1} has no end.`);
  return end;
}

function double(line: string, start: number, onOdd: OnOdd): { readonly text: string; readonly end: number; readonly odd: readonly string[] } {
  let text = '';
  const odd: string[] = [];
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') return { text, end: at, odd };
    if (character === '$' || character === '`') {
      onOdd(character, at, true);
      odd.push(character);
    }
    const next = line[at + 1] ?? '';
    if (character === '\\' && next !== '' && '$`"\\\n'.includes(next)) {
      text += next === '\n' ? '' : next;
      at += 1;
    } else text += character;
  }
  throw new PassingError(`The double quote at position ${start + 1} has no end.`);
}
