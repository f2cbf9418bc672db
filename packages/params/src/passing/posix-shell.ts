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
  const words: string[] = [];
  let word: string | null = null;
  const length = line.trimEnd().length;
  for (let at = 0; at < length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\' && line[at + 1] === '\n') at += 1;
    else if (' \t'.includes(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "'" || character === '"') {
      const [text, end]: readonly [string, number] = character === "'" ? single(line, at) : double(line, at);
      word = (word ?? '') + text;
      at = end;
    } else if (character === '\\') {
      word = (word ?? '') + (line[at + 1] ?? '\\');
      at += 1;
    } else if ('\n$`;|&<>()*?[{}!'.includes(character) || ('#~'.includes(character) && word === null)) {
      throw new PassingError(`A shell does something with ${JSON.stringify(character)} at position ${at + 1}: put the word into single quotes.`);
    } else word = (word ?? '') + character;
  }
  if (word !== null) words.push(word);
  return words;
}

function single(line: string, at: number): readonly [string, number] {
  const end = line.indexOf("'", at + 1);
  if (end === -1) throw new PassingError(`The single quote at position ${at + 1} has no end.`);
  return [line.slice(at + 1, end), end];
}

function double(line: string, start: number): readonly [string, number] {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') return [text, at];
    if (character === '$' || character === '`') throw new PassingError(`A shell replaces what starts with ${JSON.stringify(character)} at position ${at + 1}: use single quotes.`);
    const next = line[at + 1] ?? '';
    if (character === '\\' && next !== '' && '$`"\\\n'.includes(next)) {
      text += next === '\n' ? '' : next;
      at += 1;
    } else text += character;
  }
  throw new PassingError(`The double quote at position ${start + 1} has no end.`);
}
