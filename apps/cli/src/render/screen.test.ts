import { parsePipeline, type Pipeline } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { quietIo } from './render.fixture.ts';
import { screen } from './screen.ts';
import { cut } from './text.ts';
import { textGraph } from './text-graph.ts';
import { padTo, textWidth } from './width.ts';

describe('a block of lines on a terminal', () => {
  it('is drawn in one write, and not again when nothing changed', () => {
    const writes: string[] = [];
    const { io } = quietIo({ live: true, draw: (text) => void writes.push(text) });
    const draw = screen(io);
    draw(['one', 'two']);
    draw(['one', 'two']);
    draw(['one', 'three']);
    expect(writes).toHaveLength(2);
    expect(writes[1]).toContain('\u001b[2A\rone\u001b[K\nthree\u001b[K\n\u001b[J');
  });

  it('goes up over the lines that a narrower terminal has broken', () => {
    const writes: string[] = [];
    const size = { columns: 80 };
    const { io } = quietIo({ live: true, draw: (text) => void writes.push(text) });
    const draw = screen(Object.defineProperty({ ...io }, 'columns', { get: () => size.columns }));
    draw(['x'.repeat(60), 'y']);
    size.columns = 40;
    draw(['x'.repeat(60), 'y']);
    expect(writes[1]).toContain('\u001b[3A');
    expect(writes[1]).toContain(`${'x'.repeat(39)}\u001b[K`);
  });
});

describe('signs on a terminal', () => {
  it.each([['abc', 3], ['日本', 4], ['e\u0301', 1], ['🛫', 2], ['✔', 1], ['\u001b[31mred\u001b[39m', 3]])('%s takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
    expect(textWidth(padTo(text, 6))).toBe(6);
  });

  it('a wide sign is not cut in half', () => {
    expect(cut('日本', 3)).toBe('日');
    expect(cut('日本', 4)).toBe('日本');
  });
});

describe('a pipeline as text', () => {
  const job = { kind: 'glueJob', script: './a.py' };
  const lines = async (steps: object): Promise<string[]> => {
    const graph = await textGraph(parsePipeline({ name: 'p', steps }).pipeline as Pipeline);
    return graph?.lines({ colour: false }, { steps: {} }) ?? [];
  };

  it('a diamond', async () => {
    expect(await lines({ top: job, left: { ...job, after: 'top' }, right: { ...job, after: 'top' }, bottom: { ...job, after: ['left', 'right'] } })).toEqual([
      '· top ┬──→· right ┬───→· bottom',
      '      ╰──→· left ─╯',
    ]);
  });

  it('words, an any-join, and an edge that goes past a level', async () => {
    expect(await lines({ a: job, b: { ...job, after: { step: 'a', on: 'failed' } }, c: { ...job, after: ['a', 'b'], join: 'any' } })).toEqual([
      '· a ┬──────────────┬──any→· c',
      '    ╰──failed→· b ─╯',
    ]);
  });

  it('edges of several words into one step tell them all', async () => {
    const text = (await lines({ a: job, b: job, c: { ...job, after: ['a', { step: 'b', on: 'failed' }] } })).join('\n');
    expect(text).toContain('succeeded/failed→· c');
  });
});
