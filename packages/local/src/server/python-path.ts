import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { awsgluePy } from '@millrace/runtime';
import { writeWhole } from '../executor/job-folder.ts';
import { serverPaths } from './server-file.ts';

// The folder lies beside src and dist alike.
const ofSpark = new URL('../../python/awsglue/', import.meta.url);

/** Writes the Python modules that jobs import into the server's folder, and says where. */
export function layPythonPath(dir: string): readonly string[] {
  const root = serverPaths(dir).python;
  for (const { path, text } of awsgluePy) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeWhole(join(root, path), text);
  }
  for (const name of readdirSync(ofSpark).filter((one) => one.endsWith('.py'))) writeWhole(join(root, 'awsglue', name), readFileSync(new URL(name, ofSpark)));
  return [root];
}
