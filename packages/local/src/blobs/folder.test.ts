import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Blobs } from '../host/types.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { folderBlobs } from './folder.ts';
import { memoryBlobs } from './memory.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-blobs-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (blobs: Blobs, key: string): string | null => {
  const body = blobs.get('bkt', key);
  return body === null ? null : new TextDecoder().decode(body);
};

/** A disk that is full from its nth write on; a write that fails leaves half of itself, as real ones do. */
function fullAfter(writes: number): Disk {
  let left = writes;
  const full = (): void => {
    if (left-- <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  return {
    ...nodeDisk,
    write: (path, body) => {
      if (left <= 0) nodeDisk.write(path, body.subarray(0, body.byteLength / 2));
      full();
      nodeDisk.write(path, body);
    },
    rename: (from, to) => {
      full();
      nodeDisk.rename(from, to);
    },
    makeFolder: (path) => {
      full();
      nodeDisk.makeFolder(path);
    },
  };
}

test('a person finds an object under its key', () => {
  const blobs = folderBlobs(dir);
  blobs.createBucket('bkt');
  blobs.put('bkt', 'orders/day=1/part.csv', bytes('a,b'));
  expect(readFileSync(join(dir, 'bkt', 'orders', 'day=1', 'part.csv'), 'utf8')).toBe('a,b');
});

test('a key may be the folder of another, whichever came first', () => {
  const blobs = folderBlobs(dir);
  blobs.createBucket('bkt');
  for (const [first, second] of [['x', 'x/y'], ['z/y', 'z'], ['q//', 'q/'], ['w', 'w/']] as const) {
    blobs.put('bkt', first, bytes('first'));
    blobs.put('bkt', second, bytes('second'));
    blobs.put('bkt', first, bytes('again'));
    expect([read(blobs, first), read(blobs, second)]).toEqual(['again', 'second']);
  }
  for (const { key } of blobs.list('bkt', '')) blobs.remove('bkt', key);
  expect(blobs.list('bkt', '')).toEqual([]);
  blobs.deleteBucket('bkt');
  expect(blobs.buckets()).toEqual([]);
});

test('does what the objects in memory do', () => {
  const keys = fc.constantFrom('a', 'a/', 'a/b', 'a/b/c', 'a-b', '../up', '/', 'é', 'a//b');
  const step = fc.oneof(
    fc.record({ op: fc.constant('put' as const), key: keys, body: fc.string(), once: fc.boolean() }),
    fc.record({ op: fc.constant('remove' as const), key: keys }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.constantFrom('', 'a', 'a/', 'a/b', '/'), (steps, prefix) => {
      const root = mkdtempSync(join(dir, 'run-'));
      const both = [memoryBlobs(), folderBlobs(root)];
      for (const blobs of both) blobs.createBucket('bkt');
      for (const one of steps) {
        const results = both.map((blobs) =>
          one.op === 'put' ? blobs.put('bkt', one.key, bytes(one.body), one.once ? { ifNoneMatch: '*' } : {}) : blobs.remove('bkt', one.key),
        );
        expect(results[0]).toEqual(results[1]);
      }
      const [memory, folder] = both.map((blobs) => blobs.list('bkt', prefix).map(({ key, size, etag }) => ({ key, size, etag })));
      expect(folder).toEqual(memory);
    }),
    { numRuns: 60 },
  );
});

describe('a full disk', () => {
  test('leaves the old object or the new one, and says so in a sentence', () => {
    for (let n = 0; ; n++) {
      const root = mkdtempSync(join(dir, 'full-'));
      const before = folderBlobs(root);
      before.createBucket('bkt');
      before.put('bkt', 'a', bytes('old a'));
      let done = false;
      try {
        const blobs = folderBlobs(root, fullAfter(n));
        blobs.put('bkt', 'a', bytes('new a'));
        blobs.put('bkt', 'a/b', bytes('new b'));
        done = true;
      } catch (error) {
        expect(error).toMatchObject({ name: 'InternalError', status: 500 });
        expect(String(error)).toContain('no space is left on the disk');
      }
      const after = folderBlobs(root);
      const seen = after.list('bkt', '').map(({ key }) => `${key}: ${new TextDecoder().decode(after.get('bkt', key) ?? new Uint8Array())}`);
      expect([['a: old a'], ['a: new a'], ['a: new a', 'a/b: new b']]).toContainEqual(seen);
      expect(readdirSync(join(root, '.tmp'))).toEqual([]);
      if (done) {
        expect(n).toBeGreaterThan(4);
        return;
      }
    }
  });
});

test('names that are no bucket names are refused', () => {
  const blobs = folderBlobs(dir);
  for (const name of ['..', '../up', 'A', 'a/b', '', '.tmp', 'x']) expect(() => blobs.createBucket(name)).toThrow('bucket is not valid');
  expect(() => blobs.get('..', 'etc')).toThrow('bucket does not exist');
});
