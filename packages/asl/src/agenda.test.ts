import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

test('entries come by instant, those of one instant together and in the order of their adding', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ at: fc.nat(20), key: fc.nat(30), remove: fc.boolean() }), { maxLength: 60 }), (steps) => {
      const agenda = new Agenda<string>();
      const left = new Map<string, number>();
      for (const { at, key, remove } of steps) {
        const name = String(key);
        left.delete(name);
        if (remove) agenda.remove(name);
        else {
          agenda.add(at, name, name);
          left.set(name, at);
        }
      }
      const instants = [...new Set(left.values())].sort((a, b) => a - b);
      for (const at of instants) {
        expect(agenda.next()).toBe(at);
        expect(agenda.take()).toEqual({ at, entries: [...left].filter(([, when]) => when === at).map(([name]) => name) });
      }
      expect(agenda.next()).toBeNull();
      expect(agenda.take()).toBeNull();
    }),
  );
});

test('100,000 entries of as many instants are added, moved and taken', () => {
  const agenda = new Agenda<number>();
  for (let i = 0; i < 100_000; i++) agenda.add(100_000 - i, String(i), i);
  for (let i = 0; i < 100_000; i++) agenda.add(200_000 - i, String(i), i);
  let count = 0;
  for (let next = agenda.take(); next !== null; next = agenda.take()) count += next.entries.length;
  expect(count).toBe(100_000);
});
