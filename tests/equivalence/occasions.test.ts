import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { describeCase, everything, randomPipeline, unrestricted } from '@millrace/testkit';
import { describe, expect, it } from 'vitest';
import { occasions, playOccasion } from './occasions.ts';

describe.each([[glueTarget, unrestricted], [sfnTarget, everything]] as const)('runs that are started otherwise, or meet, do as the reference does', (target, rules) => {
  it.each(occasions)(`${target.title}: %s`, async (occasion) => {
    let shown = 0;
    for (let seed = 1; shown < 4; seed += 1) {
      // One run at a time is not stopped here, and a stream would be met alive by the next run.
      const drawn = randomPipeline(seed, { ...rules, stops: false, streams: false });
      const verdict = await playOccasion(occasion, drawn, target);
      if (typeof verdict === 'string') continue;
      shown += 1;
      expect(verdict.differences, `seed ${seed}\n${describeCase(drawn)}`).toEqual([]);
    }
  });
});
