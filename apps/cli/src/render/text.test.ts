import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, shorten, wrap } from './text.ts';

const prose = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));

describe('prose in a terminal', () => {
  it('fits the width beside what stands before it, and loses no word', () => {
    fc.assert(fc.property(prose, fc.integer({ min: 24, max: 100 }), fc.nat({ max: 10 }), (text, columns, before) => {
      const indent = ' '.repeat(before);
      const lines = `${indent}${wrap(text, columns, indent)}`.split('\n');
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      expect(lines.every((line) => line.startsWith(indent))).toBe(true);
      expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
    }));
  });

  it('keeps lines and their margins as they were meant', () => {
    expect(wrap('wrong:\n    day: not a date', 80)).toBe('wrong:\n    day: not a date');
    expect(wrap('    one two three', 11)).toBe('    one two\n    three');
  });

  it('keeps a word whole that no line can hold', () => {
    expect(wrap('see https://example.org/a/long/address now', 12)).toBe('see\nhttps://example.org/a/long/address\nnow');
  });
});

describe('a line that must stay one line', () => {
  it('is cut at the width; colours take none of it and are closed', () => {
    expect(cut('\u001b[31mfailed\u001b[39m at once', 8)).toBe('\u001b[31mfailed\u001b[39m a');
    expect(cut('short', 8)).toBe('short');
    expect(cut('\u001b[31mfailed\u001b[39m', 3)).toBe('\u001b[31mfai\u001b[39m');
  });

  it('is shortened in its middle', () => {
    fc.assert(fc.property(fc.string({ maxLength: 120 }), fc.integer({ min: 10, max: 80 }), (line, columns) => {
      expect(shorten(line, columns).length).toBe(Math.min(line.length, columns));
    }));
    expect(shorten('bucket/scripts/0123456789/clean.py', 20)).toBe('bucket/scri…clean.py');
  });
});
