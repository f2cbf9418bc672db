import { didYouMean } from '@millrace/core';
import { CliError, exit } from '../io.ts';
import { check } from '../params/check.ts';
import { codegen } from '../params/codegen.ts';
import { parse } from '../params/parse.ts';
import { render } from '../params/render.ts';
import { show } from '../params/show.ts';
import type { CommandRun, Options } from '../table.ts';

/** Which options an action takes, besides those of every command. */
const values = ['file', 'env', 'local', 'param', 'values', 'saved'] as const;
const actions: Readonly<Record<string, { readonly run: CommandRun; readonly takes: readonly string[] }>> = {
  show: { run: show, takes: values },
  render: { run: render, takes: [...values, 'style', 'job', 'shell'] },
  parse: { run: parse, takes: ['style', 'shell'] },
  codegen: { run: codegen, takes: ['file', 'language', 'out'] },
  check: { run: check, takes: [...values, 'glueVersion'] },
};

/** `millrace params show|render|parse|codegen|check`. */
export const run: CommandRun = async (io, args, options) => {
  const [given = 'show', ...rest] = args;
  const action = Object.hasOwn(actions, given) ? actions[given] : undefined;
  if (action === undefined) {
    const near = didYouMean(given, Object.keys(actions));
    throw new CliError(`\`millrace params\` knows no ${given}.`, near === null ? `It knows ${Object.keys(actions).join(', ')}.` : `Did you mean ${near}?`, exit.usage);
  }
  if (rest.length > 0 && given !== 'parse') throw new CliError(`\`millrace params ${given}\` takes no file, and was given ${String(rest[0])}.`, 'The pipeline file is named with --file.', exit.usage);
  const stray = Object.keys(options).find((name) => known.has(name) && isGiven(options, name) && !action.takes.includes(name));
  if (stray !== undefined) {
    const flag = stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const takers = Object.entries(actions).filter(([, { takes }]) => takes.includes(stray)).map(([name]) => name);
    throw new CliError(`\`millrace params ${given}\` has no use for --${flag}.`, `Leave it out; it belongs to ${takers.map((name) => `\`params ${name}\``).join(', ')}.`, exit.usage);
  }
  return await action.run(io, rest, options);
};

const known: ReadonlySet<string> = new Set(Object.values(actions).flatMap(({ takes }) => takes));
const isGiven = (options: Options, name: string): boolean => options[name] !== undefined && !(Array.isArray(options[name]) && options[name].length === 0);
