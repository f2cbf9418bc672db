import type { Problem } from '../problem.ts';
import { segmentsOf } from '../util/pointer.ts';

/** In the order of the file; what has no place comes last, in the order of its pointer. The same problems give the same order. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ problem, segments: segmentsOf(problem.pointer) })).sort((a, b) => byPlace(a.problem, b.problem) || byPointer(a.segments, b.segments) || byText(a.problem.code, b.problem.code) || byText(a.problem.message, b.problem.message)).map(({ problem }) => problem);
}

function byPlace({ at: a }: Problem, { at: b }: Problem): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return byText(a.file, b.file) || a.line - b.line || a.col - b.col;
}

function byPointer(a: readonly string[], b: readonly string[]): number {
  for (const [index, segment] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const numbers = /^\d+$/.test(segment) && /^\d+$/.test(other);
    const order = numbers ? Number(segment) - Number(other) : byText(segment, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
