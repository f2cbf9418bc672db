import { renderShorthand } from '../shorthand/index.ts';
import { commandLine, impossibleWord, parseStartJobRun } from './command-line.ts';
import type { PassingContext, Refused, StringMap, Style, Written } from './types.ts';

const uri = /^(?:fileb?|https?):\/\//;

function startJobRun(words: readonly string[], { name, shell }: Required<PassingContext>): Written {
  return { text: commandLine(['aws', 'glue', 'start-job-run', '--job-name', name, ...words], shell) };
}

function shorthandOf(map: StringMap): { readonly text: string } | Refused {
  // What starts like a file's name is read from there: another key goes first.
  const ordered = Object.entries(map).sort(([a], [b]) => Number(uri.test(a)) - Number(uri.test(b)));
  const written = renderShorthand(Object.assign(Object.create(null) as object, Object.fromEntries(ordered)));
  if ('refused' in written || !uri.test(written.text)) return written;
  return { refused: 'The AWS CLI would read the arguments from the file that the first key names.', use: 'cli-json' };
}

/** The word that passes the arguments: in shorthand, or in JSON where shorthand cannot say it. */
export function argumentsWord(map: StringMap): string {
  const written = shorthandOf(map);
  return `--arguments=${'refused' in written ? JSON.stringify(map) : written.text}`;
}

/** `--arguments='--KEY=VALUE,…'`. Joined by `=`, since a word that starts with dashes would be taken for an option. */
export const cliShorthand: Style = {
  title: 'AWS CLI, shorthand',
  saved: false,
  render(map, context): Written | Refused {
    const written = shorthandOf(map);
    if ('refused' in written) return written;
    return impossibleWord([written.text, context.name]) ?? startJobRun([`--arguments=${written.text}`], context);
  },
  parse: parseStartJobRun,
};

/** `--arguments='{"--KEY":"VALUE"}'`. */
export const cliJson: Style = {
  title: 'AWS CLI, JSON',
  saved: false,
  render(map, context): Written | Refused {
    return impossibleWord([context.name]) ?? startJobRun([`--arguments=${JSON.stringify(map)}`], context);
  },
  parse: parseStartJobRun,
};

/** `--arguments file://arguments.json`, which no shell's quoting can spoil. */
export const cliFile: Style = {
  title: 'AWS CLI, file',
  saved: false,
  render(map: StringMap, context): Written | Refused {
    const files = [{ path: context.file, text: `${JSON.stringify(map, null, 2)}\n` }];
    return impossibleWord([context.file, context.name]) ?? { ...startJobRun(['--arguments', `file://${context.file}`], context), files };
  },
  parse: parseStartJobRun,
};
