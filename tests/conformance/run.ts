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
  /** How many must pass: in the project's own folder what is recorded, elsewhere all of the parameter suites. */
  readonly needed: number;
  readonly short: boolean;
}

/** Said plainly, without a stack: the folder or a file in it cannot be used. */
export class FolderError extends Error {}

/**
 * Runs every suite whose file is in the folder. The project's own folder must have all that are recorded as kept here, with all their cases:
 * what is lost counts as failed.
 */
export async function runFolder(folder: string, own: boolean): Promise<readonly Row[]> {
  const levels = readJson(join(ownFolder, 'levels.json'));
  const rows: Row[] = [];
  const skipped: Row[] = [];
  for (const suite of suites) {
    const path = join(folder, suite.file);
    if (existsSync(path)) rows.push(await runSuite(suite, casesOf(path), folder, own, levels));
    else if (suite.absent === 'skipped') skipped.push({ suite: suite.name, passed: 0, total: 0, failing: [], skipped: `'${suite.file}' is not in this folder`, needed: 0, short: false });
    else if (own && suite.whole) throw new FolderError(`'${path}' is gone: ${String(levelOf(levels, suite.name))} cases of '${suite.name}' are recorded.`);
  }
  if (rows.length === 0) throw new FolderError(`'${folder}' holds no file of a suite: ${[...new Set(suites.map(({ file }) => file))].join(', ')}.`);
  return [...rows, ...skipped];
}

async function runSuite(suite: Suite, cases: readonly Case[], folder: string, own: boolean, levels: unknown): Promise<Row> {
  const { outcomes, skipped } = await suite.run(cases, folder);
  if (outcomes.length === 0) throw new FolderError(`'${join(folder, suite.file)}' holds no case that '${suite.name}' can run${skipped === '' ? '' : ` (${skipped})`}: nothing was shown.`);
  const failing = outcomes.filter(({ wrong }) => wrong !== null);
  const passed = outcomes.length - failing.length;
  const level = levelOf(levels, suite.name);
  const needed = own ? level : suite.whole ? outcomes.length : Math.min(level, outcomes.length);
  return { suite: suite.name, passed, total: outcomes.length, failing, skipped, needed, short: passed < needed };
}

/** How many cases of a suite are recorded as passing. */
function levelOf(levels: unknown, name: string): number {
  const level: unknown = typeof levels === 'object' && levels !== null ? Reflect.get(levels, name) : undefined;
  if (typeof level !== 'number') throw new FolderError(`levels.json records no level for '${name}': write how many pass.`);
  return level;
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
  const lines = rows.flatMap(({ suite, passed, total, failing, skipped, needed, short }) => [
    total === 0 ? `${suite.padEnd(width)}  skipped` : `${suite.padEnd(width)}  ${String(passed).padStart(5)} of ${String(total).padStart(5)} passed${short ? `   BELOW THE LEVEL OF ${needed}` : ''}`,
    ...(skipped === '' ? [] : [`${' '.repeat(width)}  not run: ${skipped}`]),
    ...failing.map(({ id, wrong }) => `  ${id}: ${(wrong ?? '').slice(0, 300)}`),
  ]);
  return `${lines.join('\n')}\n`;
}
