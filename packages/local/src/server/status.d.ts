import { type ServerFile } from './server-file.ts';
export type ServerStatus = {
    readonly running: true;
    readonly pid: number;
    readonly port: number;
    readonly url: string;
    readonly startedAt: string;
} | {
    readonly running: false;
    readonly last: ServerFile | null;
};
/** What `GET /_millrace/health` answers. */
export interface Health {
    readonly status: 'ok';
    readonly pid: number;
    readonly dir: string;
    readonly startedAt: string;
}
/**
 * Whether an embedded AWS serves `dir`: it is asked, since a file alone may be left from a killed one.
 * @example const status = await serverStatus('.millrace/local');
 */
export declare function serverStatus(dir: string): Promise<ServerStatus>;
export declare function urlOf(port: number): string;
/** One name for a folder, whichever way it is written. */
export declare function realDir(dir: string): string;
