import { describe, expect, test } from 'vitest';
import { crawl, job, pipelineOf } from './test/pipelines.ts';
import { play, type Play } from './test/simulated.ts';

const minutes = (lengths: Readonly<Record<string, number>>, bad: Readonly<Record<string, 'FAILED' | 'TIMEOUT' | 'STOPPED'>> = {}): Play =>
  (step) => ({ state: bad[step] ?? 'SUCCEEDED', minutes: lengths[step] ?? 1 });

const retried = (attempts: number, on: readonly ('failed' | 'timedOut')[] = ['failed'], delaySeconds = 0) => ({ retry: { attempts, on, delaySeconds } });

describe('order', () => {
  test('a chain runs one step after the other', async () => {
    const run = await play(pipelineOf([job('clean'), job('load', { after: ['clean'] })]), minutes({ clean: 5, load: 3 }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { clean: [0], load: [5] }, outcomes: { clean: 'succeeded', load: 'succeeded' } });
  });

  test('a diamond waits for both arms', async () => {
    const run = await play(pipelineOf([job('a'), job('b', { after: ['a'] }), job('c', { after: ['a'] }), job('d', { after: ['b', 'c'] })]), minutes({ a: 1, b: 2, c: 7, d: 1 }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { b: [1], c: [1], d: [8] } });
  });

  test("with join 'any' one satisfied dependency is enough, when all have ended", async () => {
    const steps = [job('a'), job('b'), job('c', { join: 'any', after: ['a', 'b'] })];
    const run = await play(pipelineOf(steps), minutes({ a: 1, b: 4 }, { b: 'FAILED' }));
    expect(run.starts).toEqual({ a: [0], b: [0], c: [4] });
  });
});

