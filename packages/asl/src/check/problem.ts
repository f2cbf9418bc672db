import { catalogue, type Code } from './catalogue.ts';

/** Something that Step Functions would refuse, or that this package cannot run. `pointer` is a JSON pointer into the definition. */
export interface DefinitionProblem {
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
}

/** Where a value stands in the text: line and column count from 1, the offset in UTF-16 units from 0. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Problem extends DefinitionProblem {
  /** Stable: programs may rely on it. `explain(code)` tells more. */
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  /** null when the definition was not given as text. */
  readonly at: TextPosition | null;
}

export type Report = (code: Code, pointer: string, message: string, hint: string) => void;

export const severityOf: ReadonlyMap<Code, 'error' | 'warning'> = new Map(catalogue.map(({ code, severity }) => [code, severity]));

const longestShown = 120;

/** A value of the definition as a message shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}

/** A text of the definition as a message shows it: not longer than a line or two. */
export function cut(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}
