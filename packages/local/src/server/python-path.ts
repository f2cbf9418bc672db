import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { awsgluePy } from '@millrace/runtime';
import { writeWhole } from '../executor/job-folder.ts';
import { serverPaths } from './server-file.ts';

/** Writes the Python modules that jobs import into the server's folder, and says where. */
export function layPythonPath(dir: string): readonly string[] {
  const root = serverPaths(dir).python;
  for (const { path, text } of awsgluePy) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeWhole(join(root, path), text);
  }
  return [root];
}
