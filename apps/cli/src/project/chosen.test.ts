import { isLiveState, type Runner, type RunState, type RunSummary } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { exit } from '../io.ts';
import { quietIo } from '../render/render.fixture.ts';
import { chosenRun, type Wish } from './chosen.ts';

/** Newest first; a run is called by its state and its place. */
function runner(...states: readonly RunState[]): Pick<Runner, 'list' | 'live' | 'find'> {
  return having(states.map((state, index) => ({ run: `${state}-${index}`, state, start: 1000 - index, end: null })));
}
const having = (runs: readonly RunSummary[]): Pick<Runner, 'list' | 'live' | 'find'> => ({
  list: async (limit) => runs.slice(0, limit),
  live: async () => runs.filter(({ state }) => isLiveState(state)),
  find: async (prefix) => runs.map(({ run }) => run).filter((run) => run.startsWith(prefix)),
});

async function taken(wish: Wish, states: readonly RunState[], agreed = false): Promise<{ run: string; err: string }> {
  const { io, said } = quietIo();
  return { run: await chosenRun(io, runner(...states), [], wish, agreed), err: said.err };
}

describe('without a run a command means the newest that it can act on', () => {
  it.each<[Wish, readonly RunState[], string]>([
    ['stop', ['skipped', 'succeeded', 'running'], 'running-2'],
    ['stop', ['skipped', 'succeeded', 'queued'], 'queued-2'],
    ['stop', ['skipped', 'failed'], 'failed-1'],
    ['watch', ['skipped', 'stopping', 'succeeded'], 'stopping-1'],
    ['watch', ['succeeded', 'failed'], 'succeeded-0'],
    ['resume', ['skipped', 'running', 'succeeded', 'stopped', 'failed'], 'stopped-3'],
    ['resume', ['skipped', 'failed'], 'failed-1'],
    ['read', ['skipped', 'skipped', 'succeeded', 'running'], 'succeeded-2'],
    ['read', ['skipped'], 'skipped-0'],
  ])('%s of %j takes %s', async (wish, states, run) => {
    expect((await taken(wish, states)).run).toBe(run);
  });

  it('looks further back when none of the newest fits', async () => {
    expect((await taken('resume', [...Array.from({ length: 12 }, (): RunState => 'skipped'), 'failed'])).run).toBe('failed-12');
  });

  it('sees a live run however many have come since', async () => {
    expect((await taken('stop', [...Array.from({ length: 200 }, (): RunState => 'succeeded'), 'running'])).run).toBe('running-200');
    await expect(taken('stop', ['running', ...Array.from({ length: 200 }, (): RunState => 'succeeded'), 'running'])).rejects.toThrow('2 runs are live: running-0, running-201.');
  });

  it('does not offer to resume what was refused', async () => {
    const refused = { run: 'refused', state: 'failed', refused: true, start: 2, end: 3 } as const;
    expect(await chosenRun(quietIo().io, having([refused, { run: 'failed', state: 'failed', start: 1, end: 2 }]), [], 'resume')).toBe('failed');
    // A status that says failed stands right above it.
    await expect(chosenRun(quietIo().io, having([refused]), [], 'resume')).rejects.toMatchObject({ message: 'No run can be resumed: refused was refused for what it was given, before anything of it began.', hint: '`millrace run` starts a new one, with other values.' });
  });

  it('says which run it is when that is not the newest', async () => {
    expect((await taken('resume', ['skipped', 'failed'])).err).toBe('This is run failed-1, failed. Newer: skipped-0 (skipped).\n');
    expect((await taken('watch', ['running', 'succeeded'])).err).toBe('');
  });

  it('a run that was named is taken as it is', async () => {
    expect(await chosenRun(quietIo().io, runner('running'), ['mine'], 'stop')).toBe('mine');
  });

  it('`latest` is the one that is meant when none is named', async () => {
    expect(await chosenRun(quietIo().io, runner('skipped', 'succeeded'), ['latest'], 'read')).toBe('succeeded-1');
  });
});

describe('a run is named', () => {
  const [one, other] = [`wr-6b97${'0'.repeat(60)}`, `wr-6b98${'0'.repeat(60)}`];
  const own = '20260131t020000-abc234';
  const runs = having([one, other, own].map((run) => ({ run, state: 'failed', start: 1, end: 2 })));
  const named = (text: string): Promise<string> => chosenRun(quietIo().io, runs, [text], 'read');

  it('by its id, by that of its workflow run as AWS writes it, or by the beginning of either', async () => {
    for (const text of [one, one.replace('-', '_'), `WR_${one.slice(3).toUpperCase()}`, 'wr-6b97', 'wr_6b97']) expect(await named(text)).toBe(one);
    expect([await named(own), await named('20260131'), await named('nobody')]).toEqual([own, own, 'nobody']);
  });

  it('but not by a beginning that several have', async () => {
    await expect(named('wr_6b9')).rejects.toMatchObject({ code: exit.usage, message: 'Several runs begin with wr_6b9: wr-6b97000000, wr-6b98000000.' });
  });
});

describe('several live runs', () => {
  it('watch takes the newest and names the others', async () => {
    expect(await taken('watch', ['queued', 'succeeded', 'running'])).toEqual({ run: 'queued-0', err: '2 runs are live; this is the newest of them, queued-0. Also live: running-2.\n' });
  });

  it('stop wants a name, or --yes for the newest', async () => {
    await expect(taken('stop', ['queued', 'running'])).rejects.toMatchObject({ name: 'CliError', code: exit.usage, message: '2 runs are live: queued-0, running-1.', hint: expect.stringContaining('millrace stop queued-0') });
    expect(await taken('stop', ['queued', 'running'], true)).toMatchObject({ run: 'queued-0', err: expect.stringContaining('running-1') });
  });
});

it('nothing to resume, and no runs at all, are sentences', async () => {
  await expect(taken('resume', ['running', 'succeeded'])).rejects.toThrow('No run can be resumed: running-0 is still running.');
  await expect(taken('resume', ['skipped', 'succeeded'])).rejects.toThrow(/^No run can be resumed: none of the newest/);
  await expect(taken('read', [])).rejects.toThrow('There are no runs yet.');
});
