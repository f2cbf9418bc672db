import { type ServedHost } from '../host/host.ts';
import type { Service } from '../host/types.ts';
export interface ServerOptions {
    /** Holds all state; made when it is missing. */
    readonly dir: string;
    /** null takes the one of the last start in `dir`, else 4747; 0 takes a free one. */
    readonly port: number | null;
    readonly python: string;
    /** All of the embedded AWS unless told. */
    readonly services?: readonly Service[];
    /** The environment that jobs take over, without its AWS settings. */
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly region?: string;
    readonly account?: string;
    readonly onError?: (error: unknown, where: string) => void;
}
export interface RunningServer {
    readonly port: number;
    readonly url: string;
    readonly host: ServedHost;
    /** Jobs that run go on; the next start finds how they end. */
    close(): Promise<void>;
}
export declare const defaultPort = 4747;
/**
 * Serves the embedded AWS over what `dir` holds, going on with what an earlier server left.
 * @throws {ServerError} when another one serves `dir`, the port is taken, or the folder cannot be written: one sentence that says what to do.
 */
export declare function startServer(options: ServerOptions): Promise<RunningServer>;
