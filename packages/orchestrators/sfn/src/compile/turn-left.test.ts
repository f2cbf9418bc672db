import { describe, expect, test } from 'vitest';
import { job, pipelineOf } from '../test/pipelines.ts';
import { listed, play, Race, type Move } from '../test/race.ts';
import { MOST_TRIES } from './turn-parts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const JOB = 'dev-orders-work';
const [work, rest] = [job('work'), job('rest', { after: ['work'] })];

type Pick = (moves: readonly Move[]) => Move | undefined;
const withoutClock: Pick = (moves) => moves.find(({ what }) => what === 'take');
const withClock: Pick = (moves) => withoutClock(moves) ?? moves.find(({ what }) => what === 'clock');
const inOrder: Pick = (moves) => withoutClock(moves) ?? moves.find(({ what }) => what === 'end') ?? moves[0];

const race = (overlap: 'skip' | 'queue', steps = [work]): Race => new Race(pipelineOf(steps, { overlap }), () => 0.5);

/** Starts a run, and goes on until it works, waits or is over. */
async function start(race: Race, run: string): Promise<void> {
  await race.start(run);
  await play(race, withoutClock);
}
/** One that works, and is killed: its job run stops for as long as nobody ends it. */
async function killed(race: Race, run: string): Promise<void> {
  await start(race, run);
  await race.make({ what: 'kill', racer: run });
}
async function waits(race: Race, times: number): Promise<void> {
  for (let wait = 0; wait < times; wait++) {
    await race.make({ what: 'clock' });
    await play(race, withoutClock);
  }
}
/** Somebody starts the job without any run of the pipeline. */
const byHand = (race: Race, times: number, state: 'RUNNING' | 'SUCCEEDED' = 'SUCCEEDED', at = race.now): void =>
  void race.jobRuns.push(...Array.from({ length: times }, () => ({ job: JOB, run: '', racer: null, task: '', state, at })));
const endOf = (run: string): Move => ({ what: 'end', run });
const outputs = (race: Race) => race.racers.map(({ output }) => output);
const skippedFor = (live: string) => ({ millrace: 'skipped', live });

describe('a job run that a killed run has left', () => {
  test.each(['STARTING', 'RUNNING', 'STOPPING', 'WAITING'] as const)('holds the turn while it is %s', async (state) => {
    const one = race('skip');
    await killed(one, 'first');
    for (const left of one.jobRuns) left.state = state;
    await start(one, 'soon');
    expect(outputs(one)).toEqual([null, skippedFor('first')]);
    await one.make(endOf('first'));
    await start(one, 'later');
    expect(one.ran).toEqual(['first', 'later']);
  });

  test('holds it although the job has been started many times since, by hand', async () => {
    const one = race('skip');
    await killed(one, 'first');
    one.now += MINUTE;
    byHand(one, 30);
    await start(one, 'soon');
    expect(outputs(one)).toEqual([null, skippedFor('first')]);
  });

  test('holds it although another that was killed had come later than all of those', async () => {
    const one = race('queue');
    await start(one, 'first');
    one.now += 10 * MINUTE;
    byHand(one, 30);
    one.now += HOUR;
    await killed(one, 'second');
    await one.make({ what: 'kill', racer: 'first' });
    await start(one, 'third');
    await waits(one, 3);
    expect(one.ran).toEqual(['first']);
    await one.make(endOf('first'));
    await play(one, inOrder);
    expect([one.ran, one.wrong]).toEqual([['first', 'third'], []]);
  });

  test('is waited for by those behind one that waited for it and was killed itself', async () => {
    const one = race('queue');
    await killed(one, 'first');
    await killed(one, 'second');
    await start(one, 'third');
    await waits(one, 3);
    expect(one.ran).toEqual(['first']);
    await one.make(endOf('first'));
    await play(one, inOrder);
    expect([one.ran, one.wrong]).toEqual([['first', 'third'], []]);
  });

  test('is looked for among those of its job alone, once it is known which job that is', async () => {
    const one = race('queue', [work, rest]);
    await killed(one, 'first');
    await start(one, 'next');
    await waits(one, 3);
    expect(one.looked.filter((name) => name !== JOB)).toEqual(['dev-orders-rest']);
    expect(one.looked.length).toBeGreaterThan(4);
  });

  test('is not looked for among those that are older than its run', async () => {
    const one = race('skip');
    byHand(one, 100, 'SUCCEEDED', one.now - HOUR);
    await killed(one, 'first');
    await one.make(endOf('first'));
    await start(one, 'later');
    expect([one.ran, one.looked]).toEqual([['first', 'later'], [JOB]]);
  });
});

