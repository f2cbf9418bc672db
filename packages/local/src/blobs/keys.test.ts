import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOfPrefix, keyOfPath, pathOfKey } from './keys.ts';

const key = fc
  .array(fc.oneof(fc.constantFrom('/', '.', '..', '%', '%+', '+', 'a', '\\', '\u0000', 'é', '😀', ' ', 'x'.repeat(150), '%2E'), fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= 1024);

test('plain keys are plain paths', () => {
  expect(pathOfKey('runs/orders-daily/2026 01.json')).toEqual(['runs', 'orders-daily', '2026 01.json']);
  expect(pathOfKey('day=2013-01-01/part-0.csv')).toEqual(['day=2013-01-01', 'part-0.csv']);
});

test('no key leaves its folder, and each name fits a file system', () => {
  fc.assert(
    fc.property(key, (text) => {
      for (const part of pathOfKey(text)) {
        expect(['', '.', '..']).not.toContain(part);
        expect(part).not.toMatch(/[/\\\0]/);
        expect(Buffer.byteLength(part)).toBeLessThan(255);
      }
    }),
  );
});

test('a path says its key', () => {
  fc.assert(fc.property(key, (text) => void expect(keyOfPath(pathOfKey(text))).toBe(text)));
});

test('different keys have different paths', () => {
  fc.assert(fc.property(key, key, (a, b) => void expect(pathOfKey(a).join('/') === pathOfKey(b).join('/')).toBe(a === b)));
});

test('the folder of a prefix holds all keys with it', () => {
  fc.assert(
    fc.property(key, fc.nat(), (text, n) => {
      const folder = folderOfPrefix(text.slice(0, n % (text.length + 1)));
      expect(pathOfKey(text).slice(0, folder.length)).toEqual(folder);
    }),
  );
});

test('files that a person named as no key is written have no key', () => {
  expect(keyOfPath(['50%zz'])).toBeNull();
  expect(keyOfPath(['%41'])).toBeNull();
});
