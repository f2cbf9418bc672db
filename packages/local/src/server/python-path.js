import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { awsgluePy } from '@millrace/runtime';
import { writeWhole } from '../executor/job-folder.js';
import { serverPaths } from './server-file.js';
/** Writes the Python modules that jobs import into the server's folder, and says where. */
export function layPythonPath(dir) {
    const root = serverPaths(dir).python;
    for (const { path, text } of awsgluePy) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeWhole(join(root, path), text);
    }
    return [root];
}
