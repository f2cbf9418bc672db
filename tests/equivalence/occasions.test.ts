import { describeCase, randomPipeline, unrestricted } from '@millrace/testkit';
import { describe, expect, it } from 'vitest';
import { occasions, playOccasion } from './occasions.ts';

/** One run at a time is not stopped here, and a stream would be met alive by the next run. */
const rules = { ...unrestricted, stops: false, streams: false };

describe('runs on Glue that are started otherwise, or meet, do as the reference does', () => {
  it.each(occasions)('%s', async (occasion) => {
    let shown = 0;
    for (let seed = 1; shown < 4; seed += 1) {
      const drawn = randomPipeline(seed, rules);
      const verdict = await playOccasion(occasion, drawn);
      if (typeof verdict === 'string') continue;
      shown += 1;
      expect(verdict.differences, `seed ${seed}\n${describeCase(drawn)}`).toEqual([]);
    }
  });
});
