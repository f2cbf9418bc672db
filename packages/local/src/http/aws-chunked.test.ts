import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAwsChunked, isAwsChunked } from './aws-chunked.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);
const signature = ';chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648';

test('frames with and without signatures and trailers come off', () => {
  expect(textOf(decodeAwsChunked(bytes(`5${signature}\r\nhello\r\n0${signature}\r\n\r\n`), 5))).toBe('hello');
  expect(textOf(decodeAwsChunked(bytes('5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:sOO8/Q==\r\n\r\n'), 11))).toBe('hello world');
  expect(textOf(decodeAwsChunked(bytes('0\r\n\r\n'), 0))).toBe('');
});

test('any bytes in any pieces come back', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })), (pieces) => {
      const framed = pieces.flatMap((piece) => [bytes(`${piece.byteLength.toString(16)}\r\n`), piece, bytes('\r\n')]);
      const whole = Buffer.concat(pieces);
      expect(Buffer.from(decodeAwsChunked(Buffer.concat([...framed, bytes('0\r\n\r\n')]), whole.byteLength))).toEqual(whole);
    }),
  );
});

test('a body that ends early, lies about its length or is not framed is refused', () => {
  for (const body of ['5\r\nhel', '5\r\nhello\r\n', 'zz\r\nhello\r\n0\r\n\r\n', '', 'hello', '-1\r\n\r\n']) {
    expect(() => decodeAwsChunked(bytes(body), null)).toThrow('terminated unexpectedly');
  }
  expect(() => decodeAwsChunked(bytes('5\r\nhello\r\n0\r\n\r\n'), 6)).toThrow('terminated unexpectedly');
});

test('frames are announced by either header', () => {
  expect(isAwsChunked({ 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' })).toBe(true);
  expect(isAwsChunked({ 'content-encoding': 'aws-chunked,gzip' })).toBe(true);
  expect(isAwsChunked({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-encoding': 'gzip' })).toBe(false);
});
