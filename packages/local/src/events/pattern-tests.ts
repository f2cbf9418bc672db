import type { Json } from '@millrace/core';

const comparisons: Readonly<Record<string, (found: number, operand: number) => boolean>> = {
  '=': (found, operand) => found === operand,
  '<': (found, operand) => found < operand,
  '<=': (found, operand) => found <= operand,
  '>': (found, operand) => found > operand,
  '>=': (found, operand) => found >= operand,
};

/** `['>', 0, '<=', 5]`: each comparison holds. */
export function numericHolds(tests: readonly Json[], found: number): boolean {
  if (tests.length === 0 || tests.length % 2 !== 0) return false;
  return tests.every((sign, index) => {
    if (index % 2 === 1) return true;
    const operand = tests[index + 1];
    return typeof sign === 'string' && typeof operand === 'number' && (comparisons[sign]?.(found, operand) ?? false);
  });
}

/** `*` stands for any characters, `\*` for itself. Each piece is searched from where the last one ended, so that no pattern takes long. */
export function wildcardHolds(operand: string, found: string): boolean {
  const pieces = piecesOf(operand);
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return found === first;
  if (!found.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const next = found.indexOf(piece, at);
    if (next < 0) return false;
    at = next + piece.length;
  }
  return found.length - last.length >= at && found.endsWith(last);
}

function piecesOf(operand: string): readonly string[] {
  const pieces = [''];
  for (let i = 0; i < operand.length; i++) {
    const character = operand[i] ?? '';
    if (character === '*') pieces.push('');
    else if (character === '\\' && i + 1 < operand.length) pieces[pieces.length - 1] += operand[++i] ?? '';
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}
