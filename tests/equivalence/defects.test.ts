import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Defect {
  readonly what: string;
  readonly file: string;
  readonly find: string;
}
const at = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
// The list is in the repository; the evidence command runs it.
const defects = JSON.parse(at('./defects.json')) as readonly Defect[];

describe('the seeded defects', () => {
  it('are at least twenty', () => {
    expect(defects.length).toBeGreaterThanOrEqual(20);
  });

  it.each(defects.map(({ what, file, find }) => [what, file, find] as const))('fit the compilers: %s', (_what, file, find) => {
    expect(at(`../../packages/orchestrators/${file}`).split(find)).toHaveLength(2);
  });
});
