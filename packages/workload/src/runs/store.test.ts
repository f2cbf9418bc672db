import { memoryStore } from '@millrace/deploy';
import type { ObjectStore } from '@millrace/deploy';
import { beforeEach, describe, expect, it } from 'vitest';
import { site } from '../test/pipeline.ts';
import { nativeKey, openContinuation, outcomeOfJobRun, runFolder, runStore, startRun, type RunRecord, type RunStore } from '../index.ts';

const p = { name: 'orders' };
const record = (run: string): RunRecord => ({ schemaVersion: 1, run, pipeline: 'orders', target: 'glue', graphHash: 'h', date: '2026-11-23', params: { day: '2026-11-23', n: 1 }, createdAt: 5 });
const clock = { now: () => 7 };

let objects: ObjectStore = memoryStore();
let runs: RunStore = runStore(objects, site, p);
beforeEach(() => {
  objects = memoryStore();
  runs = runStore(objects, site, p);
});

const listed = async (limit: number, target: RunRecord['target'] = 'glue'): Promise<readonly string[]> => (await runs.listRuns(limit, target)).map(({ run }) => run);

describe('a run folder', () => {
  it('keeps what was written first: parameters are frozen', async () => {
    expect(await runs.writeRun(record('a'))).toBe(true);
    expect(await runs.writeRun({ ...record('a'), params: {} })).toBe(false);
    expect(await runs.readRun('a')).toEqual(record('a'));
    expect(await runs.readRun('b')).toBeNull();
  });

  it('tells markers and crawls with the step they are about', async () => {
    const folder = runFolder(site, p, 'a');
    await objects.put('acme-runs', folder.marker('clean', 'jr_1'), '{"script":true,"at":3}');
    await objects.put('acme-runs', folder.marker('load', 'jr_2'), '{"skipped":"kept","at":"1970-01-01T00:00:00.004Z"}');
    await objects.put('acme-runs', folder.crawl('catalog', 2, 1), '{"at":9}');
    expect(await runs.readMarkers('a')).toEqual([
      { step: 'clean', jobRunId: 'jr_1', script: true, at: 3 },
      { step: 'load', jobRunId: 'jr_2', skipped: 'kept', at: 4 },
    ]);
    expect(await runs.readCrawls('a')).toEqual([{ step: 'catalog', continuation: 2, attempt: 1, at: 9 }]);
  });

  it('says which object someone has spoilt', async () => {
    const { bucket, run } = runFolder(site, p, 'a');
    await objects.put(bucket, run, '{"run":1}');
    await expect(runs.readRun('a')).rejects.toThrow("'orders/a/run.json' in the runs bucket should have text in 'run'");
  });

  it('maps native runs to ours, ARNs too', async () => {
    const arn = 'arn:aws:states:eu-west-1:1:execution:dev-orders:a-1';
    await runs.writeNative('a', 1, { nativeId: arn, at: 1 });
    expect(await runs.runOfNative(arn)).toEqual({ run: 'a', n: 1 });
    expect(nativeKey(p, 'wr_01ab')).toBe('orders/_native/wr_01ab.json');
  });
});

