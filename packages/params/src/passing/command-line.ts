import { parseCliArguments } from './cli-arguments.ts';
import { quotePosix, splitPosix } from './posix-shell.ts';
import { quotePowerShell, splitPowerShell } from './powershell.ts';
import { isBroken } from './text.ts';
import { PassingError, type PassingContext, type PassingReader, type Refused, type StringMap } from './types.ts';

/** How a shell quotes one word for a program. */
export function quoteFor(shell: Required<PassingContext>['shell']): (word: string) => string {
  return shell === 'posix' ? quotePosix : (word) => quotePowerShell(word, shell === 'powershell-5');
}

/** A command line for the shell of the context. */
export function commandLine(words: readonly string[], shell: Required<PassingContext>['shell']): string {
  return words.map(quoteFor(shell)).join(' ');
}

/** No operating system passes these to a program. */
export function impossibleWord(texts: readonly string[]): Refused | null {
  if (texts.some((text) => text.includes('\0'))) return { refused: 'No command line can hold the character U+0000.', use: 'cli-json' };
  return texts.some(isBroken) ? { refused: 'A command line cannot hold half of a surrogate pair.', use: 'cli-json' } : null;
}

/**
 * The words after `aws SERVICE COMMAND`. A line is read as POSIX shells do, or as PowerShell does where that is told.
 */
export function wordsAfter(text: string, command: readonly string[], shell: Required<PassingContext>['shell'] = 'posix'): readonly string[] {
  const words = shell === 'posix' ? splitPosix(text) : splitPowerShell(text);
  const start = words.findIndex((_, at) => command.every((word, next) => words[at + next] === word));
  if (start === -1) throw new PassingError(`The line does not hold '${command.join(' ')}'.`);
  return words.slice(start + command.length);
}

/** The arguments of an `aws glue start-job-run` line, as the AWS CLI would send them. */
export function parseStartJobRun(text: string, reader: PassingReader): StringMap {
  const outcome = parseCliArguments(wordsAfter(text, ['glue', 'start-job-run'], reader.shell), reader);
  if (outcome.exit !== 0) throw new PassingError(`The AWS CLI refuses the line (exit ${outcome.exit}): ${outcome.error}`);
  if (outcome.arguments === null) throw new PassingError('The line passes no arguments.');
  return outcome.arguments;
}