test("a job run that somebody has started by hand holds nobody's turn", async () => {
  const one = race('skip');
  await killed(one, 'first');
  await one.make(endOf('first'));
  byHand(one, 1, 'RUNNING');
  await start(one, 'later');
  expect(one.ran).toEqual(['first', 'later']);
});

test('a resume looks for no job runs of its own run: while one lives, nobody can resume it', async () => {
  const one = race('skip');
  await one.start('run-1', { run: { id: 'run' }, continuation: 1 });
  await play(one, withoutClock);
  await one.make({ what: 'kill', racer: 'run-1' });
  await one.make(endOf('run'));
  await one.start('run-2', { run: { id: 'run' }, continuation: 2 });
  await play(one, inOrder);
  expect([one.racers.map(({ status }) => status), one.looked, listed(one)]).toEqual([['ABORTED', 'SUCCEEDED'], [], ['run']]);
});

test('whoever comes behind one that has failed looks at those before it, too', async () => {
  const one = race('queue');
  await start(one, 'first');
  await killed(one, 'second');
  // As one ends that has waited too long.
  for (const racer of one.racers) if (racer.name === 'second') racer.status = 'FAILED';
  await start(one, 'third');
  expect(one.ran).toEqual(['first']);
  await play(one, inOrder);
  expect([one.ran, one.wrong]).toEqual([['first', 'third'], []]);
});

describe('the list', () => {
  test('is put once by a run that need not wait', async () => {
    const one = race('queue');
    await one.start('first');
    await play(one, inOrder);
    expect(one.list?.etag).toBe('"1"');
  });

  test('holds none of those that were waited for once a turn has come, be it that a job run of theirs was waited for', async () => {
    const one = race('queue');
    await killed(one, 'first');
    await start(one, 'next');
    expect(listed(one)).toEqual(['first', 'next']);
    await one.make(endOf('first'));
    await play(one, inOrder);
    expect(listed(one)).toEqual(['next']);
  });

  test('nor where a run does not know that it has put itself there', async () => {
    const one = race('queue');
    await start(one, 'first');
    await one.start('next');
    await until(one, 'Take the turn');
    await one.make(callOf(one, 'next', 'lose'));
    await play(one, inOrder);
    expect([one.ran, listed(one)]).toEqual([['first', 'next'], ['next']]);
  });
});

describe('a run whose put is refused again and again', () => {
  /** Somebody else has changed the list each time. */
  async function refused(times: number): Promise<Race> {
    const one = race('skip');
    await one.start('run');
    for (let tries = 1; tries <= times; tries++) {
      await until(one, 'Take the turn');
      one.list = { body: '{"runs": []}', etag: `"by others ${tries}"` };
      await one.make(callOf(one, 'run', 'take'));
    }
    return one;
  }

  test('gives up in the end, and nothing of it starts', async () => {
    const one = await refused(MOST_TRIES);
    await play(one, inOrder);
    expect([one.racers[0]?.error.split(':')[0], one.ran]).toEqual(['Millrace.TurnUnknown', []]);
  });

  test('runs where its last put was done and the answer was lost', async () => {
    const one = await refused(MOST_TRIES - 1);
    await until(one, 'Take the turn');
    await one.make(callOf(one, 'run', 'lose'));
    await play(one, inOrder);
    expect([one.racers[0]?.status, one.ran]).toEqual(['SUCCEEDED', ['run']]);
  });
});

const until = async (race: Race, state: string): Promise<void> => await play(race, (moves) => (race.racers.some(({ calls }) => calls.some((call) => call.state === state)) ? undefined : withClock(moves)));
const callOf = (race: Race, racer: string, what: 'take' | 'lose'): Move => ({ what, racer, call: race.racers.find(({ name }) => name === racer)?.calls[0]?.id ?? '' });
