import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VersionedMap } from './versioned-map.ts';

const changes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.nat(), { nil: undefined })), { maxLength: 4 });

test('every version reads as a copied Map would, in whatever order versions are read and extended', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ from: fc.nat(), changes, read: fc.nat() })), (steps) => {
      const versions = [VersionedMap.from<number>(new Map())];
      const copies = [new Map<string, number>()];
      for (const step of steps) {
        const from = step.from % versions.length;
        const edits = new Map(step.changes);
        versions.push(versions[from]?.with(edits) ?? VersionedMap.from<number>(new Map()));
        const copy = new Map(copies[from]);
        for (const [key, value] of edits) {
          if (value === undefined) copy.delete(key);
          else copy.set(key, value);
        }
        copies.push(copy);
        const read = step.read % versions.length;
        expect(new Map(versions[read])).toEqual(copies[read]);
        expect(versions[read]?.size).toBe(copies[read]?.size);
      }
      for (const [i, version] of versions.entries()) expect(new Map(version)).toEqual(copies[i]);
    }),
  );
});

test('the map it was made from stays as it was', () => {
  const source = new Map([['a', 1]]);
  VersionedMap.from(source).with(new Map([['a', 2]]));
  expect(source.get('a')).toBe(1);
});
