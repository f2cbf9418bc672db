import { load, nodeIo, type Loaded, type Pipeline, type Problem } from '@millrace/core';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { CliError, exit, type Io } from '../io.ts';
import { renderProblems } from '../render/problems.ts';
import type { Options } from '../table.ts';

const names = ['pipeline.ts', 'pipeline.mts', 'pipeline.yaml', 'pipeline.yml', 'pipeline.js', 'pipeline.mjs'];

/** The pipeline file that the options name, or the one in the current folder. */
export function pipelineFile(io: Io, options: Options): string {
  const named = options['file'];
  if (typeof named === 'string') {
    const path = resolve(io.cwd, named);
    if (!existsSync(path)) throw new CliError(`There is no file ${named}.`, 'Name the pipeline file with --file, or run the command in its folder.', exit.usage);
    return path;
  }
  const found = names.map((name) => resolve(io.cwd, name)).find((path) => existsSync(path));
  if (found === undefined) throw new CliError(`No pipeline file here: none of ${names.slice(0, 4).join(', ')}.`, 'Run the command in the folder of the pipeline, or name the file with --file.', exit.usage);
  return found;
}

/** Loads without throwing: a file that native type stripping refuses is tried once more with jiti. */
export async function loadPipeline(io: Io, options: Options): Promise<{ readonly file: string; readonly folder: string; readonly loaded: Loaded }> {
  const file = pipelineFile(io, options);
  const fallback = async (path: string): Promise<unknown> => {
    const { createJiti } = await import('jiti');
    return createJiti(path, { moduleCache: false }).import(path);
  };
  return { file, folder: dirname(file), loaded: await load(file, nodeIo(fallback)) };
}

/** Tells problems where they belong, on standard error or in the JSON document, and ends with exit code 3. */
export function refuse(io: Io, problems: readonly Problem[]): never {
  const count = problems.filter(({ severity }) => severity === 'error').length;
  if (!io.json) io.err(renderProblems(io, problems.filter(({ severity }) => severity !== 'info')));
  throw new CliError(`Nothing was changed: ${count} problem${count === 1 ? '' : 's'} stand${count === 1 ? 's' : ''} in the way.`, 'Mend what is listed above; `millrace explain CODE` says more.', exit.findings, { problems });
}

/** A pipeline without errors, or an end with all of them told. */
export async function requirePipeline(io: Io, options: Options): Promise<{ readonly file: string; readonly folder: string; readonly pipeline: Pipeline; readonly loaded: Loaded }> {
  const { file, folder, loaded } = await loadPipeline(io, options);
  if (loaded.pipeline === null || loaded.problems.some(({ severity }) => severity === 'error')) refuse(io, loaded.problems);
  return { file, folder, pipeline: loaded.pipeline, loaded };
}

export const shown = (io: Io, file: string): string => {
  const path = relative(io.cwd, file);
  return path.startsWith('..') ? file : path;
};
