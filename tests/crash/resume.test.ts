import { expect, test } from 'vitest';
import { crashResumes } from './resume.ts';

test('a resume dies behind AWS calls: the next one goes on, no step runs twice, and the run ends as it would have', async () => {
  const { calls, injected, faults } = await crashResumes(12, 10);
  console.log(`resume: ${calls} calls, ${injected} crashes`);
  expect(injected).toBeGreaterThan(2);
  expect(faults).toEqual([]);
});
