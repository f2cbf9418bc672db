import { describe, expect, test } from 'vitest';
import { crawl, job, pipelineOf } from '../test/pipelines.ts';
import { everyWay, listed, play, Race, wasSkipped, type Move } from '../test/race.ts';
import { mostEvents, mostLooks } from './events.ts';
import { MOST_WAITING } from './turn-parts.ts';

const pipeline = (overlap: 'skip' | 'queue') => pipelineOf([job('work')], { overlap });

/** A small generator with a seed, so that a race can be run again. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => ((state = (state * 16807 + 11) % 2147483647) / 2147483647);
}

async function racing(overlap: 'skip' | 'queue', starts: number, seed = 1): Promise<Race> {
  const race = new Race(pipeline(overlap), drawing(seed));
  for (let n = 1; n <= starts; n++) await race.start(`run-${n}`);
  return race;
}

type Pick = (moves: readonly Move[]) => Move | undefined;
const anything = (draw: () => number): Pick => (moves) => moves[Math.floor(draw() * moves.length)];
/** Job runs last until all that can be decided is decided; with a clock it never is where runs wait. */
const longJobs = (draw: () => number): Pick => (moves) => anything(draw)(moves.filter(({ what }) => what !== 'end'));
const withoutClock: Pick = (moves) => moves.find(({ what }) => what === 'take');
const inOrder: Pick = (moves) => moves.find(({ what }) => what === 'take') ?? moves.find(({ what }) => what === 'end') ?? moves[0];

describe('overlap skip', () => {
  test.each([2, 20])('of %s starts at once exactly one runs, and the others say so', async (starts) => {
    for (let seed = 1; seed <= 5; seed++) {
      const race = await racing('skip', starts, seed);
      await play(race, longJobs(drawing(seed)));
      expect(race.ran).toHaveLength(1);
      expect(race.racers.filter(wasSkipped).map(({ output }) => output)).toEqual(Array.from({ length: starts - 1 }, () => ({ millrace: 'skipped', live: race.ran[0] })));
      await play(race, inOrder);
      expect(race.racers.map(({ status }) => status)).toEqual(Array.from({ length: starts }, () => 'SUCCEEDED'));
    }
  });

  test('a run that has ended is passed over, and leaves the list', async () => {
    const race = await racing('skip', 1);
    await play(race, inOrder);
    await race.start('later');
    await play(race, inOrder);
    expect(race.ran).toEqual(['run-1', 'later']);
    expect(listed(race)).toEqual(['later']);
  });

  test('a run whose put was done and whose answer was lost finds itself on the list and runs', async () => {
    const race = await racing('skip', 1);
    await play(race, (moves) => (race.list === null ? moves.find(({ what }) => what === (race.racers[0]?.calls[0]?.state === 'Take the turn' ? 'lose' : 'take')) : undefined), { losses: true });
    expect(listed(race)).toEqual(['run-1']);
    await play(race, inOrder);
    expect(race.racers[0]).toMatchObject({ status: 'SUCCEEDED', output: { work: 'succeeded' } });
  });

  test('a run that was killed blocks nobody, but for as long as its job run stops', async () => {
    const race = await racing('skip', 1);
    await play(race, withoutClock);
    await race.make({ what: 'kill', racer: 'run-1' });
    await race.start('soon');
    await play(race, withoutClock);
    expect(race.racers[1]?.output).toEqual({ millrace: 'skipped', live: 'run-1' });
    await race.make({ what: 'end', run: 'run-1' });
    await race.start('later');
    await play(race, inOrder);
    expect(race.ran).toEqual(['run-1', 'later']);
    expect(race.wrong).toEqual([]);
  });

  test('a run that nobody knows holds its turn for five minutes', async () => {
    const race = await racing('skip', 1);
    await play(race, withoutClock);
    const [unknown] = race.racers.splice(0);
    await race.start('soon');
    await play(race, withoutClock);
    expect(race.racers[0]?.output).toEqual({ millrace: 'skipped', live: 'run-1' });
    race.now += 6 * 60_000;
    await race.start('later');
    await play(race, withoutClock);
    expect(unknown?.status).toBe('RUNNING');
    expect(race.ran).toEqual(['run-1', 'later']);
  });
});

