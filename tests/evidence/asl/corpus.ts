// The recorded executions of AWS: the project keeps no copy, so whoever has the file names its folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../conformance/suites.ts';

const file = 'asl-cases.json';
/** Why nothing was measured without it. */
export const absent = `MILLRACE_ASL_CASES names no folder with '${file}', which this repository does not hold`;

/** The folder that the first argument or the environment names; null when the file is not in it. */
export function corpusFolder(): string | null {
  const folder = process.argv[2] ?? process.env['MILLRACE_ASL_CASES'];
  return folder !== undefined && existsSync(join(folder, file)) ? folder : null;
}

export function corpusCases(folder: string): readonly Case[] {
  // The conformance suites read the same file and say what is wrong with it.
  return (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly cases: readonly Case[] }).cases;
}
