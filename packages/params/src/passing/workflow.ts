import { parseShorthand } from '../shorthand/index.ts';
import { commandLine, impossibleWord, wordsAfter } from './command-line.ts';
import { jsonOf, PassingError, stringMapOf, type Refused, type Style, type Written } from './types.ts';

export const workflow: Style = {
  title: 'Workflow run properties',
  saved: false,
  render(map, { name, shell }): Written | Refused {
    if (Object.keys(map).some((key) => key === '' || key.length > 255)) return { refused: 'Names of run properties have 1 to 255 characters.', use: 'boto3' };
    return impossibleWord([name]) ?? {
      text: commandLine(['aws', 'glue', 'start-workflow-run', '--name', name, `--run-properties=${JSON.stringify(map)}`], shell),
      notes: ['Jobs do not get these as arguments: they ask for WORKFLOW_NAME and WORKFLOW_RUN_ID and call GetWorkflowRunProperties.'],
    };
  },
  parse(text, { shell }) {
    const words = wordsAfter(text, ['glue', 'start-workflow-run'], shell);
    const at = words.findLastIndex((word) => word === '--run-properties' || word.startsWith('--run-properties='));
    const value = words[at] === '--run-properties' ? words[at + 1] : words[at]?.slice('--run-properties='.length);
    if (at === -1 || value === undefined) throw new PassingError('The line passes no run properties.');
    return stringMapOf(value.trimStart().startsWith('{') ? jsonOf(value) : shorthand(value));
  },
};

function shorthand(text: string): unknown {
  try {
    return parseShorthand(text);
  } catch (error) {
    throw new PassingError(error instanceof Error ? error.message : String(error));
  }
}
