import type { Position } from '../problem.ts';
import { pointerOf } from '../util/pointer.ts';
import { isCall, scanCall } from './scan.ts';

/**
 * Origins with the places of single fields added: builders know where they were called, and the source there tells where each
 * field of their argument stands. What a builder noted itself is kept.
 *
 * @param texts source by file; positions in other files stay as they are
 */
export function locateFields(origins: ReadonlyMap<string, Position>, texts: ReadonlyMap<string, string>): Map<string, Position> {
  const result = new Map(origins);
  const lines = new Map([...texts].map(([file, text]) => [file, lineStarts(text)]));
  for (const [pointer, at] of origins) {
    const text = texts.get(at.file);
    const starts = lines.get(at.file);
    const line = starts?.[at.line - 1];
    if (text === undefined || starts === undefined || line === undefined) continue;
    const call = callAt(text, line, line + at.col - 1);
    if (call === null) continue;
    result.set(pointer, { ...at, col: call - line + 1 });
    scanCall(text, call, (path, offset) => {
      const inner = pointer + pointerOf(...path);
      if (!result.has(inner)) result.set(inner, { file: at.file, ...lineAndColumn(starts, offset) });
    });
  }
  return result;
}

const BUILDER = /\b(?:definePipeline|glueJob|crawler|lambda|sns|ssm|wait)(?=\s*(?:<[^()]*>)?\s*\()/g;

/**
 * The offset of the call that a position means. Compilers other than Node's type stripping keep the lines but move the columns:
 * then it is the only builder call of the line, if there is just one.
 */
function callAt(text: string, line: number, offset: number): number | null {
  if (isCall(text, offset)) return offset;
  const end = text.indexOf('\n', line);
  const calls = [...text.slice(line, end < 0 ? undefined : end).matchAll(BUILDER)];
  const [only] = calls;
  return only === undefined || calls.length > 1 ? null : line + only.index;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAndColumn(starts: readonly number[], offset: number): { line: number; col: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, col: offset - (starts[low] ?? 0) + 1 };
}