describe('overlap queue', () => {
  test('five starts run one after the other, as they came', async () => {
    const race = new Race(pipeline('queue'), drawing(1));
    for (let n = 1; n <= 5; n++) {
      await race.start(`run-${n}`);
      await play(race, withoutClock);
    }
    expect(race.ran).toEqual(['run-1']);
    await play(race, inOrder);
    expect(race.ran).toEqual(['run-1', 'run-2', 'run-3', 'run-4', 'run-5']);
    expect(race.wrong).toEqual([]);
    expect(listed(race)).toEqual(['run-5']);
  });

  test.each([2, 8])('%s starts at once run one after the other, in the order of the list', async (starts) => {
    for (let seed = 1; seed <= 3; seed++) {
      const race = await racing('queue', starts, seed);
      const order: string[] = [];
      const draw = drawing(seed);
      await play(race, (moves) => {
        order.push(...listed(race).filter((run) => !order.includes(run)));
        return anything(draw)(moves);
      });
      expect(race.ran).toEqual(order);
      expect(race.ran).toHaveLength(starts);
      expect(race.wrong).toEqual([]);
    }
  });

  test('one that was stopped while it waited never starts, and those behind it do', async () => {
    const race = new Race(pipeline('queue'), drawing(1));
    for (const run of ['first', 'stopped', 'last']) {
      await race.start(run);
      await play(race, withoutClock);
    }
    await race.make({ what: 'kill', racer: 'stopped' });
    await play(race, inOrder);
    expect(race.ran).toEqual(['first', 'last']);
  });

  test('whoever waits for a run that was killed also waits for the job run that it left', async () => {
    const race = await racing('queue', 1);
    await play(race, withoutClock);
    await race.start('next');
    await play(race, withoutClock);
    await race.make({ what: 'kill', racer: 'run-1' });
    for (let waits = 0; waits < 5; waits++) {
      await race.make({ what: 'clock' });
      await play(race, withoutClock);
    }
    expect(race.ran).toEqual(['run-1']);
    await race.make({ what: 'end', run: 'run-1' });
    await play(race, inOrder);
    expect(race.ran).toEqual(['run-1', 'next']);
    expect(race.wrong).toEqual([]);
  });

  test('a wait has an end, and says so before Step Functions would end the execution', async () => {
    const race = new Race(pipeline('queue'), drawing(1));
    for (const run of ['first', 'next']) {
      await race.start(run);
      await play(race, withoutClock);
    }
    await play(race, (moves) => moves.find(({ what }) => what === 'take') ?? moves.find(({ what }) => what === 'clock'));
    expect(race.racers[1]).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/^Millrace.WaitedTooLong: The run waited about 80 hours for its turn/) });
    expect(race.events).toBeLessThan(14_000);
  });

  test('a hundred wait, and no more', async () => {
    const race = new Race(pipeline('queue'), drawing(1));
    for (let n = 0; n <= MOST_WAITING + 1; n++) {
      await race.start(`run-${n}`);
      await play(race, withoutClock);
    }
    expect(race.racers.filter(({ status }) => status !== 'RUNNING').map(({ name, error }) => `${name} ${error}`)).toEqual([
      'run-101 Millrace.QueueFull: 100 runs wait already, and no more may. Nothing of this run was started: resume it once there are fewer.',
    ]);
    await race.make({ what: 'kill', racer: 'run-50' });
    await race.start('another');
    await play(race, withoutClock);
    expect(listed(race)).toHaveLength(102);
    await play(race, inOrder);
    expect(race.ran).toHaveLength(101);
    expect(race.wrong).toEqual([]);
    expect(listed(race)).toEqual(['another']);
  });
});

describe('the events that a turn makes', () => {
  const events = async (overlap: 'skip' | 'queue', starts: number) => {
    const race = await racing(overlap, starts);
    await play(race, inOrder);
    return race.events;
  };

  test.each(['skip', 'queue'] as const)('are no more than what is told: %s', async (overlap) => {
    expect(await events(overlap, 10)).toBeLessThan(mostEvents(pipeline(overlap)));
    expect(mostEvents(pipeline(overlap))).toBeLessThan(25_000);
  });

  test('a queue looks less often where the work of the run needs the events', () => {
    const long = pipelineOf([crawl('catalog', { timeoutSeconds: 60_000 })], { overlap: 'queue' });
    expect(mostLooks(long)).toBeLessThan(mostLooks(pipeline('queue')));
    expect(mostEvents(long)).toBeLessThan(25_000);
  });
});

describe('whatever comes first', () => {
  test.each([['skip', { losses: true }], ['skip', { kills: true }], ['queue', { kills: true }]] as const)('two starts at once under %s never work at the same time, with %j once', async (overlap, faults) => {
    const race = await racing(overlap, 2);
    const ends = await everyWay(race, faults, ({ wrong, racers, ran }) => {
      expect(wrong).toEqual([]);
      expect(racers.map(({ error }) => error).filter((error) => error !== '' && error !== ': killed')).toEqual([]);
      // Nobody is skipped for nothing.
      const skipped = racers.filter(wasSkipped).length;
      expect(ran.length + skipped).toBeGreaterThanOrEqual(racers.filter(({ status }) => status === 'SUCCEEDED').length);
      if (skipped > 0) expect(ran).toHaveLength(1);
    });
    expect(ends).toBeGreaterThan(100);
  });
});
