import { parsePipeline, type Pipeline, type RunSnapshot } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { JobBookmarkEntry } from '../port.ts';
import { bookmarks, rewind } from './bookmarks.ts';
import type { RunnerContext } from './context.ts';

const job = { kind: 'glueJob', script: './a.py', timeout: '10m' };
const pipeline = parsePipeline({ name: 'orders', steps: { load: { ...job, settings: { bookmark: 'enable' } }, plain: job, other: { ...job, settings: { bookmark: 'enable' } } } }).pipeline as Pipeline;

/** Entries by 'job' (the newest) or 'job run'. */
function context(entries: Readonly<Record<string, JobBookmarkEntry>>): { readonly context: RunnerContext; readonly calls: unknown[] } {
  const calls: unknown[] = [];
  const port = {
    call: async (operation: string, input: { readonly JobName: string; readonly RunId?: string }) => {
      if (operation !== 'GetJobBookmark') return void calls.push([operation, input]);
      const found = entries[input.RunId === undefined ? input.JobName : `${input.JobName} ${input.RunId}`];
      if (found === undefined) throw Object.assign(new Error('none'), { name: 'EntityNotFoundException' });
      return { JobBookmarkEntry: found };
    },
  };
  // Nothing else of a context is used.
  return { context: { port, pipeline, site: { prefix: 'dev' } } as unknown as RunnerContext, calls };
}
const attempt = (nativeId: string): RunSnapshot['steps'][string]['attempts'][number] => ({ nativeId, start: 0, end: 1, outcome: 'succeeded', continuation: 1, message: null });
// Only attempts are looked at.
const snapshot = { steps: { load: { state: 'failed', kept: false, attempts: [attempt('jr_2'), attempt('jr_3')] } } } as unknown as RunSnapshot;

describe('job bookmarks of what runs again', () => {
  it('that this run has moved go back to where they stood before it', async () => {
    const { context: at, calls } = context({ 'dev-orders-load': { Version: 3, RunId: 'jr_3', PreviousRunId: 'jr_2' }, 'dev-orders-load jr_2': { Version: 2, RunId: 'jr_2', PreviousRunId: 'jr_1' } });
    const found = await bookmarks(at, snapshot, ['load', 'plain', 'other']);
    expect(found).toEqual([{ step: 'load', job: 'dev-orders-load', version: 3, jobRun: 'jr_3', moved: true, before: 'jr_1' }]);
    await rewind(at, found);
    expect(calls).toEqual([['ResetJobBookmark', { JobName: 'dev-orders-load', RunId: 'jr_1' }]]);
  });

  it('of a first run go back to the beginning', async () => {
    const { context: at, calls } = context({ 'dev-orders-load': { Version: 1, RunId: 'jr_2' } });
    await rewind(at, await bookmarks(at, snapshot, ['load']));
    expect(calls).toEqual([['ResetJobBookmark', { JobName: 'dev-orders-load' }]]);
  });

  it('that this run has not moved stay', async () => {
    const { context: at, calls } = context({ 'dev-orders-load': { Version: 1, RunId: 'jr_0' } });
    const found = await bookmarks(at, snapshot, ['load']);
    expect(found).toMatchObject([{ moved: false, before: 'jr_0' }]);
    await rewind(at, found);
    expect(calls).toEqual([]);
  });
});
