import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from './errors.ts';

/**
 * How deep a value may nest that goes from state to state. Our own limit: writing one level takes as long as all levels above it, and what nests
 * deeper by each state of a loop would take the cube of its length.
 */
const deepest = 2000;

/** JSON of a value. What nests too deep is refused: it would also end the process of whoever reads it. */
export function jsonOf(value: Json): string {
  try {
    const text = JSON.stringify(value);
    if (isDeeper(text)) throw tooDeep();
    return text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The other one is an overflow of the stack; V8 has these words for a text that it cannot hold.
    throw error.message.includes('string length') ? new StateError(errorNames.dataLimit, 'A value is too long to be written as JSON.') : tooDeep();
  }
}

function tooDeep(): StateError {
  return new StateError(errorNames.runtime, 'A value nests too deep to be written as JSON.');
}

function isDeeper(text: string): boolean {
  if (text.length <= deepest * 2 || hasFew(text)) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i);
    if (at === quote) i = endOfText(text, i);
    else if (at === openList || at === openObject) {
      if (++depth > deepest) return true;
    } else if (at === closeList || at === closeObject) depth--;
  }
  return false;
}

/** Most texts open too few lists and objects to nest so deep; looking for one character is quick. */
function hasFew(text: string): boolean {
  let count = 0;
  for (const opening of ['[', '{']) {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) if (++count > deepest) return false;
  }
  return true;
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where the text that starts at a quote ends. */
function endOfText(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
}
