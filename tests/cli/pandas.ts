import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { python } from './millrace.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const example = `${root}examples/flights`;
export const records = `${root}.millrace/flight-records`;
export const month = '2013-01';
/** What the comparison needs is brought by `npm test`, not by the demo alone. */
export const ready = existsSync(`${records}/flights.csv`) && spawnSync(python, ['-c', 'import pandas']).status === 0;

export interface Compared {
  readonly figures: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

/** Holds a folder of results against a calculation with pandas over the same records. */
export function compare(results: string): Compared {
  const { status, stdout, stderr } = spawnSync(python, [`${root}tests/cli/pandas_check.py`, records, `${example}/data/late-records.csv`, results, month], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The comparison did not run: ${stderr}`);
  return JSON.parse(stdout) as Compared; // our own script's document
}
