import type { Pipeline, Script } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, plainStep, sourcesOf } from '@millrace/testkit';
import { expect, test } from 'vitest';
import { site } from './equivalence/site.ts';
import { BEGINNING, deploy, makeWorld } from './equivalence/world.ts';

const MINUTE = 60_000;
const RUN = { id: '20260105t100000-abcdef', date: '2026-01-05', params: {} };
const good: Script = () => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });

/** A run on the embedded AWS after something that was deployed has been deleted. */
async function bench(pipeline: Pipeline, gone: (call: (operation: string, name: string) => Promise<unknown>) => Promise<unknown>) {
  const world = makeWorld(pipeline, good, {});
  await deploy(world, pipeline, sfnTarget.compile(pipeline, site, sourcesOf(pipeline)));
  await gone((operation, name) => world.host.call('glue', operation, operation === 'DeleteJob' ? { JobName: name } : { Name: name }));
  const runner = world.connect('sfn').runner({ pipeline, site });
  await runner.start(RUN);
  await world.run(BEGINNING + 60 * MINUTE);
  return runner;
}

test.each(['continue', 'stop'] as const)('a job or crawler that someone has deleted is a failed step with the reason (policy: %s)', async (failurePolicy) => {
  const job = plainPipeline('gone', { first: {}, load: { after: ['first'] }, next: { after: ['load'] } }, { failurePolicy });
  expect(await (await bench(job, (call) => call('DeleteJob', 'eq-gone-load'))).describe(RUN.id)).toMatchObject({
    state: 'failed', steps: { first: { state: 'succeeded' }, load: { state: 'failed', attempts: [], message: expect.stringMatching(/^Glue\.EntityNotFoundException: /) }, next: { state: 'skipped' } },
  });
  const crawl = plainPipeline('gone', { look: { crawler: true }, next: { after: ['look failed'] } }, { failurePolicy });
  expect(await (await bench(crawl, (call) => call('DeleteCrawler', 'eq-gone-look'))).describe(RUN.id)).toMatchObject({
    state: 'failed', steps: { look: { state: 'failed', attempts: [], message: expect.stringMatching(/^Glue\.EntityNotFoundException: /) }, next: { state: failurePolicy === 'stop' ? 'skipped' : 'succeeded' } },
  });
});

test('a resume takes such a step up once its job is there again', async () => {
  const pipeline = plainPipeline('gone', { first: {}, load: { after: ['first'], retry: { attempts: 1 } } });
  const runner = await bench({ ...pipeline, steps: [...pipeline.steps, plainStep('beside')] }, (call) => call('DeleteJob', 'eq-gone-load'));
  const plan = await runner.plan(RUN.id);
  expect(plan).toMatchObject({ keep: ['first', 'beside'], again: ['load'] });
});
