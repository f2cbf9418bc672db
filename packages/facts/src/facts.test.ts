import { describe, expect, it } from 'vitest';
import { comparison, limits, orchestrators, prices, workerDpu } from './index.ts';

const numbers = [...Object.values(limits), ...Object.values(prices), ...Object.values(workerDpu)];
const claims = comparison.flatMap((row) => orchestrators.flatMap((column) => [row.cells[column].paper, row.cells[column].today]).filter((claim) => claim !== null));

describe('facts', () => {
  it('hold the eight rows of the paper for its three columns, and today’s state for all four', () => {
    expect(comparison.map(({ id }) => id)).toEqual(['useCase', 'infrastructure', 'interface', 'building', 'passing', 'resuming', 'change', 'cost']);
    for (const row of comparison) expect([row.cells.glue.paper, row.cells.sfn.paper, row.cells.mwaa.paper]).not.toContain(null);
  });

  it('all name a source and a real day', () => {
    for (const { source, date } of [...claims, ...numbers.map(({ source: from, checkedOn }) => ({ source: from, date: checkedOn }))]) {
      expect(source.title).not.toBe('');
      expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
    }
  });

  it('are called by one name each', () => {
    expect(new Set(numbers.map(({ id }) => id)).size).toBe(numbers.length);
  });
});
