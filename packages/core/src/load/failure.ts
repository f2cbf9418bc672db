import type { Position, Problem } from '../problem.ts';
import { firstFrame, pathOf } from '../build/caller.ts';

const problem = (code: string, message: string, at: Position | null, hint: string): Problem => ({ code, severity: 'error', message, pointer: '', at, hint });

/** The one problem of a file that cannot be read. */
export function unreadable(file: string, thrown: unknown): Problem {
  const code = codeOf(thrown);
  const at = { file, line: 1, col: 1 };
  if (code === 'ENOENT' || code === 'ENOTDIR') return problem('MR1001', `there is no file ${file}`, at, 'Check the path.');
  if (code === 'EISDIR') return problem('MR1001', `${file} is a folder`, at, 'Name the file of the pipeline in it.');
  if (code === 'EACCES' || code === 'EPERM') return problem('MR1001', `the file ${file} may not be read`, at, 'Check its permissions.');
  return problem('MR1001', `the file ${file} cannot be read: ${messageOf(thrown)}`, at, 'Check the path and the disk.');
}

/** Is this a syntax error whose stack does not tell the place? */
export function isUnplaced(thrown: unknown): boolean {
  return nameOf(thrown) === 'SyntaxError' && headPlace('', stackOf(thrown)) === null;
}

/** The one problem of a module that does not evaluate. */
export function unevaluated(file: string, text: string, thrown: unknown, check = ''): Problem {
  const at = importPlace(file, text, thrown) ?? headPlace(file, check) ?? placeOf(file, thrown);
  const code = codeOf(thrown);
  const message = messageOf(thrown);
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return problem('MR1005', `Node cannot strip this TypeScript: ${firstLine(message)}`, at, 'Use erasable syntax only: no enums, namespaces, decorators or parameter properties.');
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') return problem('MR1006', `this Node cannot load ${file}: it does not strip types`, at, 'Use Node 22.22 or newer, or write JavaScript or YAML.');
  if (NOT_FOUND.includes(code)) return problem('MR1003', `an import cannot be found: ${firstLine(message)}`, at, foundHint(message));
  if (code === 'ERR_INVALID_TYPESCRIPT_SYNTAX' || thrown instanceof SyntaxError || nameOf(thrown) === 'SyntaxError') return problem('MR1002', `the file does not parse: ${firstLine(message)}`, at, 'Correct the text at this place.');
  return problem('MR1003', `the file throws while it is evaluated: ${firstLine(message)}`, at, 'Correct the code at this place.');
}

/** Node's own codes, and that of the importer which stands in for it. */
const NOT_FOUND = ['ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT', 'MODULE_NOT_FOUND'];

function foundHint(message: string): string {
  const missing = /Cannot find (?:module|package) '((?:@[\w.-]+\/)?[a-z][\w.-]*)'/.exec(message)?.[1];
  if (missing === '@millrace/core') return 'Install it here (npm install @millrace/core), or write the pipeline as pipeline.yaml, which needs no package.';
  return missing === undefined ? 'Write relative imports with their extension (./x.ts), and install packages that are missing.' : `Install it here: npm install ${missing}. Relative imports carry their extension (./x.ts).`;
}

/** Would another importer do better than Node's own? */
export function isForFallback(thrown: unknown): boolean {
  return ['ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', 'ERR_UNKNOWN_FILE_EXTENSION', 'ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT'].includes(codeOf(thrown));
}

function placeOf(file: string, thrown: unknown): Position {
  const stack = stackOf(thrown);
  return headPlace(file, stack) ?? firstFrame(stack, file) ?? { file, line: 1, col: 1 };
}

// Syntax errors name their place in the first line, as `file:///a.ts:3`; two lines further a caret marks the column.
function headPlace(file: string, text: string): Position | null {
  const head = /^(\S.*):(\d+)\s*$/.exec(text.split('\n', 1)[0] ?? '');
  if (head === null) return null;
  const [, source = '', line] = head;
  return { file: pathOf(source) ?? file, line: Number(line), col: caretColumn(text) };
}

// An import that cannot be found: the line that names it, if this file does.
function importPlace(file: string, text: string, thrown: unknown): Position | null {
  const match = /^Cannot find (?:module|package) '([^']+)'/.exec(messageOf(thrown));
  const wanted = match?.[1]?.split(/[\\/]/).at(-1);
  if (wanted === undefined || wanted === '') return null;
  const lines = text.split('\n');
  const line = lines.findIndex((each) => /\b(import|from|require)\b/.test(each) && each.includes(wanted));
  return line < 0 ? null : { file, line: line + 1, col: (lines[line] ?? '').search(/['"]/) + 1 || 1 };
}

function caretColumn(stack: string): number {
  const caret = stack.split('\n').slice(1, 4).find((line) => /^\s*\^+\s*$/.test(line));
  return caret === undefined ? 1 : caret.indexOf('^') + 1;
}

function stackOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'stack' in thrown ? String(thrown.stack) : '';
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}

function nameOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : '';
}

function messageOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : String(thrown);
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
