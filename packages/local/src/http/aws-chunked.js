import { AwsError } from '../host/types.js';
/**
 * Takes the frames off a body sent in pieces: `{size in hex}[;chunk-signature=…]\r\n{bytes}\r\n`, ended by a size of 0 and perhaps trailers.
 * @param length what `x-amz-decoded-content-length` promises, or null
 */
export function decodeAwsChunked(body, length) {
    const pieces = [];
    let total = 0;
    for (let at = 0;;) {
        const end = lineEnd(body, at);
        const size = /^[0-9a-fA-F]{1,8}(?=;|$)/.exec(new TextDecoder().decode(body.subarray(at, end)))?.[0];
        if (size === undefined)
            throw incomplete();
        const count = Number.parseInt(size, 16);
        if (count === 0)
            break;
        const start = end + 2;
        const piece = body.subarray(start, start + count);
        at = start + count + 2;
        if (piece.byteLength !== count || at > body.byteLength)
            throw incomplete();
        pieces.push(piece);
        total += count;
    }
    if (length !== null && length !== total)
        throw incomplete();
    return Buffer.concat(pieces, total);
}
/** Whether a request's body is framed so. */
export function isAwsChunked(headers) {
    return (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') || /(^|,)\s*aws-chunked\s*(,|$)/.test(headers['content-encoding'] ?? '');
}
function lineEnd(body, from) {
    // A line is a size and a signature: far below this.
    const limit = Math.min(body.byteLength - 1, from + 1024);
    for (let i = from; i < limit; i++)
        if (body[i] === 13 && body[i + 1] === 10)
            return i;
    throw incomplete();
}
function incomplete() {
    return new AwsError('IncompleteBody', 'The request body terminated unexpectedly or its aws-chunked frames are wrong.');
}
