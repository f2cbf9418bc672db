import { render as renderStyle, styles, wordFaults, type Refused, type Rendering, type StyleName } from '@millrace/params';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun, Options } from '../table.ts';
import { toPass, type ToPass } from './arguments.ts';
import { refuseDashes } from './contract.ts';
import { styleOf } from './styles.ts';
import { knownOf, resolvedValues, type Found } from './values.ts';

const shells = ['posix', 'powershell', 'powershell-5'] as const;

/** Values that a job would not get. Of the parameters alone no script is known: they are held against one that asks for all of them. */
async function refuseLost(found: Found, style: StyleName, { map, fixed, step }: ToPass): Promise<void> {
  if (step !== null) return await refuseDashes('Nothing was written', found.pipeline, found.folder, knownOf(found), ({ name }) => name === step.name);
  // Properties of a workflow run are no words of a job.
  if (style === 'workflow') return;
  const all = { ...map, ...fixed };
  const faults = wordFaults(all, Object.keys(all), '5.1');
  const [first] = faults;
  if (first !== undefined) throw new CliError(`Nothing was written: ${faults.map(({ message }) => message).join('; ')}.`, first.hint, exit.usage, { problems: faults });
}

// Properties of a run have the names under which jobs and runs look for them.
const dashed = (style: StyleName, map: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(map).map(([key, text]) => [style === 'workflow' ? `param:${key}` : `--${key}`, text]));

function written(style: StyleName, map: Readonly<Record<string, string>>, { name, fixed }: ToPass, options: Options): Rendering | Refused {
  const shell = shells.find((one) => one === options['shell']);
  const context = { ...(name === undefined ? {} : { name }), ...(shell === undefined ? {} : { shell }), ...(fixed === null ? {} : { fixed: dashed(style, fixed) }) };
  return renderStyle(style, map, context);
}

function tell(io: Io, rendered: Rendering, notes: readonly string[]): void {
  io.out(rendered.text.endsWith('\n') ? rendered.text : `${rendered.text}\n`);
  for (const file of rendered.files) io.out(`\n${file.path}:\n${file.text}${file.text.endsWith('\n') ? '' : '\n'}`);
  io.err(`${rendered.saved ? 'Saved: later runs have these values too.' : 'Not saved: the values are for one run.'}\n`);
  for (const note of notes) io.err(`${wrap(note, io.columns)}\n`);
}

/** `millrace params render`: the parameters as arguments of a job, ready to paste in one style. */
export const render: CommandRun = async (io, _args, options) => {
  const style = styleOf(options);
  const found = await resolvedValues(io, options);
  // What is kept for later runs may leave a value to each of them.
  const problems = found.resolved.problems.filter(({ code }) => code !== 'MR2011' || !styles[style].saved);
  const [first] = problems;
  if (first !== undefined) throw new CliError(`Nothing was written: ${problems.map(({ message }) => message).join('; ')}.`, `${first.hint} \`millrace params show\` lists all values.`, exit.findings, { problems });
  const passed = toPass(io, options, style, found);
  await refuseLost(found, style, passed);
  const map = dashed(style, passed.map);
  const rendered = written(style, map, passed, options);
  if ('refused' in rendered) throw new CliError(`The style ${style} cannot say this: ${rendered.refused}`, `Use --style ${rendered.use}.`, exit.usage);
  const notes = [...passed.notes, ...rendered.notes];
  if (io.json) printJson(io, { style, arguments: map, ...(passed.fixed === null ? {} : { fixed: dashed(style, passed.fixed) }), ...rendered, notes });
  else tell(io, rendered, notes);
  return exit.ok;
};
