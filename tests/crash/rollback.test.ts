import { describe, expect, test } from 'vitest';
import { mishaps, rollbackBesideDeploy, strikeRollback } from './rollback.ts';

describe('a rollback', () => {
  test.each(mishaps)('bears, or is repaired by the same command and by a deploy: %s at its calls', async (what) => {
    const { calls, injected, faults } = await strikeRollback(what, what === 'crash' ? 1 : 3);
    console.log(`rollback: ${calls} calls, ${injected} times ${what}`);
    expect(calls).toBeGreaterThan(8);
    expect(faults).toEqual([]);
  });

  test.each([0, 1, 5, 20, 60])('beside a deploy that is %i calls ahead leaves what the next deploy sets right', async (ahead) => {
    expect(await rollbackBesideDeploy(ahead)).toEqual([]);
  });
});
