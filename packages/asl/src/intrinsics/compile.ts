import type { Json } from '../engine-types.ts';
import { compilePath } from '../json-path/compile.ts';
import { memo } from '../json-path/memo.ts';
import { Scanner } from '../json-path/scanner.ts';
import { PathSyntaxError } from '../json-path/syntax.ts';
import { functions } from './functions.ts';
import { IntrinsicSyntaxError, type Argument, type Intrinsic } from './syntax.ts';

/** How deep calls may nest. Source: Step Functions developer guide, "Intrinsic functions". */
const deepestCall = 10;

/** The names of all functions, with the prefix that calls write. Source: Step Functions developer guide, "Intrinsic functions". */
export const intrinsicNames: readonly string[] = [...functions.keys()];

/** Does the text look like a call, so that it is compiled as one and not as a path? */
export function isIntrinsic(text: string): boolean {
  return text.startsWith('States.');
}

/**
 * Compiles a call such as `States.Format('{} of {}', $.n, States.ArrayLength($.all))`. Equal texts give the same call. How many arguments
 * a function takes is seen when it is called, as on AWS.
 *
 * @throws {IntrinsicSyntaxError} with the `offset` where the text stops being a call: an unknown function, open quotes, a backslash that
 * escapes none of ' { } \, more than ten levels, or a path that is none.
 * @example compileIntrinsic('States.UUID()').name // 'States.UUID'
 */
export const compileIntrinsic: (source: string) => Intrinsic = memo(compiled);

function compiled(source: string): Intrinsic {
  const scanner = new Scanner(source);
  const made = call(scanner, 1);
  scanner.blanks();
  if (!scanner.ended) throw wrong(scanner, 'expected the end');
  return made;
}

function call(scanner: Scanner, depth: number): Intrinsic {
  const start = scanner.at;
  if (depth > deepestCall) throw wrong(scanner, `calls nest more than ${deepestCall} levels`);
  const name = scanner.until('( \t\r\n,)');
  if (!functions.has(name)) throw wrong(scanner, `there is no function ${name === '' ? 'here' : name}`, start);
  if (!scanner.took('(')) throw wrong(scanner, 'expected (');
  const args: Argument[] = [];
  scanner.blanks();
  while (!scanner.took(')')) {
    if (args.length > 0 && !scanner.took(',')) throw wrong(scanner, 'expected , or )');
    scanner.blanks();
    args.push(argument(scanner, depth));
    scanner.blanks();
  }
  return { source: scanner.text.slice(start, scanner.at), name, args };
}

function argument(scanner: Scanner, depth: number): Argument {
  if (scanner.char === "'") return text(scanner);
  if (scanner.char === '$') return path(scanner);
  if (isIntrinsic(scanner.text.slice(scanner.at, scanner.at + 7))) return { is: 'call', call: call(scanner, depth + 1) };
  const start = scanner.at;
  const word = scanner.until(', \t\r\n)');
  const value = constant(word);
  if (value === undefined) throw wrong(scanner, "expected a text in single quotes, a number, true, false, null, a path or a call", start);
  return { is: 'constant', value };
}

function constant(word: string): Json | undefined {
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(word)) return undefined;
  const number = Number(word);
  return Number.isFinite(number) ? number : undefined;
}

function text(scanner: Scanner): Argument {
  const start = scanner.at++;
  let raw = '';
  let value = '';
  for (;;) {
    const plain = scanner.until("'\\");
    raw += plain;
    value += plain;
    if (scanner.ended) throw wrong(scanner, 'the quotes are not closed', start);
    if (scanner.took("'")) return { is: 'text', raw, value };
    const escaped = scanner.text.charAt(++scanner.at);
    if (escaped === '' || !"'{}\\".includes(escaped)) throw wrong(scanner, "a backslash escapes ', {, } and \\ only", scanner.at - 1);
    raw += `\\${escaped}`;
    value += escaped;
    scanner.at++;
  }
}

/** A path goes on to the comma or bracket that is the call's: not one in its own brackets or quotes. */
function path(scanner: Scanner): Argument {
  const start = scanner.at;
  let open = 0;
  while (!scanner.ended) {
    const char = scanner.char;
    if (open > 0 && (char === "'" || char === '"')) skipQuotes(scanner);
    else if (open === 0 && (char === ',' || char === ')' || char.trim() === '')) break;
    else {
      if (char === '[' || char === '(') open++;
      if (char === ']' || char === ')') open--;
      scanner.at++;
    }
  }
  const source = scanner.text.slice(start, scanner.at);
  try {
    return { is: 'path', path: compilePath(source) };
  } catch (error) {
    if (error instanceof PathSyntaxError) throw new IntrinsicSyntaxError(error.message, start + error.offset);
    throw error;
  }
}

function skipQuotes(scanner: Scanner): void {
  const quote = scanner.char;
  scanner.at++;
  while (!scanner.ended && !scanner.took(quote)) scanner.at += scanner.char === '\\' ? 2 : 1;
}

function wrong(scanner: Scanner, what: string, at = scanner.at): IntrinsicSyntaxError {
  return new IntrinsicSyntaxError(`'${scanner.text}' is no call of an intrinsic function: ${what} at position ${at}.`, at);
}