describe('starting', () => {
  it('writes everything that the native run reads before it starts', async () => {
    const native = await startRun(runs, record('a'), clock, async (n) => {
      expect(await runs.readContinuations('a')).toMatchObject([{ n, means: 'first', native: null }]);
      return 'wr_1';
    });
    expect(native).toBe('wr_1');
    expect(await runs.readContinuations('a')).toMatchObject([{ n: 1, native: { nativeId: 'wr_1', at: 7 } }]);
  });

  it('goes on where the answer to the first record was lost, so that the client wrote it twice', async () => {
    const twice: RunStore = { ...runs, writeRun: async (one) => (await runs.writeRun(one), await runs.writeRun(one)) };
    expect(await startRun(twice, record('a'), clock, async () => 'wr_1')).toBe('wr_1');
    await expect(startRun(runs, { ...record('a'), createdAt: 6 }, clock, async () => 'wr_2')).rejects.toThrow('opened by someone else');
  });

  it('lists runs newest first, but not one whose start broke off before its record', async () => {
    for (const run of ['20261121t000000-aaaaaa', '20261123t000000-aaaaaa', '20261122t000000-aaaaaa']) await startRun(runs, record(run), clock, async () => run);
    await runs.writeIndex(record('20261124t000000-aaaaaa'));
    expect(await listed(2)).toEqual(['20261123t000000-aaaaaa', '20261122t000000-aaaaaa']);
  });

  it('a pipeline that has moved lists the runs of each target apart', async () => {
    await startRun(runs, record('20261121t000000-aaaaaa'), clock, async () => 'wr_1');
    await startRun(runs, { ...record('20261122t000000-aaaaaa'), target: 'sfn' }, clock, async () => 'arn');
    expect(await listed(1)).toEqual(['20261121t000000-aaaaaa']);
    expect(await listed(1, 'sfn')).toEqual(['20261122t000000-aaaaaa']);
  });

  it('ten runs from outside do not push a newer one of ours out of the list, whichever way their index entries are written', async () => {
    const at = (hour: number): number => Date.UTC(2026, 10, 23, hour);
    for (let hour = 0; hour < 10; hour += 1) {
      const run = `wr-${String(hour).repeat(64)}`;
      await runs.writeRun({ ...record(run), createdAt: at(hour) });
      // Half of them as they were written once: an id alone.
      if (hour % 2 === 0) await objects.put('acme-runs', `orders/_index/${run}`, '');
      else await runs.writeIndex({ run, createdAt: at(hour) });
    }
    await startRun(runs, record('20261123t103000-aaaaaa'), clock, async () => 'wr_1');
    await startRun(runs, record('20261123t073000-aaaaaa'), clock, async () => 'wr_2');
    const short = (run: string): string => run.slice(0, 15);
    expect((await listed(10)).map(short)).toEqual(['20261123t103000', ...[9, 8].map((hour) => `wr-${String(hour).repeat(12)}`), '20261123t073000', ...[7, 6, 5, 4, 3, 2].map((hour) => `wr-${String(hour).repeat(12)}`)]);
    expect(await runs.listIds()).toHaveLength(12);
  });

  it('a start that the service refuses leaves nothing, one whose answer is open leaves all', async () => {
    const refuse = async (): Promise<never> => Promise.reject(new Error('no'));
    await expect(startRun(runs, record('20261121t000000-aaaaaa'), clock, refuse, () => true)).rejects.toThrow('no');
    expect(await objects.list('acme-runs', 'orders/')).toEqual([]);
    await expect(startRun(runs, record('20261121t000000-aaaaaa'), clock, refuse, () => false)).rejects.toThrow('no');
    expect(await listed(9)).toEqual(['20261121t000000-aaaaaa']);
  });

  it('a continuation takes the stop flag away, and of two resumes at once one is refused', async () => {
    await startRun(runs, record('a'), clock, async () => 'wr_1');
    await runs.setStop('a', 3);
    const plan = { run: 'a', means: 'skipMap', keep: ['clean'] } as const;
    const both = await Promise.allSettled([1, 2].map((id) => openContinuation(runs, plan, 1, clock, async () => `wr_2${id}`)));
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const second = both.find((each) => each.status === 'rejected');
    expect(second?.reason).toMatchObject({ name: 'ContinuationTaken', hint: '`millrace status a` tells how the run goes on.' });
    expect(await runs.readStop('a')).toBeNull();
    expect(await runs.readContinuations('a')).toMatchObject([{ n: 1 }, { n: 2, keep: ['clean'] }]);
    // One that was decided before the first had opened its own comes later, and is refused all the same.
    await expect(openContinuation(runs, plan, 1, clock, async () => 'wr_3')).rejects.toMatchObject({ name: 'ContinuationTaken' });
  });
});

it('job run states become outcomes; ERROR is a failure', () => {
  const states = ['SUCCEEDED', 'FAILED', 'ERROR', 'TIMEOUT', 'STOPPED', 'STARTING', 'RUNNING', 'STOPPING', 'WAITING'];
  expect(states.map(outcomeOfJobRun)).toEqual(['succeeded', 'failed', 'failed', 'timedOut', 'stopped', 'running', 'running', 'running', 'running']);
});
