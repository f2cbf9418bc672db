import { parseCliArguments } from './cli-arguments.ts';
import { commandsOf, readWords, type Command } from './commands.ts';
import { onlyPlain } from './posix-shell.ts';
import { quoteFor } from './quote.ts';
import { withoutPrompts } from './straighten.ts';
import { isBroken } from './text.ts';
import { jsonOf, PassingError, stringMapOf, type PassingContext, type PassingReader, type Refused, type StringMap } from './types.ts';

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
 * The words after `aws SERVICE COMMAND`, or of a part of a line that begins with an option. A line is read as POSIX shells do, or as PowerShell does
 * where that is told; the command may stand among others.
 */
export function wordsAfter(line: string, command: readonly [service: string, operation: string], shell: Required<PassingContext>['shell'] = 'posix'): readonly string[] {
  const text = withoutPrompts(line);
  const [service, operation] = command;
  const start = ({ words }: Command): number => words.findIndex(({ text: one }, at) => one === operation && words.slice(0, at).some(({ text: before }) => before === service));
  const commands = commandsOf(text, shell);
  const found = commands.find((one) => start(one) !== -1);
  const words = found === undefined ? commands.find(({ words: [first] }) => first?.text.startsWith('--'))?.words : found.words.slice(start(found) + 1);
  if (words === undefined) {
    // What is wrong with its quotes, if that is why.
    readWords(text, shell);
    throw new PassingError(`The line does not hold '${command.join(' ')}'.`);
  }
  return onlyPlain(words.filter(({ kind }) => kind === 'word'));
}

/** The arguments of an `aws glue start-job-run` line, as the AWS CLI would send them; a JSON object alone is what `--arguments` takes. */
export function parseStartJobRun(text: string, reader: PassingReader): StringMap {
  if (text.trimStart().startsWith('{')) return stringMapOf(jsonOf(text));
  const outcome = parseCliArguments(wordsAfter(text, ['glue', 'start-job-run'], reader.shell), reader);
  if (outcome.exit !== 0) throw new PassingError(`The AWS CLI refuses the line (exit ${outcome.exit}): ${outcome.error}`);
  if (outcome.arguments === null) throw new PassingError('The line passes no arguments.');
  return outcome.arguments;
}
