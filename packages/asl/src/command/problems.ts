import type { TextPosition } from '../check/problem.ts';
import { painted, type World } from './world.ts';
import { indented } from './wrap.ts';

/** What the validator and the reader of mock files tell. */
export interface Told {
  readonly severity: 'error' | 'warning';
  readonly code?: string;
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
  readonly at: TextPosition | null;
}

/** Problems as a compiler tells them: place, severity and code on a line that editors know, then the sentence and what to do. */
export function problemsText(world: World, file: string, problems: readonly Told[]): string {
  return problems.map(({ severity, code, pointer, message, hint, at }) => {
    const place = at === null ? file : `${file}:${at.line}:${at.column}`;
    const tone = severity === 'error' ? 'red' : 'yellow';
    const head = `${painted(world, 'bold', place)}  ${painted(world, tone, code === undefined ? severity : `${severity} ${code}`)}${pointer === '' ? '' : `  ${pointer}`}\n`;
    return head + indented(message, world.columns, '  ') + indented(hint, world.columns, '  ');
  }).join('');
}

export function countText(problems: readonly Pick<Told, 'severity'>[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}
