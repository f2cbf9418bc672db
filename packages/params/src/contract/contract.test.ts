import { describe, expect, it } from 'vitest';
import { checkScript } from './index.ts';
import { examples } from './test/scripts.ts';

const correct = [...examples('correct-python.txt', 'python'), ...examples('correct-scala.txt', 'scala')];
const faulty = examples('faulty.txt', null);

describe('the contract check', () => {
  it('has enough scripts to mean something', () => {
    expect(correct.length).toBeGreaterThanOrEqual(60);
    expect(faulty.length).toBeGreaterThanOrEqual(40);
  });

  it.each(correct.map((each) => [`${each.script.language}: ${each.title}`, each] as const))('is silent about a correct script: %s', async (_title, { script }) => {
    expect(await checkScript(script)).toEqual([]);
  });

  it.each(faulty.map((each) => [each.title, each] as const))('finds, in its line: %s', async (_title, { script, expected }) => {
    const found = await checkScript(script);
    expect(found.map(({ line, code, name }) => `${line} ${code} ${name}`.trim()).sort()).toEqual([...expected].sort());
  });
});
