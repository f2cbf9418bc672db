export interface SpawnOptions {
    readonly dir: string;
    readonly port: number | null;
    readonly python: string;
    /** The command that runs `serverMain` with the arguments behind it; this package's own entry unless told. */
    readonly command?: readonly [string, ...string[]];
}
export interface SpawnedServer {
    readonly pid: number;
    readonly port: number;
    readonly url: string;
    /** It ran before. */
    readonly found: boolean;
}
/**
 * Starts a server as a process of its own that outlives this one, or finds the one that serves `dir`.
 * @throws {ServerError} with the sentence that the server ended with
 */
export declare function spawnServer(options: SpawnOptions): Promise<SpawnedServer>;
/** Asks the server of `dir` to end, and waits until it has. False when none runs. */
export declare function stopServer(dir: string): Promise<boolean>;
