import { parsePipeline, RunNotFound, type Pipeline, type Runner, type RunSnapshot } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { exit } from '../io.ts';
import { quietIo, run, step } from './render.fixture.ts';
import { timeline } from './timeline.ts';
import { conclude, follow, left } from './watch.ts';

/** A runner that shows one snapshot a look, the last one for ever. */
function showing(...snapshots: readonly RunSnapshot[]): Runner {
  let look = -1;
  const refuse = (): never => {
    throw new Error('only looked at');
  };
  return {
    describe: async (id) => {
      look = Math.min(look + 1, snapshots.length - 1);
      const snapshot = snapshots[look];
      if (snapshot === undefined) throw new RunNotFound(`There is no run ${id}.`);
      return snapshot;
    },
    start: refuse, list: refuse, live: refuse, find: refuse, stop: refuse, plan: refuse, resume: refuse, log: refuse,
  };
}
const begun = run('running', { clean: step('running', 0), load: step('pending') }, 10_000);
const ended = run('succeeded', { clean: step('succeeded', 0, 20_000), load: step('succeeded', 20_000, 60_000) });

describe('following a run', () => {
  it('without a terminal tells each change of a step once', async () => {
    const { io, said } = quietIo();
    expect(await follow(io, { runner: showing(begun, begun, ended), patience: 5000 }, ended.run)).toBe(ended);
    expect(said.err).toBe('+10.0s   clean: running\n+1m 00s  clean: succeeded after 20.0s\n+1m 00s  load: succeeded after 40.0s\n');
    expect(said.out).toBe('');
  });

  it('in a terminal draws over what it drew, and ends with the whole timeline', async () => {
    const { io, said } = quietIo({ live: true });
    await follow(io, { runner: showing(begun, ended), patience: 5000 }, ended.run);
    const [first = '', second = ''] = said.err.split('\u001b[J\u001b[?2026l');
    expect(first.split('\n').length - 1).toBe(3);
    expect(second).toContain('\u001b[3A');
    expect(second).toContain('✔ load');
    expect(said.err.split('\n').filter((line) => line.replaceAll(/\u001b\[[?\w]+/g, '').length > 80)).toEqual([]);
  });

  it('in a terminal shows the graph above the table, where both have room', async () => {
    const pipeline = parsePipeline({ name: 'orders', steps: { clean: { kind: 'glueJob', script: './a.py' }, load: { kind: 'glueJob', script: './a.py', after: 'clean' } } }).pipeline as Pipeline;
    const wide = quietIo({ live: true });
    await follow(wide.io, { runner: showing(begun, ended), patience: 5000, pipeline }, ended.run);
    expect(wide.said.err).toContain('▶ clean ───→· load\u001b[K\n');
    expect(wide.said.err).toContain('✔ clean ───→✔ load\u001b[K\n');
    for (const small of [{ columns: 16 }, { rows: 6 }]) {
      const { io, said } = quietIo({ live: true, ...small });
      await follow(io, { runner: showing(begun, ended), patience: 5000, pipeline }, ended.run);
      expect(said.err.split('\u001b[?2026l')[0]).not.toContain('─→');
    }
  });

  it('shows generated jobs to those who ask', async () => {
    const helpers = async () => [{ name: 'p-orders--load-gate', nativeId: 'jr_9', start: 0, end: null, state: 'running' as const }];
    const { io, said } = quietIo();
    await follow(io, { runner: { ...showing(begun, ended), helpers }, patience: 5000 }, ended.run);
    expect(said.err).not.toContain('gate');
    await follow(io, { runner: { ...showing(begun, ended), helpers }, patience: 5000, verbose: true }, ended.run);
    expect(said.err).toContain('p-orders--load-gate: running\n');
  });

  it('of more steps than rows shows what is under way and counts the rest', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`step-${index}`, index < 120 ? step('succeeded', 0, 1000) : index < 122 ? step('running', 1000) : step('pending')]));
    const { io, said } = quietIo({ live: true, rows: 24 });
    await follow(io, { runner: showing(run('running', many), ended), patience: 5000 }, ended.run);
    const [first = ''] = said.err.split('\u001b[J');
    expect(first.split('\n').length).toBeLessThan(24);
    expect(first).toContain('▶ step-120');
    expect(first).toContain('of 200 steps: 120 succeeded, 0 skipped, 78 wait');
  });

  it('looks less and less often, never less than patience allows', async () => {
    const { io, said } = quietIo();
    await follow(io, { runner: showing(...Array.from({ length: 40 }, () => begun), ended), patience: 5000 }, ended.run);
    expect(said.slept.at(0)).toBe(250);
    expect(said.slept.at(-1)).toBe(5000);
    const near = quietIo();
    await follow(near.io, { runner: showing(...Array.from({ length: 40 }, () => begun), ended), patience: 300 }, ended.run);
    expect(Math.max(...near.said.slept)).toBe(300);
  });

  it('waits for the turn of one that is queued, and says how many are before it', async () => {
    const { io, said } = quietIo({ live: true });
    expect(await follow(io, { runner: showing({ ...run('queued', { clean: step('pending') }), ahead: 2 }, ended), patience: 5000 }, ended.run)).toBe(ended);
    expect(said.err).toContain('queued, 2 before it');
  });

  it.each([
    [' --local', `\`millrace watch ${begun.run} --local\` starts the embedded AWS again, where that has ended, and follows it.`],
    [' --env prod', `\`millrace watch ${begun.run} --env prod\` follows it again.`],
  ])('a connection that is lost is not the end of the run, and the way back is said:%s', async (flags, hint) => {
    const gone = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4599'), { code: 'ECONNREFUSED' });
    const { io } = quietIo();
    const lost = { ...showing(begun), describe: async () => Promise.reject(gone) };
    await expect(follow(io, { runner: lost, patience: 300, flags }, begun.run)).rejects.toMatchObject({ message: `Run ${begun.run} goes on, but the connection to it was lost: connect ECONNREFUSED 127.0.0.1:4599.`, hint });
    const wrong = { ...showing(begun), describe: async () => Promise.reject(new Error('no such bucket')) };
    await expect(follow(io, { runner: wrong, patience: 300, flags }, begun.run)).rejects.toThrow(/^no such bucket$/);
  });

  it('is left by Ctrl-C: the run goes on, and the way back is said', async () => {
    const controller = new AbortController();
    controller.abort();
    const { io, said } = quietIo({ interrupted: controller.signal });
    expect(await follow(io, { runner: showing(begun), patience: 300 }, begun.run)).toBeNull();
    expect(left(io, begun.run, ' --env prod')).toBe(exit.interrupted);
    expect(said.err).toContain(`millrace watch ${begun.run} --env prod\n`);
    expect(said.err).toContain(`millrace stop ${begun.run} --env prod\n`);
  });

  it('of a run that is not there ends with a sentence', async () => {
    await expect(follow(quietIo().io, { runner: showing(), patience: 300 }, 'nothing')).rejects.toMatchObject({ name: 'CliError', code: exit.usage, message: 'There is no run nothing.' });
  });
});

