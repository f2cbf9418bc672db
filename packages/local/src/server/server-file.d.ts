/** What a server's folder holds. */
export declare function serverPaths(dir: string): {
    file: string;
    log: string;
    state: string;
    objects: string;
    python: string;
};
/** `server.json`: who serves the folder, or served it last when `pid` is null. */
export interface ServerFile {
    readonly pid: number | null;
    readonly port: number;
    /** ISO 8601 */
    readonly startedAt: string;
}
export declare function readServerFile(dir: string): ServerFile | null;
export declare function writeServerFile(dir: string, content: ServerFile): void;
