import type { RunState, RunSummary } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { exit } from '../io.ts';
import { quietIo } from '../render/render.fixture.ts';
import { chosenRun, type Wish } from './chosen.ts';

/** Newest first; a run is called by its state and its place. */
function runner(...states: readonly RunState[]): { list(limit: number): Promise<readonly RunSummary[]> } {
  const runs = states.map((state, index) => ({ run: `${state}-${index}`, state, start: 1000 - index, end: null }));
  return { list: async (limit) => runs.slice(0, limit) };
}

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
    expect((await taken('stop', [...Array.from({ length: 12 }, (): RunState => 'skipped'), 'running'])).run).toBe('running-12');
  });

  it('says which run it is when that is not the newest', async () => {
    expect((await taken('resume', ['skipped', 'failed'])).err).toBe('This is run failed-1, failed. Newer: skipped-0 (skipped).\n');
    expect((await taken('watch', ['running', 'succeeded'])).err).toBe('');
  });

  it('a run that was named is taken as it is', async () => {
    expect(await chosenRun(quietIo().io, runner('running'), ['mine'], 'stop')).toBe('mine');
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
