import { exit, paint, printJson, type Io } from '../io.ts';
import { written } from '../project/param-values.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun } from '../table.ts';
import { dashProblems } from './contract.ts';
import { knownOf, resolvedValues, waitsForRun, type Found } from './values.ts';

const NO_VALUE = '(none)';

function rows(found: Found): (readonly [name: string, type: string, value: string, from: string])[] {
  const { pipeline, resolved: { values, from } } = found;
  return Object.entries(pipeline.params).map(([name, { type, overridable }]) => {
    const value = values[name];
    const shown = waitsForRun(found, name) ? '(id of the run)' : value === undefined ? NO_VALUE : written(value);
    return [name, type, shown, `${from[name] ?? 'nothing'}${overridable === false ? ', fixed' : ''}`];
  });
}

function table(io: Io, found: Found): string {
  const all = rows(found);
  const width = (column: 0 | 1 | 2): number => Math.min(40, Math.max(0, ...all.map((row) => row[column].length)));
  return all.map(([name, type, value, from]) => `${paint(io, 'bold', name.padEnd(width(0)))}  ${type.padEnd(width(1))}  ${value.padEnd(width(2))}  ${paint(io, 'dim', from)}\n`).join('');
}

/** `millrace params show`: each value and where it came from. Exit 3 when a run would be refused for them. */
export const show: CommandRun = async (io, _args, options) => {
  const found = await resolvedValues(io, options);
  const { pipeline, folder, environment, resolved: { values, from } } = found;
  const problems = [...found.resolved.problems, ...(await dashProblems(pipeline, folder, knownOf(found)))];
  if (io.json) {
    const params = Object.fromEntries(Object.keys(pipeline.params).map((name) => [name, { value: waitsForRun(found, name) ? null : (values[name] ?? null), from: from[name] ?? null }]));
    printJson(io, { environment, params, problems });
  } else {
    io.out(Object.keys(pipeline.params).length === 0 ? 'The pipeline declares no parameters.\n' : table(io, found));
    for (const { code, message, hint } of problems) io.err(`${paint(io, 'red', `error ${code}`)} ${wrap(message, io.columns, '  ')}\n  ${paint(io, 'dim', 'fix')} ${wrap(hint, io.columns, ' '.repeat(6))}\n`);
  }
  return problems.length === 0 ? exit.ok : exit.findings;
};
