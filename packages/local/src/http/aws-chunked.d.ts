/**
 * Takes the frames off a body sent in pieces: `{size in hex}[;chunk-signature=…]\r\n{bytes}\r\n`, ended by a size of 0 and perhaps trailers.
 * @param length what `x-amz-decoded-content-length` promises, or null
 */
export declare function decodeAwsChunked(body: Uint8Array, length: number | null): Uint8Array;
/** Whether a request's body is framed so. */
export declare function isAwsChunked(headers: Readonly<Record<string, string>>): boolean;
