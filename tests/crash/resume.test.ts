import { expect, test } from 'vitest';
import { crashResumes, ways } from './resume.ts';

test.each(ways)('a resume dies behind AWS calls: the next one goes on, no step runs twice, and the run ends as it would have (%s)', async (way) => {
  const { calls, injected, faults } = await crashResumes(way, 12, 10);
  console.log(`resume by ${way}: ${calls} calls, ${injected} crashes`);
  expect(injected).toBeGreaterThan(1);
  expect(faults).toEqual([]);
});
