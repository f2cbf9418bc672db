import { PassingError } from './types.ts';

// Deeper is no line that somebody wrote.
const DEEPEST = 20;
const name = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;

/**
 * Behind what a POSIX shell replaces and what begins here with `$` or a backquote; null where the dollar means itself.
 *
 * @throws {PassingError} it has no end
 */
export function expansionEnd(line: string, at: number, depth = 0): number | null {
  if (line[at] === '`') return backquotedEnd(line, at);
  const next = line[at + 1];
  if (next === '(') return nestedEnd(line, at, ['(', ')'], depth);
  if (next === '{') return nestedEnd(line, at, ['{', '}'], depth);
  name.lastIndex = at + 1;
  return name.test(line) ? name.lastIndex : null;
}

function backquotedEnd(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '`') return at + 1;
  }
  throw endless(line, start);
}

function nestedEnd(line: string, start: number, [opening, closing]: readonly [string, string], depth: number): number {
  if (depth >= DEEPEST) throw new PassingError(`More than ${DEEPEST} levels of what a shell replaces, at position ${start + 1}.`);
  let open = 0;
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\') at += 1;
    else if (character === "'") at = singleEnd(line, at);
    else if (character === '"') at = doubleEnd(line, at, depth);
    else if (character === '$' || character === '`') at = (expansionEnd(line, at, depth + 1) ?? at + 1) - 1;
    else if (character === opening) open += 1;
    else if (character === closing) {
      open -= 1;
      if (open === 0) return at + 1;
    }
  }
  throw endless(line, start);
}

export function singleEnd(line: string, at: number): number {
  const end = line.indexOf("'", at + 1);
  if (end === -1) throw new PassingError(`The single quote at position ${at + 1} has no end.`);
  return end;
}

function doubleEnd(line: string, start: number, depth: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') return at;
    if (character === '\\') at += 1;
    else if (character === '$' || character === '`') at = (expansionEnd(line, at, depth + 1) ?? at + 1) - 1;
  }
  throw new PassingError(`The double quote at position ${start + 1} has no end.`);
}

const endless = (line: string, at: number): PassingError => new PassingError(`What a shell replaces at position ${at + 1}, ${JSON.stringify(line.slice(at, at + 2))}, has no end.`);

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const escape = /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|([^]))/g;

/** The text of `$'…'`, which bash, zsh and ksh know, and where it ends. */
export function ansiQuoted(line: string, start: number): { readonly text: string; readonly end: number } {
  const whole = /\$'(?:\\[^]|[^'\\])*'/y;
  whole.lastIndex = start;
  if (!whole.test(line)) throw new PassingError(`The quote at position ${start + 1} has no end.`);
  const text = line.slice(start + 2, whole.lastIndex - 1).replace(escape, (written: string, hex?: string, short?: string, long?: string, octal?: string, one?: string) => {
    if (one !== undefined) return escapes[one] ?? (`\\'"?`.includes(one) ? one : written);
    const code = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
  return { text, end: whole.lastIndex };
}
