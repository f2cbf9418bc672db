import { orchestratorTitles, type Practice } from '@millrace/facts';

const wrapped = (text: string, indent = ''): string => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 140 - indent.length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
};

/** The practices as a page for people: what is advised and why, how it is upheld, and which test proves it. */
export function pageOf(practices: readonly Practice[]): string {
  const intro = "What AWS's guidance advises for these pipelines, and how Millrace upholds it. Each way names the test that fails when it no longer does. The rows are in `packages/facts/src/practices.ts`; `millrace check --practices` holds a pipeline against them, and this page is made of them.";
  const each = practices.map(({ id, title, claim, source, checkedOn, targets, upheld }) => [
    `## ${title}`,
    wrapped(`\`${id}\`, ${targets.map((target) => orchestratorTitles[target]).join(', ')}. ${claim} (${source.url === null ? source.title : `[${source.title}](${source.url})`}, read ${checkedOn})`),
    upheld.map(({ by, how, codes, test }) => `- ${wrapped(`**${[by, ...codes].join(' ')}**: ${how} Proved by \`${test.file}\`, "${test.name}".`, '  ')}`).join('\n'),
  ].join('\n\n'));
  return `# Practices\n\n${wrapped(intro)}\n\n${each.join('\n\n')}\n`;
}