describe('outcomes', () => {
  test('a bad step skips what waits for its success, and the run fails with a sentence', async () => {
    const run = await play(pipelineOf([job('a'), job('b', { after: ['a'] }), job('other')]), minutes({}, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'FAILED', error: 'Millrace.RunFailed', cause: 'The run failed: a failed.', starts: { a: [0], other: [0] } });
    expect(run.starts).not.toHaveProperty('b');
  });

  test.each([true, false])('a job run that was stopped counts as stopped, whether the service calls that success (%s) or not', async (stoppedSucceeds) => {
    const steps = [job('a', retried(2)), job('b', { after: [{ step: 'a', on: 'failed' }] })];
    const run = await play(pipelineOf(steps), minutes({}, { a: 'STOPPED' }), { stoppedSucceeds });
    expect(run).toMatchObject({ status: 'FAILED', cause: 'The run failed: a stopped.', starts: { a: [0], b: [1] } });
  });

  test('`failed` and `finished` start after a bad end, but not after a skip', async () => {
    const steps = [job('a'), job('b', { after: ['a'] }), job('c', { after: [{ step: 'b', on: 'finished' }] }), job('d', { after: [{ step: 'a', on: 'finished' }] })];
    const run = await play(pipelineOf(steps), minutes({}, { a: 'TIMEOUT' }));
    expect(Object.keys(run.starts).sort()).toEqual(['a', 'd']);
    expect(run.cause).toBe('The run failed: a timed out.');
  });

  test('an optional step does not fail the run', async () => {
    const run = await play(pipelineOf([job('a', { optional: true }), job('b')]), minutes({}, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', outcomes: { a: 'failed', b: 'succeeded' } });
  });

  test('a start that the service refuses for good is a failed step', async () => {
    const run = await play(pipelineOf([job('a'), job('b', { after: [{ step: 'a', on: 'failed' }] })]), (step) => (step === 'a' ? { refused: 'Glue.EntityNotFoundException' } : { state: 'SUCCEEDED', minutes: 1 }));
    expect(run).toMatchObject({ status: 'FAILED', cause: 'The run failed: a failed.', starts: { b: [0] } });
  });
});

describe('retry', () => {
  test('extra attempts come after the delay, and the last outcome counts', async () => {
    const run = await play(pipelineOf([job('a', retried(2, ['failed'], 120))]), (_, attempt) => ({ state: attempt < 3 ? 'FAILED' : 'SUCCEEDED', minutes: 1 }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { a: [0, 3, 6] } });
  });

  test('no more than `attempts` of them', async () => {
    const run = await play(pipelineOf([job('a', retried(1))]), minutes({}, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'FAILED', starts: { a: [0, 1] } });
  });

  test('only on the outcomes that it names', async () => {
    const run = await play(pipelineOf([job('a', retried(3)), job('b', retried(1, ['timedOut']))]), minutes({}, { a: 'TIMEOUT', b: 'TIMEOUT' }));
    expect(run.starts).toEqual({ a: [0], b: [0, 1] });
  });
});

describe('the stop policy', () => {
  const stop = { failurePolicy: 'stop' } as const;

  test('a bad end in a branch aborts the others', async () => {
    const run = await play(pipelineOf([job('a'), job('b'), job('c', { after: ['a', 'b'] })], stop), minutes({ a: 2, b: 9 }, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed', cancelled: ['b'] });
    expect(run.starts).not.toHaveProperty('c');
  });

  test('a bad end that may have another attempt is caught first, and aborts the others when it is the last', async () => {
    const run = await play(pipelineOf([job('a', { retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } }), job('b'), job('c', { after: ['a', 'b'] })], stop), minutes({ a: 2, b: 9 }, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'FAILED', error: 'Millrace.RunFailed', cause: 'The run failed: a failed.', cancelled: ['b'], starts: { a: [0, 2] } });
  });

  test.each([true, false])('a job run that was stopped ends the run, whether Step Functions takes it for a success (%s) or not', async (stoppedSucceeds) => {
    const run = await play(pipelineOf([job('a'), job('b', { after: ['a'] })], stop), minutes({ a: 2 }, { a: 'STOPPED' }), { stoppedSucceeds });
    expect(run).toMatchObject({ status: 'FAILED', starts: { a: [0] } });
    expect(run.starts).not.toHaveProperty('b');
  });

  test('an optional step stops nothing', async () => {
    const run = await play(pipelineOf([job('a', { optional: true }), job('b')], stop), minutes({ a: 2, b: 9 }, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', cancelled: [] });
  });

  test('handlers run when nothing of the run is live', async () => {
    const steps = [job('a'), job('b')];
    const live = { JobRunState: 'STOPPING', StartedOn: '2026-01-31T02:00:00.000Z', Arguments: { '--MILLRACE_RUN': '20260131t020000-abcdef-1', '--MILLRACE_STEP': 'b' } };
    const run = await play(pipelineOf(steps, { ...stop, finally: job('finally') }), minutes({ a: 2, b: 9 }, { a: 'FAILED' }), {
      calls: (call) => ({ output: { JobRuns: call.state === 'b at the stop' ? [{ ...live, JobRunState: call.attempt < 3 ? 'STOPPING' : 'STOPPED' }] : [] } }),
    });
    expect(run.starts).toMatchObject({ finally: [3] });
    expect(run.args['finally']).toMatchObject({ '--MILLRACE_OUTCOME': 'failed', '--MILLRACE_FAILED_STEPS': 'a,b' });
    expect(run).toMatchObject({ status: 'FAILED', cause: 'The run failed: a failed, b stopped.' });
  });
});

describe('the rest of a run that a policy has stopped', () => {
  const stop = { failurePolicy: 'stop', finally: job('finally') } as const;
  const run = (state: string) => ({ JobRunState: state, StartedOn: '2026-01-31T02:01:00.000Z', Arguments: { '--MILLRACE_RUN': '20260131t020000-abcdef-1', '--MILLRACE_STEP': 'b' } });
  const others = (at: string) => Array.from({ length: 50 }, () => ({ JobRunState: 'RUNNING', StartedOn: at, Arguments: { '--MILLRACE_RUN': 'another' } }));

  test('is found behind pages of job runs of others', async () => {
    const asked: unknown[] = [];
    const played = await play(pipelineOf([job('a'), job('b')], stop), minutes({ a: 2, b: 9 }, { a: 'FAILED' }), {
      calls: (call) => {
        if (call.state !== 'b at the stop') return { output: { JobRuns: [] } };
        asked.push(call.arguments);
        const first = !JSON.stringify(call.arguments).includes('NextToken');
        return { output: first ? { JobRuns: others('2026-01-31T02:01:30.000Z'), NextToken: 'more' } : { JobRuns: [run(call.attempt < 4 ? 'STOPPING' : 'STOPPED')] } };
      },
    });
    expect(asked).toHaveLength(4);
    expect(asked[1]).toEqual({ JobName: 'dev-orders-b', MaxResults: 20, NextToken: 'more' });
    expect(played).toMatchObject({ cause: 'The run failed: a failed, b stopped.', starts: { finally: [2.5] } });
  });

  test('is not looked for among job runs from before the run', async () => {
    let looks = 0;
    const played = await play(pipelineOf([job('a'), job('b')], stop), minutes({ a: 2, b: 9 }, { a: 'FAILED' }), {
      calls: (call) => {
        if (call.state === 'b at the stop') looks += 1;
        return { output: { JobRuns: others('2026-01-30T02:00:00.000Z'), NextToken: 'more' } };
      },
    });
    expect(looks).toBe(1);
    expect(played.starts).toMatchObject({ finally: [2] });
  });
});

describe('what the rest of a stopped run tells', () => {
  const stop = { failurePolicy: 'stop', onFailure: job('on-failure') } as const;
  const ended = (JobRunState: string, StartedOn: string) => ({ JobRunState, StartedOn, Arguments: { '--MILLRACE_RUN': '20260131t020000-abcdef', '--MILLRACE_STEP': 'b' } });

  test('does not make good what went wrong: a crawl whose start was refused has failed, though no crawl of it is found', async () => {
    const played = await play(pipelineOf([crawl('c'), job('z')], stop), minutes({ z: 9 }), {
      calls: ({ resource, state }) => {
        if (resource.endsWith(':startCrawler')) return { error: 'Glue.AccessDeniedException', cause: 'not allowed' };
        if (resource.endsWith(':getObject')) return { output: { Body: '{"at": 1769824800000}' } };
        return { output: state === 'z at the stop' ? { JobRuns: [] } : { Crawls: [] } };
      },
    });
    expect(played).toMatchObject({ status: 'FAILED', error: 'Millrace.RunFailed', cause: 'The run failed: c failed.' });
    expect(played.starts).toHaveProperty('on-failure');
    expect(played.args['on-failure']).toMatchObject({ '--MILLRACE_FAILED_STEPS': 'c' });
  });

  test.each([['2026-01-31T01:59:00.000Z', 'a'], ['2026-01-31T02:00:00.000Z', 'a,b']])('is of this continuation alone: a job run of %s', async (at, told) => {
    const played = await play(pipelineOf([job('a'), job('b', { after: [{ step: 'slow', on: 'finished' }] }), job('slow', { optional: true })], stop), minutes({ a: 2, slow: 9 }, { a: 'FAILED' }), {
      input: { run: { id: '20260131t020000-abcdef' }, continuation: 2, keep: {} },
      calls: ({ state }) => ({ output: { JobRuns: state === 'b at the stop' ? [ended('FAILED', at)] : [] } }),
    });
    expect(played.args['on-failure']).toMatchObject({ '--MILLRACE_FAILED_STEPS': told });
  });

  test('is looked at run by run where the arguments of many are too much for the data of a state, and given up where those of one are', async () => {
    const asked: unknown[] = [];
    const tooLarge = async (most: number): Promise<string | null> => (await play(pipelineOf([job('a'), job('b')], stop), minutes({ a: 2, b: 9 }, { a: 'FAILED' }), {
      calls: ({ state, arguments: args }) => {
        if (state !== 'b at the stop') return { output: { JobRuns: [] } };
        const { MaxResults = 0 } = args as { readonly MaxResults?: number };
        asked.push(MaxResults);
        return MaxResults > most ? { error: 'States.DataLimitExceeded' } : { output: { JobRuns: [{ ...ended('STOPPED', '2026-01-31T02:00:00.000Z'), Arguments: { '--MILLRACE_RUN': '20260131t020000-abcdef-1', '--MILLRACE_STEP': 'b' } }] } };
      },
    })).cause ?? null;
    expect([await tooLarge(1), asked.splice(0)]).toEqual(['The run failed: a failed, b stopped.', [20, 1]]);
    expect([await tooLarge(0), asked]).toEqual(['The run failed: a failed.', [20, 1]]);
  });

  test('waits for S3 where that is busy: a crawl goes on otherwise', async () => {
    const stopped: string[] = [];
    let busy = 2;
    await play(pipelineOf([crawl('c'), job('z')], stop), minutes({ z: 1 }, { z: 'FAILED' }), {
      calls: ({ resource, state, now }) => {
        if (resource.endsWith(':getObject')) return busy-- > 0 ? { error: 'S3.S3Exception', cause: 'Please reduce your request rate. (Status Code: 503)' } : { output: { Body: '{"at": 1769824800000}' } };
        if (resource.endsWith(':stopCrawler')) stopped.push(state);
        const State = stopped.includes('c stop now') ? 'STOPPED' : 'RUNNING';
        return { output: state === 'z at the stop' ? { JobRuns: [] } : { Crawls: [{ CrawlId: 'c-1', State, StartTime: '2026-01-31T02:00:00.000Z', ...(State === 'STOPPED' ? { EndTime: new Date(now).toISOString() } : {}) }] } };
      },
    });
    expect(stopped).toEqual(['c stop now']);
  });
});

describe('handlers', () => {
  const steps = [job('a')];
  const both = { onFailure: job('on-failure'), finally: job('finally') };

  test('onFailure and then finally follow a failed run', async () => {
    const run = await play(pipelineOf(steps, both), minutes({ a: 2, 'on-failure': 3 }, { a: 'FAILED' }));
    expect(run).toMatchObject({ status: 'FAILED', starts: { 'on-failure': [2], finally: [5] } });
  });

  test('a good run meets finally alone, and is told so', async () => {
    const run = await play(pipelineOf(steps, both), minutes({ a: 2 }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { a: [0], finally: [2] } });
    expect(run.args['finally']).toMatchObject({ '--MILLRACE_OUTCOME': 'succeeded', '--MILLRACE_FAILED_STEPS': '' });
  });

  test('a handler that goes wrong fails the run', async () => {
    const run = await play(pipelineOf(steps, { finally: job('finally', retried(1)) }), minutes({}, { finally: 'FAILED' }));
    expect(run).toMatchObject({ status: 'FAILED', starts: { finally: [1, 2] }, cause: 'The run failed: finally failed.' });
  });
});

describe('resume', () => {
  test('kept steps count as succeeded and start nothing', async () => {
    const steps = [job('a'), job('b', { after: ['a'] }), job('side-job')];
    const run = await play(pipelineOf(steps), minutes({}), { input: { run: { id: 'r-1', date: '2026-01-30' }, continuation: 2, keep: { a: true, 'side-job': true } } });
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { b: [0] }, outcomes: { a: 'succeeded', b: 'succeeded', 'side-job': 'succeeded' } });
  });
});

describe('crawlers', () => {
  const START = Date.UTC(2026, 0, 31, 2);
  /** A crawler that is busy until `free`, and whose crawls take `minutes`. */
  const crawler = (o: { readonly free?: number; readonly minutes: number; readonly status?: string }) => {
    const starts: number[] = [];
    const markers: string[] = [];
    let begun = -1;
    let end = START + (o.free ?? 0) * 60_000;
    let status = 'COMPLETED';
    const calls = ({ resource, arguments: args, now }: { resource: string; arguments: unknown; now: number }) => {
      if (resource.endsWith(':putObject')) {
        markers.push(JSON.stringify(args));
        return { output: {} };
      }
      if (resource.endsWith(':startCrawler')) {
        if (now < end) return { error: 'Glue.CrawlerRunningException', cause: 'busy' };
        [begun, end, status] = [now, now + o.minutes * 60_000, o.status ?? 'COMPLETED'];
        starts.push((now - START) / 60_000);
        return { output: {} };
      }
      if (resource.endsWith(':stopCrawler')) {
        [end, status] = [now + 60_000, 'STOPPED'];
        return { output: {} };
      }
      const iso = (at: number) => new Date(at).toISOString();
      const crawl = { CrawlId: `crawl ${starts.length}`, StartTime: iso(begun), ...(now < end ? { State: 'RUNNING' } : { State: status, EndTime: iso(end) }) };
      return { output: { Crawls: begun >= 0 ? [crawl] : [] } };
    };
    return { calls, starts, markers };
  };

  test('a crawl is waited for', async () => {
    const { calls, starts, markers } = crawler({ minutes: 4 });
    const run = await play(pipelineOf([job('a'), crawl('cat', { after: ['a'] }), job('b', { after: ['cat'] })]), minutes({}), { calls });
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { a: [0], b: [5] } });
    expect(starts).toEqual([1]);
    expect(markers[0]).toContain('orders/20260131t020000-abcdef-1/crawls/cat/0001-1.json');
  });

  test('a live crawl of someone else is waited for, then a new one is started', async () => {
    const { calls, starts } = crawler({ free: 2, minutes: 1 });
    const run = await play(pipelineOf([crawl('cat'), job('b', { after: ['cat'] })]), minutes({}), { calls });
    expect(starts).toEqual([2]);
    expect(run.starts).toEqual({ b: [3] });
  });

  test.each([['FAILED', 'failed'], ['STOPPED', 'stopped']])('a crawl that ends %s is %s', async (status, outcome) => {
    const { calls } = crawler({ minutes: 1, status });
    expect((await play(pipelineOf([crawl('cat', { optional: true })]), minutes({}), { calls })).outcomes).toEqual({ cat: outcome });
  });

  test('after its timeout a crawl is stopped and has timed out; a retry starts another', async () => {
    const { calls, starts, markers } = crawler({ minutes: 50 });
    const step = crawl('cat', { optional: true, timeoutSeconds: 300, ...retried(1, ['timedOut']) });
    const run = await play(pipelineOf([step]), minutes({}), { calls });
    expect(run.outcomes).toEqual({ cat: 'timedOut' });
    expect(starts).toEqual([0, 6]);
    expect(markers[1]).toContain('0001-2.json');
  });
});
