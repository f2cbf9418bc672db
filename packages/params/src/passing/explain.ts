import { parseCliArguments } from './cli-arguments.ts';
import { commandsOf, type Command, type Shell } from './commands.ts';
import { completed, knownWords, lineFor } from './explain-line.ts';
import type { ExplainedProblem, Tell } from './explain-value.ts';
import { isJoined, isOption, passedBy } from './explain-words.ts';
import { unmarked } from './quote.ts';
import { straightened, withoutPrompts, withQuotedJson } from './straighten.ts';
import { emptyMap, type StringMap } from './types.ts';

export type { Shell };

/** What is wrong with a line that passes arguments, and lines that work. */
export interface Explained {
  readonly problems: readonly ExplainedProblem[];
  /** What a shell puts in is there as it is written: `$DAY`. */
  readonly arguments: StringMap;
  /**
   * The whole line with all its other words, for each shell. Null where the line holds what only its own shell understands
   * (`$PROFILE`, `| jq`), and everywhere when the AWS CLI refuses another part of it: see the problem `refused`.
   */
  readonly repaired: Readonly<Record<Shell, string | null>>;
}

/**
 * Recognises the usual mistakes in `--arguments …`: unquoted JSON, names without their dashes, a value that the AWS CLI takes
 * for an option, a comma that makes a list, spaces for commas, a number where Glue takes text, what the shell replaces. Of several
 * `--arguments` the last one counts, as it does for the AWS CLI. The command may stand among others, after assignments, in `$(…)`,
 * before a comment. Null when no command of the line passes arguments that could be understood, and for those of more than 2000 words.
 *
 * What a shell puts into a word in double quotes is no mistake, and stays in a line that is repaired.
 *
 * @param options.shell the shell that the line is written for; default `posix`
 * @example
 * explainArguments('--arguments LOCATION=NY,DATE=01-01-1990')?.repaired.posix;
 * // 'aws glue start-job-run --job-name my-job --arguments=--LOCATION=NY,--DATE=01-01-1990'
 */
export function explainArguments(line: string, { shell = 'posix' }: { readonly shell?: Shell } = {}): Explained | null {
  const told = new Map<string, ExplainedProblem>();
  const tell: Tell = (kind, message) => void told.set(`${kind} ${message}`, { kind, message });
  const readable = withQuotedJson(straightened(withoutPrompts(line), shell, tell), shell, tell);
  const command = commandsOf(readable, shell).findLast(passes);
  const passed = command === undefined ? null : passedBy(command.words, readable, shell, tell);
  const parts = passed === null ? null : completed(passed.parts);
  if (command === undefined || passed === null || parts === null) return null;
  const outcome = parseCliArguments(knownWords(parts, passed));
  if (outcome.exit !== 0) tell('refused', `The AWS CLI refuses another part of the line: ${outcome.error}`);
  const { from, to } = command.lines();
  const around = { source: shell, before: readable.slice(from, command.words[0]?.start), after: readable.slice(command.words.at(-1)?.end, to).trimEnd() };
  const written = (target: Shell): string | null => (outcome.exit === 0 ? lineFor(target, parts, passed, around) : null);
  return {
    problems: [...told.values()].map(({ kind, message }) => ({ kind, message: unmarked(message, passed.written) })),
    arguments: Object.assign(emptyMap(), Object.fromEntries(Object.entries(passed.map).map(([key, value]) => [unmarked(key, passed.written), unmarked(value, passed.written)]))),
    repaired: { posix: written('posix'), powershell: written('powershell'), 'powershell-5': written('powershell-5') },
  };
}

const passes = ({ words }: Command): boolean => words.some(({ text, kind }) => kind === 'word' && (isOption(text) || isJoined(text)));
