import { parseShorthand, type ShorthandMap } from '../shorthand/index.ts';
import { cliJson, cliShorthand } from './cli.ts';
import { splitPosix } from './posix-shell.ts';
import { emptyMap, type StringMap, type Style } from './types.ts';

/** What is wrong with a line that passes arguments, in the order in which it bites, and lines that work. */
export interface Explained {
  readonly problems: readonly { readonly kind: 'unquoted-json' | 'typographic-quotes' | 'leading-dash' | 'no-dashes' | 'comma-in-value'; readonly message: string }[];
  readonly arguments: StringMap;
  /** The whole line, once for POSIX shells and once for PowerShell. */
  readonly repaired: { readonly posix: string; readonly powershell: string };
}
type Problem = Explained['problems'][number];

const option = /--arguments(?:\s*=\s*|\s+)/;

/**
 * Recognises the usual mistakes in `--arguments …`: unquoted JSON, names without their dashes, a value that the AWS CLI takes
 * for an option, a comma that makes a list. Null when the line passes no arguments that could be understood.
 *
 * @example
 * explainArguments('--arguments LOCATION=NY,DATE=01-01-1990')?.repaired.posix;
 * // 'aws glue start-job-run --job-name my-job --arguments=--LOCATION=NY,--DATE=01-01-1990'
 */
export function explainArguments(line: string): Explained | null {
  const found = option.exec(line);
  if (found === null) return null;
  const straight = line.slice(found.index + found[0].length).replace(/[\u201c\u201d]/g, '"').replace(/[\u2018\u2019]/g, "'");
  const problems: Problem[] = [];
  if (/[\u201c\u201d\u2018\u2019]/.test(line)) problems.push({ kind: 'typographic-quotes', message: 'The quotes are typographic, as word processors make them: shells take them for letters.' });
  const read = straight.startsWith('{') ? unquotedJson(straight, problems) : quotedOrShorthand(straight, found[0].includes('='), problems);
  if (read === null || Object.keys(read).length === 0) return null;
  const map = dashed(read, problems);
  const name = jobName(line);
  return { problems, arguments: map, repaired: { posix: written(map, name, 'posix'), powershell: written(map, name, 'powershell') } };
}

function unquotedJson(text: string, problems: Problem[]): ShorthandMap | null {
  const json = text.slice(0, text.lastIndexOf('}') + 1);
  const map = objectOf(json);
  if (map !== null) problems.push({ kind: 'unquoted-json', message: 'The JSON is not quoted: a shell takes away its double quotes, and bash splits it at its commas. Put it into single quotes.' });
  return map;
}

function quotedOrShorthand(text: string, joined: boolean, problems: Problem[]): ShorthandMap | null {
  const word = firstWord(text);
  if (word === null) return null;
  if (!joined && word.startsWith('-') && !word.includes(' ')) problems.push({ kind: 'leading-dash', message: "The AWS CLI takes a word that starts with a dash for an option: join it, --arguments='…'." });
  if (word.trimStart().startsWith('{')) return objectOf(word);
  try {
    return parseShorthand(word);
  } catch {
    return null;
  }
}

function firstWord(text: string): string | null {
  try {
    return splitPosix(text)[0] ?? null;
  } catch {
    return null;
  }
}

function objectOf(text: string): ShorthandMap | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.values(value).every((inner) => typeof inner === 'string')) return null;
    return Object.assign(emptyMap(), value);
  } catch {
    return null;
  }
}

function dashed(read: ShorthandMap, problems: Problem[]): StringMap {
  const map = emptyMap();
  for (const [key, value] of Object.entries(read)) {
    if (!key.startsWith('--')) problems.push({ kind: 'no-dashes', message: `The AWS CLI sends '${key}' as it is, and the job gets '${key}' as a word that is no option: getResolvedOptions reports ${key} missing. The name is --${key}.` });
    const items = typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : null;
    if (typeof value !== 'string') problems.push({ kind: 'comma-in-value', message: `The commas make a list of '${key}', and Glue takes strings only: quote the value.` });
    if (items !== null) map[key.startsWith('--') ? key : `--${key}`] = items.join(',');
  }
  return map;
}

function jobName(line: string): string {
  return /--job-name(?:=|\s+)['"]?([A-Za-z0-9_.:/-]+)/.exec(line)?.[1] ?? 'my-job';
}

function written(map: StringMap, name: string, shell: 'posix' | 'powershell'): string {
  const inStyle = ({ render }: Style): string | null => {
    const result = render(map, { name, shell, file: 'arguments.json' });
    return 'refused' in result ? null : result.text;
  };
  return inStyle(cliShorthand) ?? inStyle(cliJson) ?? '';
}
