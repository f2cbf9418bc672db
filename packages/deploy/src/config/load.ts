import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { didYouMean } from '@millrace/core';
import type { Problem } from '@millrace/core';
import { deployProblem } from '../catalogue.ts';
import { checkConfig, type Checked } from './check.ts';
import type { Environment } from './environment.ts';

const FILES = ['millrace.config.ts', 'millrace.config.mts', 'millrace.config.js', 'millrace.config.mjs'];

/** How a configuration is found and evaluated. */
export interface ConfigIo {
  isFile(path: string): Promise<boolean>;
  /** Evaluates a module and answers its exports. */
  importFile(path: string): Promise<unknown>;
}

export function nodeConfigIo(): ConfigIo {
  return {
    isFile: async (path) => (await stat(path).catch(() => null))?.isFile() ?? false,
    importFile: (path) => import(pathToFileURL(path).href),
  };
}

export interface LoadedConfig extends Checked {
  /** Null when there is none; then `local` is the only environment. */
  readonly file: string | null;
}

/** Finds millrace.config.ts in `dir` or the nearest folder above it. Never throws: what is wrong comes back as problems, all of them. */
export async function loadConfig(dir: string, io: ConfigIo = nodeConfigIo()): Promise<LoadedConfig> {
  const file = await nearest(resolve(dir), io);
  if (file === null) return { file, ...checkConfig({ environments: {} }, '') };
  try {
    const exported = await io.importFile(file);
    const content = typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported;
    return { file, ...checkConfig(content, file) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const problem = deployProblem('MR7003', `${file} does not evaluate: ${said}.`, '');
    return { file, environments: checkConfig({ environments: {} }, file).environments, problems: [problem] };
  }
}

/** The environment of that name, or the problem that there is none, with the nearest name there is. */
export function environmentNamed(config: Pick<LoadedConfig, 'environments' | 'file'>, name: string): Environment | Problem {
  const names = Object.keys(config.environments);
  const environment = names.includes(name) ? config.environments[name] : undefined;
  if (environment !== undefined) return environment;
  const close = didYouMean(name, names);
  const hint = close === null ? `Environments are ${names.join(', ')}.` : `Did you mean '${close}'?`;
  return deployProblem('MR7004', `There is no environment '${name}'${config.file === null ? '' : ` in ${config.file}`}.`, '', hint);
}

async function nearest(dir: string, io: ConfigIo): Promise<string | null> {
  for (const name of FILES) {
    const path = join(dir, name);
    if (await io.isFile(path)) return path;
  }
  const above = dirname(dir);
  return above === dir ? null : await nearest(above, io);
}
