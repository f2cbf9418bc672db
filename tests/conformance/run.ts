import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suites, type Case, type Outcome, type Suite } from './suites.ts';

export const ownFolder = fileURLToPath(new URL('.', import.meta.url));

export interface Row {
  readonly suite: string;
  readonly passed: number;
  readonly total: number;
  readonly failing: readonly Outcome[];
  readonly skipped: string;
  /** Below what is recorded for the suite. */
  readonly short: boolean;
}

/** Said plainly, without a stack: the folder or a file in it cannot be used. */
export class FolderError extends Error {}

/** Runs every suite whose file is in the folder. */
export async function runFolder(folder: string, own: boolean): Promise<readonly Row[]> {
  const levels = readJson(join(ownFolder, 'levels.json'));
  const rows: Row[] = [];
  for (const suite of suites) {
    const path = join(folder, suite.file);
    if (existsSync(path)) rows.push(await runSuite(suite, casesOf(path), folder, own, levels));
  }
  if (rows.length === 0) throw new FolderError(`'${folder}' holds no file of a suite: ${[...new Set(suites.map(({ file }) => file))].join(', ')}.`);
  return rows;
}

async function runSuite(suite: Suite, cases: readonly Case[], folder: string, own: boolean, levels: unknown): Promise<Row> {
  const { outcomes, skipped } = await suite.run(cases, folder);
  const failing = outcomes.filter(({ wrong }) => wrong !== null);
  const passed = outcomes.length - failing.length;
  return { suite: suite.name, passed, total: outcomes.length, failing, skipped, short: !own && suite.whole ? failing.length > 0 : isShort(passed, outcomes.length, levels, suite.name) };
}

/** As many as are recorded must pass; of a smaller file, all. */
function isShort(passed: number, total: number, levels: unknown, name: string): boolean {
  const level: unknown = typeof levels === 'object' && levels !== null ? Reflect.get(levels, name) : undefined;
  if (typeof level !== 'number') throw new FolderError(`levels.json records no level for '${name}': write how many pass.`);
  return passed < Math.min(level, total);
}

function casesOf(path: string): readonly Case[] {
  const data = readJson(path);
  const cases: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'cases') : undefined;
  if (!Array.isArray(cases) || !cases.every((one): one is Case => typeof one === 'object' && one !== null)) throw new FolderError(`'${path}' has no list of objects under 'cases'.`);
  return cases;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new FolderError(`'${path}' cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ suite }) => suite.length));
  const lines = rows.flatMap(({ suite, passed, total, failing, skipped, short }) => [
    `${suite.padEnd(width)}  ${String(passed).padStart(5)} of ${String(total).padStart(5)} passed${short ? '   BELOW THE LEVEL' : ''}`,
    ...(skipped === '' ? [] : [`${' '.repeat(width)}  not run: ${skipped}`]),
    ...failing.map(({ id, wrong }) => `  ${id}: ${(wrong ?? '').slice(0, 300)}`),
  ]);
  return `${lines.join('\n')}\n`;
}