describe('a handler that ran in an earlier continuation alone', () => {
  const before = step('succeeded', 15_000, 20_000);
  const resumed = (handler: 'pending' | 'skipped'): RunSnapshot => ({
    ...run(handler === 'pending' ? 'running' : 'succeeded', { load: { ...step('succeeded', 40_000, 50_000), attempts: step('succeeded', 40_000, 50_000).attempts.map((one) => ({ ...one, continuation: 2 })) }, 'on-failure': { ...before, state: handler } }),
    continuations: [{ nativeId: 'wr_1', start: 0, end: 20_000 }, { nativeId: 'wr_2', start: 40_000, end: 50_000 }],
  });

  it('has no duration and no bar while it waits, and none when it is skipped', async () => {
    expect(timeline(quietIo().io, resumed('pending')).at(-1)).toBe('· on-failure  waits');
    expect(timeline(quietIo().io, resumed('skipped')).at(-1)).toBe('– on-failure  skipped');
    const { io, said } = quietIo();
    await follow(io, { runner: showing(resumed('skipped')), patience: 300 }, begun.run);
    expect(said.err).toContain(' on-failure: skipped\n');
  });
});

describe('the end of a run', () => {
  it('that failed since AWS refused a call says so, though there was no attempt', async () => {
    const refused = run('failed', { tell: { state: 'failed', kept: false, attempts: [], message: 'AWS refused the call: NotFound.' } });
    const { io, said } = quietIo();
    await follow(io, { runner: showing(refused), patience: 300 }, refused.run);
    expect(said.err).toContain(' tell: failed: AWS refused the call: NotFound.\n');
    conclude(io, refused, '');
    expect(said.out).toContain('\ntell: AWS refused the call: NotFound.\n');
  });

  it('that the service itself failed says why, though no step can', () => {
    const { io, said } = quietIo();
    conclude(io, { ...run('failed', { clean: step('skipped') }), message: 'Millrace.InvalidInput: There is no parameter x.' }, '');
    expect(said.out).toContain('\nrun: Millrace.InvalidInput: There is no parameter x.\n');
  });

  it('that was skipped is no failure, has no steps to show, and is not offered to resume', () => {
    const { io, said } = quietIo();
    expect(conclude(io, { ...run('skipped', { clean: step('skipped') }), message: 'Another run was live when this one was to start, so it was skipped.' }, ' --local')).toBe(exit.ok);
    expect(said.out).toBe('20260131t020000-abc234 of orders on glue: skipped\nrun: Another run was live when this one was to start, so it was skipped.\n');
  });

  it('that failed says what went wrong and what to do next', () => {
    const { io, said } = quietIo();
    expect(conclude(io, run('failed', { clean: step('failed', 0, 61_500), load: step('skipped') }), ' --local')).toBe(exit.failure);
    expect(said.out).toMatch(/✘ clean {2}failed +1m 02s[\s\S]*– load +skipped[\s\S]*clean: SystemExit: the records are bad\nnext millrace logs .*\n {5}millrace resume .* --local/);
  });
});
