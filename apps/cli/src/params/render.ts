import { isReference, type Value } from '@millrace/core';
import { argumentText, render as renderStyle } from '@millrace/params';
import { CliError, exit, printJson } from '../io.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun } from '../table.ts';
import { styleOf } from './styles.ts';
import { resolvedValues, waitsForRun, type Found } from './values.ts';

const shells = ['posix', 'powershell', 'powershell-5'] as const;

type Pairs = readonly (readonly [name: string, text: string])[];

function later(what: string, fix: string): CliError {
  return new CliError(`Nothing was written: ${what} is known by a run only, and there is none yet.`, fix, exit.usage);
}

function parameters(found: Found): Pairs {
  return Object.entries(found.resolved.values).map(([name, value]) => {
    if (waitsForRun(found, name)) throw later(`parameter ${name}`, `Give a value: -p ${name}=…`);
    return [name, argumentText(value)];
  });
}

/** The arguments of one step, which may have other names than the parameters. */
function stepArguments(found: Found, args: Readonly<Record<string, Value>>): Pairs {
  return Object.entries(args).map(([name, value]) => {
    if (typeof value !== 'object' || !isReference(value)) return [name, argumentText(value)];
    if ('param' in value) {
      if (waitsForRun(found, value.param)) throw later(`parameter ${value.param}`, `Give a value: -p ${value.param}=…`);
      return [name, argumentText(found.resolved.values[value.param] ?? '')];
    }
    if ('run' in value && value.run === 'date') return [name, found.date];
    throw later(`argument ${name}`, 'Leave out --job to have the parameters alone, or run the step with `millrace run`.');
  });
}

/** What is passed, and to which job: that of a step where `--job` names one. */
async function passed(found: Found, job: string | undefined): Promise<{ readonly pairs: Pairs; readonly name: string | undefined }> {
  const { pipeline, site } = found;
  const step = [...pipeline.steps, pipeline.onFailure, pipeline.finally].find((one) => one?.name === job);
  if (step?.kind !== 'glueJob') return { pairs: parameters(found), name: job };
  const { physical } = await import('@millrace/workload');
  return { pairs: stepArguments(found, step.with.args), name: 'use' in step.with ? step.with.use : physical(site, pipeline).job(step.name) };
}

/** `millrace params render`: the parameters as arguments of a job, ready to paste in one style. */
export const render: CommandRun = async (io, _args, options) => {
  const style = styleOf(options);
  const found = await resolvedValues(io, options);
  const { problems } = found.resolved;
  const [first] = problems;
  if (first !== undefined) throw new CliError(`Nothing was written: ${problems.map(({ message }) => message).join('; ')}.`, `${first.hint} \`millrace params show\` lists all values.`, exit.findings, { problems });
  const { pairs, name } = await passed(found, typeof options['job'] === 'string' ? options['job'] : undefined);
  const map = Object.fromEntries(pairs.map(([key, text]) => [style === 'workflow' ? key : `--${key}`, text]));
  const shell = shells.find((one) => one === options['shell']);
  const rendered = renderStyle(style, map, { ...(name === undefined ? {} : { name }), ...(shell === undefined ? {} : { shell }) });
  if ('refused' in rendered) throw new CliError(`The style ${style} cannot say this: ${rendered.refused}`, `Use --style ${rendered.use}.`, exit.usage);
  if (io.json) {
    printJson(io, { style, arguments: map, ...rendered });
    return exit.ok;
  }
  io.out(rendered.text.endsWith('\n') ? rendered.text : `${rendered.text}\n`);
  for (const file of rendered.files) io.out(`\n${file.path}:\n${file.text}${file.text.endsWith('\n') ? '' : '\n'}`);
  io.err(`${rendered.saved ? 'Saved: later runs have these values too.' : 'Not saved: the values are for one run.'}\n`);
  for (const note of rendered.notes) io.err(`${wrap(note, io.columns)}\n`);
  return exit.ok;
};
