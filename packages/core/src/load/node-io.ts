import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { LoadIo } from './io.ts';

/**
 * The disk and Node's own `import()`, which strips types. Each load of one `io` evaluates the file anew; the modules that
 * it imports are Node's to cache.
 */
export function nodeIo(fallback?: LoadIo['fallback']): LoadIo {
  let loads = 0;
  return {
    readText: (file) => readFile(file, 'utf8'),
    importModule: (file) => import(`${pathToFileURL(file).href}?load=${process.hrtime.bigint()}-${loads++}`) as Promise<unknown>,
    fallback,
    checkSyntax: (file) => new Promise((resolve) => execFile(process.execPath, ['--check', file], (_error, _stdout, stderr) => resolve(stderr))),
  };
}
