/**
 * The server's process: `entry.ts --dir DIR [--port N] [--python P]`. Serves until SIGTERM or SIGINT; writes what happens to its output, which
 * whoever starts it sends to a file.
 * @returns the exit code of a start that failed, or null while it serves
 */
export declare function serverMain(args: readonly string[]): Promise<number | null>;
