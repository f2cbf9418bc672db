import type { Problem } from '@millrace/core';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { paint, type Io, type Style } from '../io.ts';
import { wrap } from './text.ts';

const look: Readonly<Record<Problem['severity'], Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

function place(io: Io, problem: Problem): string {
  if (problem.at === null) return problem.pointer === '' ? '' : problem.pointer;
  const file = relative(io.cwd, problem.at.file);
  return `${file.startsWith('..') ? problem.at.file : file}:${problem.at.line}:${problem.at.col}`;
}

/** The line that a problem speaks of, with a mark under its column; nothing when the file cannot be read any more. */
function snippet(io: Io, problem: Problem): string {
  if (problem.at === null) return '';
  let lines: string[];
  try {
    lines = readFileSync(problem.at.file, 'utf8').split(/\r?\n/);
  } catch {
    return '';
  }
  const line = lines[problem.at.line - 1];
  if (line === undefined) return '';
  const number = String(problem.at.line);
  const from = Math.max(0, problem.at.col - 1 - 50);
  const shown = line.slice(from, from + Math.max(20, io.columns - number.length - 8));
  const mark = `${' '.repeat(Math.max(0, problem.at.col - 1 - from))}^`;
  return `  ${paint(io, 'dim', `${number} |`)} ${shown}\n  ${' '.repeat(number.length)} ${paint(io, 'dim', '|')} ${paint(io, look[problem.severity], mark)}\n`;
}

/** One problem as text: code, place, message, the line itself and the fix. */
export function renderProblem(io: Io, problem: Problem): string {
  const where = place(io, problem);
  const head = `${paint(io, look[problem.severity], `${problem.severity} ${problem.code}`)}${where === '' ? '' : ` ${paint(io, 'bold', where)}`}`;
  return `${head}\n  ${wrap(problem.message, io.columns, '  ')}\n${snippet(io, problem)}${problem.hint === '' ? '' : `  ${paint(io, 'dim', 'fix')} ${wrap(problem.hint, io.columns, ' '.repeat(6))}\n`}`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** All problems and one closing line that counts them. */
export function renderProblems(io: Io, problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']): number => problems.filter((problem) => problem.severity === severity).length;
  const summary = [plural(count('error'), 'error'), plural(count('warning'), 'warning'), `${count('info')} info`].join(', ');
  return `${problems.map((problem) => renderProblem(io, problem)).join('\n')}${problems.length === 0 ? '' : '\n'}${summary}\n`;
}
