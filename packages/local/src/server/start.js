import { mkdirSync } from 'node:fs';
import { folderBlobs } from '../blobs/folder.js';
import { processExecutor } from '../executor/process-executor.js';
import { realClock } from '../host/clock.js';
import { createHost } from '../host/host.js';
import { sqlitePersistence } from '../host/sqlite.js';
import { defaultRegion } from '../host/world.js';
import { serve } from '../http/door.js';
import { defaultServices } from './default-services.js';
import { internalPages } from './internal-pages.js';
import { checkPortFree, portError, ServerError } from './port.js';
import { layPythonPath } from './python-path.js';
import { readServerFile, serverPaths, writeServerFile } from './server-file.js';
import { realDir, serverStatus, urlOf } from './status.js';
export const defaultPort = 4747;
/**
 * Serves the embedded AWS over what `dir` holds, going on with what an earlier server left.
 * @throws {ServerError} when another one serves `dir`, the port is taken, or the folder cannot be written: one sentence that says what to do.
 */
export async function startServer(options) {
    const { dir, onError = () => undefined } = options;
    const running = await serverStatus(dir);
    if (running.running)
        throw new ServerError(`An embedded AWS serves ${dir} already, at ${running.url} (process ${running.pid}).`);
    const port = options.port ?? running.last?.port ?? defaultPort;
    await checkPortFree(port);
    const paths = serverPaths(dir);
    const persistence = openState(dir, paths.state);
    const startedAt = new Date().toISOString();
    let served = null;
    try {
        const blobs = folderBlobs(paths.objects);
        const region = options.region ?? defaultRegion;
        const { python, env, services = defaultServices } = options;
        const pythonPath = layPythonPath(realDir(dir));
        const executor = processExecutor({ dir: realDir(dir), python, pythonPath, env, region, blobs, endpoint: () => served?.url ?? urlOf(port) });
        const account = options.account === undefined ? {} : { account: options.account };
        const host = createHost({ services, blobs, executor, clock: realClock(), persistence, region, ...account, onError });
        const internal = internalPages(dir, host, { status: 'ok', pid: process.pid, dir: realDir(dir), startedAt });
        served = await serve({ host, port, internal, onError }).catch((error) => {
            throw portError(error, port);
        });
        const file = { pid: process.pid, port: served.port, startedAt };
        writeServerFile(dir, file);
        return { port: served.port, url: served.url, host, close: () => close(dir, served, host, executor, startedAt) };
    }
    catch (error) {
        await served?.close();
        persistence.close();
        throw error instanceof ServerError ? error : new ServerError(error instanceof Error ? error.message : String(error));
    }
}
function openState(dir, file) {
    try {
        mkdirSync(dir, { recursive: true });
        return sqlitePersistence(file);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new ServerError(reason.includes('could not') ? reason : `The folder ${dir} cannot be written: ${reason}. Use another folder, or change its permissions.`);
    }
}
async function close(dir, served, host, executor, startedAt) {
    const port = served?.port ?? readServerFile(dir)?.port ?? defaultPort;
    await served?.close();
    executor.close();
    await host.close();
    writeServerFile(dir, { pid: null, port, startedAt });
}
