/*
 * A reader of object literals in JavaScript and TypeScript source, just good enough to find where keys and items stand. It
 * knows strings, templates, comments and brackets; where the text is anything else it stops, and what it found so far counts.
 */

/** Called with the path of a key or an item, from the literal, and its offset in the text. */
export type Found = (path: readonly (string | number)[], offset: number) => void;

const CALL = /[A-Za-z_$][\w$]*\s*(?:<[^()]*>)?\s*\(/;

/** Does a call `name(…)` start exactly here? */
export function isCall(text: string, offset: number): boolean {
  const before = text[offset - 1] ?? ' ';
  return !/[\w$]/.test(before) && new RegExp(CALL, 'y').exec(text.slice(offset, offset + 200)) !== null;
}

/**
 * Finds the keys of the first object literal among the arguments of the call at `offset` ('glueJob' in "glueJob('a', {…})"),
 * and what is inside of it. Finds nothing when no call stands there.
 */
export function scanCall(text: string, offset: number, found: Found): void {
  const call = new RegExp(CALL, 'y');
  call.lastIndex = offset;
  if (call.exec(text) === null) return;
  let at = call.lastIndex;
  for (;;) {
    at = skipBlank(text, at);
    if (text[at] === '{') return void scanObject(text, at, [], found);
    at = skipValue(text, at);
    if (text[at] !== ',') return;
    at += 1;
  }
}

// Each scan returns the offset after what it read.
function scanObject(text: string, open: number, path: readonly (string | number)[], found: Found): number {
  let at = skipBlank(text, open + 1);
  while (at < text.length && text[at] !== '}') {
    const key = /(?:([A-Za-z_$][\w$]*)|'([^'\\\n]*)'|"([^"\\\n]*)")\s*/y;
    key.lastIndex = at;
    const match = key.exec(text);
    const name = match?.[1] ?? match?.[2] ?? match?.[3];
    const after = match === null ? at : skipBlank(text, key.lastIndex);
    if (name !== undefined) found([...path, name], at);
    at = name !== undefined && text[after] === ':' ? scanValue(text, skipBlank(text, after + 1), [...path, name], found) : skipValue(text, at);
    at = skipBlank(text, at);
    if (text[at] !== ',') break;
    at = skipBlank(text, at + 1);
  }
  return text[at] === '}' ? at + 1 : text.length;
}

function scanArray(text: string, open: number, path: readonly (string | number)[], found: Found): number {
  let at = skipBlank(text, open + 1);
  for (let index = 0; at < text.length && text[at] !== ']'; index++) {
    // After a spread nobody knows the index of what follows.
    if (text.startsWith('...', at)) return skipValue(text, open);
    found([...path, index], at);
    at = skipBlank(text, scanValue(text, at, [...path, index], found));
    if (text[at] !== ',') break;
    at = skipBlank(text, at + 1);
  }
  return text[at] === ']' ? at + 1 : text.length;
}

function scanValue(text: string, at: number, path: readonly (string | number)[], found: Found): number {
  const end = text[at] === '{' ? scanObject(text, at, path, found) : text[at] === '[' ? scanArray(text, at, path, found) : at;
  // What follows a literal (`as const`, `.map(…)`) belongs to the value.
  return skipValue(text, end);
}

/** The offset of the comma or closing bracket that ends the expression at `at`. */
function skipValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (depth === 0 && (char === ',' || ')]}'.includes(char))) return at;
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    at = `'"\``.includes(char) ? skipString(text, at) : Math.max(at + 1, skipBlank(text, at));
  }
  return at;
}

function skipString(text: string, open: number): number {
  const quote = text[open] ?? '';
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
    else if (quote === '`' && text.startsWith('${', at)) at = skipTemplateHole(text, at + 2);
  }
  return text.length;
}

// From the first character of the hole to its closing brace.
function skipTemplateHole(text: string, start: number): number {
  let at = skipValue(text, start);
  while (text[at] === ',') at = skipValue(text, at + 1);
  return at;
}

function skipBlank(text: string, start: number): number {
  const blank = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blank.lastIndex = start;
  blank.exec(text);
  return Math.max(start, blank.lastIndex);
}
