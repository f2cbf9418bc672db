import { mkdirSync } from 'node:fs';
import { folderBlobs } from '../blobs/folder.ts';
import { processExecutor } from '../executor/process-executor.ts';
import { realClock } from '../host/clock.ts';
import { createHost, type ServedHost } from '../host/host.ts';
import type { Persistence } from '../host/persistence.ts';
import { sqlitePersistence } from '../host/sqlite.ts';
import type { Delays, Service } from '../host/types.ts';
import { defaultRegion } from '../host/world.ts';
import { serve, type Served } from '../http/door.ts';
import { servicesWith } from './default-services.ts';
import { internalPages } from './internal-pages.ts';
import { jobLogsIn } from './job-logs.ts';
import { sparkFolder } from '../spark/layout.ts';
import { checkPortFree, defaultPort, portError, ServerError } from './port.ts';
import { layPythonPath } from './python-path.ts';
import { readServerFile, serverPaths, writeServerFile } from './server-file.ts';
import { realDir, serverStatus, urlOf } from './status.ts';

export interface ServerOptions {
  /** Holds all state; made when it is missing. */
  readonly dir: string;
  /** null takes the one of the last start in `dir`, else `defaultPort`; 0 takes a free one. */
  readonly port: number | null;
  readonly python: string;
  /** All of the embedded AWS unless told. */
  readonly services?: readonly Service[];
  /** The environment that jobs take over, without its AWS settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly region?: string;
  readonly account?: string;
  /** How long AWS's afterwork takes; none unless told. */
  readonly delays?: Partial<Delays>;
  readonly onError?: (error: unknown, where: string) => void;
}
export interface RunningServer {
  readonly port: number;
  readonly url: string;
  readonly host: ServedHost;
  /** Jobs that run go on; the next start finds how they end. */
  close(): Promise<void>;
}

/**
 * Serves the embedded AWS over what `dir` holds, going on with what an earlier server left.
 * @throws {ServerError} when another one serves `dir`, the port is taken, or the folder cannot be written: one sentence that says what to do.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dir, onError = () => undefined } = options;
  const running = await serverStatus(dir);
  if (running.running) throw new ServerError(`An embedded AWS serves ${dir} already, at ${running.url} (process ${running.pid}).`);
  const port = options.port ?? running.last?.port ?? defaultPort;
  await checkPortFree(port);
  const paths = serverPaths(dir);
  const persistence = openState(dir, paths.state);
  const startedAt = new Date().toISOString();
  let served: Served | null = null;
  try {
    const blobs = folderBlobs(paths.objects);
    const region = options.region ?? defaultRegion;
    const { python, env, services = servicesWith(jobLogsIn(realDir(dir))) } = options;
    const pythonPath = layPythonPath(realDir(dir));
    const executor = processExecutor({ dir: realDir(dir), python, pythonPath, env, region, blobs, spark: { folder: sparkFolder(env), s3Root: realDir(paths.objects) }, endpoint: () => served?.url ?? urlOf(port) });
    const account = options.account === undefined ? {} : { account: options.account };
    const host = createHost({ services, blobs, executor, clock: realClock(), persistence, region, ...account, delays: options.delays ?? {}, onError });
    const internal = internalPages(dir, host, { status: 'ok', pid: process.pid, dir: realDir(dir), startedAt });
    served = await serve({ host, port, internal, onError }).catch((error: unknown) => {
      throw portError(error, port);
    });
    const file = { pid: process.pid, port: served.port, startedAt };
    writeServerFile(dir, file);
    return { port: served.port, url: served.url, host, close: () => close(dir, served, host, executor, startedAt) };
  } catch (error) {
    await served?.close();
    persistence.close();
    throw error instanceof ServerError ? error : new ServerError(error instanceof Error ? error.message : String(error));
  }
}

function openState(dir: string, file: string): Persistence {
  try {
    mkdirSync(dir, { recursive: true });
    return sqlitePersistence(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServerError(reason.includes('could not') ? reason : `The folder ${dir} cannot be written: ${reason}. Use another folder, or change its permissions.`);
  }
}

async function close(dir: string, served: Served | null, host: ServedHost, executor: { close(): void }, startedAt: string): Promise<void> {
  const port = served?.port ?? readServerFile(dir)?.port ?? defaultPort;
  await served?.close();
  executor.close();
  await host.close();
  writeServerFile(dir, { pid: null, port, startedAt });
}
