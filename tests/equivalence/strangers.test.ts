import type { AttemptScript, Ended, Pipeline, RunSnapshot, Script } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline } from '@millrace/testkit';
import { nativeName } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { isSession, openSession } from './session.ts';
import { site } from './site.ts';

const id = '20260105t100000-abcdef';
const second = 1000;
const lasts = (outcome: Ended, seconds: number): AttemptScript => ({ outcome, ms: seconds * second, onStop: { outcome: 'stopped', ms: 0 } });

/**
 * A state machine and someone else who start the same crawler. `crawls` tells how the crawls go, in the order of their starts, whoever
 * starts them; `strangers` when someone else starts one, in seconds from the start of the run, or before it.
 */
async function together(pipeline: Pipeline, told: { readonly crawls: readonly AttemptScript[]; readonly strangers: readonly number[]; readonly others?: Readonly<Record<string, AttemptScript>> }) {
  const script: Script = (step, attempt) => (step === 'cat' ? told.crawls[attempt - 1] : told.others?.[step]) ?? lasts('succeeded', 60);
  const session = await openSession(sfnTarget, pipeline, script, {}, {});
  if (!isSession(session)) throw new Error(session.join('\n'));
  const { host } = session.world;
  const step = pipeline.steps.find(({ name }) => name === 'cat');
  if (step === undefined) throw new Error("the pipeline has no step 'cat'");
  const crawler = nativeName(site, pipeline, step);
  const runner = session.world.connect('sfn').runner({ pipeline, site });
  const early = told.strangers.filter((at) => at < 0).length;
  for (let n = 0; n < early; n++) await host.call('glue', 'StartCrawler', { Name: crawler });
  const epoch = host.now() - (early > 0 ? (told.strangers[0] ?? 0) * second : 0);
  if (early > 0) await host.run(epoch);
  await runner.start({ id, date: '2026-01-05', params: {} });
  for (const at of told.strangers.slice(early)) {
    await host.run(epoch + at * second);
    await host.call('glue', 'StartCrawler', { Name: crawler });
  }
  await host.run(null);
  // The shape that the service answers with.
  const { Crawls } = await host.call('glue', 'ListCrawls', { CrawlerName: crawler }) as unknown as { readonly Crawls: readonly { readonly State: string; readonly StartTime: number }[] };
  const crawls = Crawls.toReversed().map(({ State, StartTime }) => `${State} from ${StartTime - epoch / second} s`);
  return { crawls, run: await runner.describe(id) };
}

const statesOf = ({ steps }: RunSnapshot): unknown => Object.fromEntries(Object.entries(steps).map(([name, { state }]) => [name, state]));
const minutes = (n: number): number => n * 60;

describe('a crawler that others start too', () => {
  test('a crawl of ours that failed stays failed, though one that someone started after it succeeds', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true }, next: { after: ['cat'] } });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('failed', 40), lasts('succeeded', 10)], strangers: [45] });
    expect(crawls).toEqual(['FAILED from 0 s', 'COMPLETED from 45 s']);
    expect(run.state).toBe('failed');
    expect(statesOf(run)).toEqual({ cat: 'failed', next: 'skipped' });
  });

  test('a crawl that someone started after ours is not stopped at our timeout', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true, timeoutSeconds: minutes(10) }, next: { after: ['cat'] } });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('succeeded', 595), lasts('succeeded', 300)], strangers: [597] });
    expect(crawls).toEqual(['COMPLETED from 0 s', 'COMPLETED from 597 s']);
    expect(statesOf(run)).toEqual({ cat: 'succeeded', next: 'succeeded' });
  });

  test('ours is stopped at its timeout, and the one that someone starts then goes on', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true, timeoutSeconds: minutes(10) }, repair: { after: ['cat failed'] } });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('timedOut', 0), lasts('succeeded', 300)], strangers: [603] });
    expect(crawls).toEqual(['STOPPED from 0 s', 'COMPLETED from 603 s']);
    expect(statesOf(run)).toEqual({ cat: 'timedOut', repair: 'succeeded' });
  });

  test('a crawl that ended by itself after the timeout has timed out, for the machine as for who looks at the run', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true, timeoutSeconds: 100 }, repair: { after: ['cat failed'] } });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('succeeded', 110)], strangers: [] });
    expect(crawls).toEqual(['COMPLETED from 0 s']);
    expect(statesOf(run)).toEqual({ cat: 'timedOut', repair: 'succeeded' });
  });

  test('a crawl that was live before is waited for, whatever becomes of it, and then ours starts', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true }, next: { after: ['cat'] } });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('failed', 120), lasts('succeeded', 60)], strangers: [-50] });
    expect(crawls).toEqual(['FAILED from -50 s', 'COMPLETED from 90 s']);
    expect(statesOf(run)).toEqual({ cat: 'succeeded', next: 'succeeded' });
    expect(run.steps['cat']?.attempts).toHaveLength(1);
  });

  test('an early stop leaves the crawl that someone started after ours', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true }, bad: {} }, { failurePolicy: 'stop' });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('succeeded', 40), lasts('succeeded', 300)], strangers: [45], others: { bad: lasts('failed', 50) } });
    expect(crawls).toEqual(['COMPLETED from 0 s', 'COMPLETED from 45 s']);
    expect(statesOf(run)).toEqual({ cat: 'succeeded', bad: 'failed' });
  });

  test('an early stop ends the crawl that is ours', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true }, bad: {} }, { failurePolicy: 'stop' });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('succeeded', 400)], strangers: [], others: { bad: lasts('failed', 50) } });
    expect(crawls).toEqual(['STOPPED from 0 s']);
    expect(statesOf(run)).toEqual({ cat: 'stopped', bad: 'failed' });
  });

  test('a second attempt in the second of the first is another crawl', async () => {
    const pipeline = plainPipeline('shared', { cat: { crawler: true, retry: { attempts: 1, delaySeconds: 0 } }, next: { after: ['cat'] } });
    const { crawls, run } = await together(pipeline, { crawls: [lasts('failed', 0), lasts('succeeded', 50), lasts('failed', 5)], strangers: [52] });
    expect(crawls).toEqual(['FAILED from 0 s', 'COMPLETED from 0 s', 'FAILED from 52 s']);
    expect(statesOf(run)).toEqual({ cat: 'succeeded', next: 'succeeded' });
  });
});
