import { realpathSync } from 'node:fs';
import { get } from 'node:http';
import { readServerFile } from './server-file.js';
/**
 * Whether an embedded AWS serves `dir`: it is asked, since a file alone may be left from a killed one.
 * @example const status = await serverStatus('.millrace/local');
 */
export async function serverStatus(dir) {
    const file = readServerFile(dir);
    const health = file?.pid == null ? null : await healthAt(file.port);
    if (file?.pid == null || health === null || health.dir !== realDir(dir))
        return { running: false, last: file };
    return { running: true, pid: health.pid, port: file.port, url: urlOf(file.port), startedAt: health.startedAt };
}
export function urlOf(port) {
    return `http://127.0.0.1:${port}`;
}
/** One name for a folder, whichever way it is written. */
export function realDir(dir) {
    try {
        return realpathSync(dir);
    }
    catch {
        return dir;
    }
}
function healthAt(port) {
    return new Promise((resolve) => {
        const asked = get({ host: '127.0.0.1', port, path: '/_millrace/health', timeout: 2000, agent: false }, (answer) => {
            let text = '';
            answer.setEncoding('utf8');
            answer.on('data', (piece) => (text += piece));
            answer.on('end', () => resolve(healthOf(text)));
            answer.on('error', () => resolve(null));
        });
        asked.on('timeout', () => asked.destroy());
        asked.on('error', () => resolve(null));
    });
}
function healthOf(text) {
    try {
        // Whatever answers there: only what looks like ours is taken.
        const found = JSON.parse(text);
        return found?.status === 'ok' && typeof found.pid === 'number' && typeof found.dir === 'string' && typeof found.startedAt === 'string'
            ? { status: 'ok', pid: found.pid, dir: found.dir, startedAt: found.startedAt }
            : null;
    }
    catch {
        return null;
    }
}
