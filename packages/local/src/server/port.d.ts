/** A start that cannot be: the message says why and what to do. */
export declare class ServerError extends Error {
    readonly name = "ServerError";
}
/** @throws {ServerError} when another program listens on the port. */
export declare function checkPortFree(port: number): Promise<void>;
export declare function portError(error: unknown, port: number): ServerError;
