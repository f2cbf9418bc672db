import { describe, expect, test } from 'vitest';
import type { Play } from '../host/scripted.ts';
import { bad, type Bench, bench, ok } from './testing.ts';

const marked = { Command: { Name: 'glueetl', ScriptLocation: 's3://scripts/a.py' }, DefaultArguments: { '--job-bookmark-option': 'job-bookmark-enable' } };
const commits = (bookmark: string | null, play: Play = ok(1)): Play => ({ ...play, bookmark });
const name = 'a';

async function run(glue: Bench, Arguments: Readonly<Record<string, string>> = {}): Promise<string> {
  const id = (await glue.call('StartJobRun', { JobName: name, Arguments })).text('JobRunId');
  await glue.host.run(null);
  return id;
}
const bookmark = async (glue: Bench, RunId?: string) => (await glue.call('GetJobBookmark', { JobName: name, ...(RunId === undefined ? {} : { RunId }) })).at('JobBookmarkEntry');
/** What the script of the newest run was given. */
const given = (glue: Bench): unknown => glue.works.flatMap((work) => (work.kind === 'job' ? [work.bookmark] : [])).at(-1);

describe('a bookmark', () => {
  test('moves with each run that succeeds where no script is watched, is read for the last or an earlier one, and is rewound', async () => {
    const glue = bench({ a: [ok(1), bad(1), ok(1)] });
    await glue.job(name, marked);
    const ids = [await run(glue), await run(glue), await run(glue)];
    expect(await bookmark(glue)).toMatchObject({ Version: 2, Run: 2, RunId: ids[2], PreviousRunId: ids[0] });
    expect(await bookmark(glue, ids[0])).toMatchObject({ Version: 1, Run: 1 });
    await expect(bookmark(glue, ids[1])).rejects.toMatchObject({ name: 'EntityNotFoundException' });
    await glue.call('ResetJobBookmark', { JobName: name, RunId: ids[0] ?? '' });
    expect(await bookmark(glue)).toMatchObject({ Version: 3, Run: 1, RunId: ids[0] });
    await glue.call('ResetJobBookmark', { JobName: name });
    expect(await bookmark(glue)).toEqual({ JobName: name, Version: 4, Run: 0, Attempt: 0, JobBookmark: '{}' });
  });

  test('is not there for a job that keeps none, and goes with its job', async () => {
    const glue = bench();
    await glue.job(name);
    await run(glue);
    expect(given(glue)).toBeUndefined();
    await expect(bookmark(glue)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
    await glue.call('DeleteJob', { JobName: name });
    await glue.job(name, marked);
    await run(glue);
    await glue.call('DeleteJob', { JobName: name });
    await glue.job(name, marked);
    await expect(bookmark(glue)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });

  test('is not there for a Python shell job', async () => {
    const glue = bench({ a: [commits('{"in":1}')] });
    await glue.job(name, { DefaultArguments: marked.DefaultArguments });
    await run(glue);
    expect(given(glue)).toBeUndefined();
    await expect(bookmark(glue)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });

  test('of a job that is deleted while it runs is not left to a job of its name', async () => {
    const glue = bench({ a: [commits('{"in":1}')] });
    await glue.job(name, marked);
    await glue.call('StartJobRun', { JobName: name });
    await glue.call('DeleteJob', { JobName: name });
    await glue.host.run(null);
    await glue.job(name, marked);
    await expect(bookmark(glue)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });

  test('is what the script committed, and the next run is given it', async () => {
    const glue = bench({ a: [commits('{"in":1}'), commits('{"in":2}')] });
    await glue.job(name, marked);
    const first = await run(glue);
    expect(given(glue)).toEqual({ read: '{}', until: null });
    await run(glue);
    expect(given(glue)).toEqual({ read: '{"in":1}', until: null });
    expect(await bookmark(glue)).toMatchObject({ JobBookmark: '{"in":2}' });
    expect(await bookmark(glue, first)).toMatchObject({ JobBookmark: '{"in":1}' });
  });

  test('of a run that succeeds without a commit stays', async () => {
    const glue = bench({ a: [commits('{"in":1}'), commits(null)] });
    await glue.job(name, marked);
    const first = await run(glue);
    const second = await run(glue);
    expect(await bookmark(glue)).toMatchObject({ Version: 1, RunId: first, JobBookmark: '{"in":1}' });
    await expect(bookmark(glue, second)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });

  test('moves with a commit before a failure, and the retry goes on from it', async () => {
    const glue = bench({ a: [commits('{"in":1}', bad(1)), commits(null)] });
    await glue.job(name, { ...marked, MaxRetries: 1 });
    const first = await run(glue);
    expect(await bookmark(glue)).toMatchObject({ RunId: first, JobBookmark: '{"in":1}' });
    expect(given(glue)).toEqual({ read: '{"in":1}', until: null });
  });

  test('moves with a commit of a run that its timeout ended', async () => {
    const glue = bench({ a: [{ ...ok(10), onStop: { ms: 1000, outcome: 'stopped' }, bookmark: '{"in":1}' }] });
    await glue.job(name, { ...marked, Timeout: 1 });
    const first = await run(glue);
    expect((await glue.call('GetJobRun', { JobName: name, RunId: first })).at('JobRun', 'JobRunState')).toBe('TIMEOUT');
    expect(await bookmark(glue)).toMatchObject({ RunId: first, JobBookmark: '{"in":1}' });
  });

  test('that is set back is what scripts see: after a run, or before the first', async () => {
    const glue = bench({ a: [commits('{"in":1}'), commits('{"in":2}'), commits(null)] });
    await glue.job(name, marked);
    const first = await run(glue);
    await run(glue);
    await glue.call('ResetJobBookmark', { JobName: name, RunId: first });
    expect(await bookmark(glue)).toMatchObject({ RunId: first, JobBookmark: '{"in":1}' });
    await run(glue);
    expect(given(glue)).toEqual({ read: '{"in":1}', until: null });
    await glue.call('ResetJobBookmark', { JobName: name });
    await run(glue);
    expect(given(glue)).toEqual({ read: '{}', until: null });
  });
});

describe('a paused bookmark', () => {
  const pause = (from?: string, to?: string): Readonly<Record<string, string>> => ({
    '--job-bookmark-option': 'job-bookmark-pause', ...(from === undefined ? {} : { '--job-bookmark-from': from }), ...(to === undefined ? {} : { '--job-bookmark-to': to }),
  });

  test('is given and does not move', async () => {
    const glue = bench({ a: [commits('{"in":1}'), commits('{"in":2}')] });
    await glue.job(name, marked);
    const first = await run(glue);
    await run(glue, pause());
    expect(given(glue)).toEqual({ read: '{"in":1}', until: null });
    expect(await bookmark(glue)).toMatchObject({ Version: 1, RunId: first });
  });

  test('may go from one run to another; for a run that committed nothing the one before it counts', async () => {
    const glue = bench({ a: [commits(null), commits('{"in":1}'), commits('{"in":2}'), commits(null), commits(null)] });
    await glue.job(name, marked);
    const [none, first, , failed] = [await run(glue), await run(glue), await run(glue), await run(glue)];
    await run(glue, pause(first, failed));
    expect(given(glue)).toEqual({ read: '{"in":1}', until: '{"in":2}' });
    await run(glue, pause(none, first));
    expect(given(glue)).toEqual({ read: '{}', until: '{"in":1}' });
  });

  test('from a run that is not there fails the script with a sentence', async () => {
    const glue = bench();
    await glue.job(name, marked);
    const first = await run(glue);
    await run(glue, pause(first, 'jr_none'));
    expect(given(glue)).toEqual({ refused: "The job 'a' has no run 'jr_none', which --job-bookmark-to names." });
  });
});
