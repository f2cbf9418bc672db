import { catalogue } from './catalogue.ts';

/** The text of docs/problems.md: every code with its meaning and its source. */
export function codeTable(): string {
  const rows = catalogue.map(({ code, severity, title, meaning, source }) => `| \`${code}\` | ${severity} | ${cell(title)} | ${cell(meaning)} | ${cell(source)} |`);
  return [
    '# Problems of definitions', '',
    '`validate` tells problems under these codes, which stay as they are; `explain(code)` gives the same. Errors are what Step Functions refuses;',
    'warnings are what AWS advises against.', '',
    '| code | severity | title | meaning | source |', '|---|---|---|---|---|', ...rows, '',
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
