import { fileURLToPath } from 'node:url';
import type { Position } from '../problem.ts';

/**
 * Where the code that called `builder` stands, or null when the engine does not tell. `builder` and everything it called are left
 * out of the stack, so that the first frame is the author's, however this package was loaded or bundled.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any function will do: it is only compared with frames
export function callerOf(builder: Function): Position | null {
  const before = Error.stackTraceLimit;
  const carrier: { stack?: string } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(carrier, builder);
    return firstFrame(String(carrier.stack ?? ''));
  } catch {
    return null;
  } finally {
    Error.stackTraceLimit = before;
  }
}

/** The position in the first frame of a stack's text that names a file, or null; rather one in `file` when there is one. */
export function firstFrame(stack: string, file?: string): Position | null {
  const frames = stack.split('\n').map(frameOf).filter((frame) => frame !== null);
  return frames.find((frame) => frame.file === file) ?? frames[0] ?? null;
}

/**
 * The position that one line of a stack names, or null: `at f (file:///a.ts:3:5)`, `at /a.ts:3:5`, `at async C:\a.ts:3:5`.
 * Folders may have spaces and parentheses in their names.
 */
export function frameOf(line: string): Position | null {
  const frame = /^\s*at (?:async )?(.+):(\d+):(\d+)\)?$/.exec(line);
  if (frame === null) return null;
  const [, where = '', row, col] = frame;
  const source = /(?:^|\()((?:file:\/\/|\/|[A-Za-z]:[\\/]).*)$/.exec(where)?.[1];
  const file = source === undefined ? null : pathOf(source);
  return file === null ? null : { file, line: Number(row), col: Number(col) };
}

/** The path of a file URL or a path, without a loader's query; null for what is no file, such as `node:internal`. */
export function pathOf(source: string): string | null {
  const bare = source.replace(/\?[^/\\]*$/, '');
  if (/^[A-Za-z]:[\\/]/.test(bare) || bare.startsWith('/')) return bare;
  if (!bare.startsWith('file:')) return null;
  try {
    return fileURLToPath(bare);
  } catch {
    return null;
  }
}
