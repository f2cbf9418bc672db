import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/python.ts';
import type { Result } from '../report.ts';

const folder = join(root, '.millrace');
const file = join(folder, 'soak.txt');

/** What the last `npm run soak` of this copy of the repository found, in one line. */
export function lastSoak(): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replaceAll('\n', '; ') : 'never run here (`npm run soak`)';
}

export function rememberSoak(at: Date, results: readonly Result[]): string {
  const text = [`ended ${at.toISOString()}`, ...results.map(({ figure, holds }) => `${holds === true ? 'holds' : 'FALLS SHORT'}: ${figure}`)].join('\n');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${text}\n`);
  return text;
}
