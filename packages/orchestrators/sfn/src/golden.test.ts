import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pipeline } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { called, crawl, job, pipelineOf, site, sourcesOf } from './test/pipelines.ts';

/** Whole definitions, to be read by a person when they change. `GOLDEN=write` writes them anew. */
const cases: Readonly<Record<string, Pipeline>> = {
  chain: pipelineOf([job('clean', { args: { DAY: { param: 'day' }, MODE: 'full' } }), job('load', { after: ['clean'] }), job('report', { after: ['load'] })], {
    params: { day: { type: 'date', description: 'Day to load', default: { run: 'date' }, values: [] } },
  }),
  diamond: pipelineOf([job('a'), job('b', { after: ['a'] }), job('c', { after: ['a'] }), job('d', { after: ['b', { step: 'c', on: 'finished' }] })]),
  'n-shape': pipelineOf([job('a'), job('b'), job('c', { after: ['a'] }), job('d', { after: ['a', 'b'] })]),
  any: pipelineOf([job('a'), job('b'), job('c', { join: 'any', after: ['a', { step: 'b', on: 'failed' }] })]),
  retry: pipelineOf([job('a', { retry: { attempts: 2, on: ['failed', 'timedOut'], delaySeconds: 60 } })]),
  crawler: pipelineOf([job('load'), crawl('catalog', { after: ['load'], retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } })]),
  'stop-policy': pipelineOf([job('a'), job('b'), crawl('catalog'), job('c', { after: ['a', 'b', 'catalog'] })], { failurePolicy: 'stop' }),
  plain: pipelineOf([job('a'), job('b', { after: ['a'] }), job('c', { after: ['a'] }), job('d', { after: ['b', 'c'] })], { failurePolicy: 'stop' }),
  calls: pipelineOf([
    called('scale', 'ssm', { document: 'Scale', parameters: { Nodes: { param: 'nodes' } } }), called('pause', 'wait', { seconds: 60 }, { after: ['scale'] }),
    called('notify', 'lambda', { use: 'notify', payload: { NODES: { param: 'nodes' } } }, { after: ['pause'], retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } }),
  ], { params: { nodes: { type: 'integer', description: '', default: 3, values: [] } }, onFailure: called('alert', 'sns', { topic: 'alerts' }) }),
  stream: pipelineOf([{ ...job('follow'), kind: 'glueJob', timeoutSeconds: null, with: { type: 'streaming', script: './jobs/follow.py', args: {}, waitFor: 'started' } }]),
  schedule: pipelineOf([job('load', { args: { DAY: { run: 'date' } } })], { timezone: 'Europe/Madrid', starts: [{ schedule: '0 2 * * ? *', params: {} }] }),
  'overlap-skip': pipelineOf([job('load')], { overlap: 'skip' }),
  'overlap-queue': pipelineOf([job('load')], { overlap: 'queue' }),
  handlers: pipelineOf([job('a'), job('b', { optional: true })], { failurePolicy: 'stop', onFailure: job('on-failure'), finally: job('finally') }),
};

describe('compiled definitions', () => {
  test.each(Object.entries(cases))('%s', (name, pipeline) => {
    const { resources, delays } = compile(pipeline, site, sourcesOf(pipeline));
    const text = `${JSON.stringify({ delays, definition: resources.find(({ id }) => id === 'stateMachine')?.props['Definition'] }, null, 2)}\n`;
    const file = fileURLToPath(new URL(`./golden/${name}.json`, import.meta.url));
    if (process.env['GOLDEN'] === 'write') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('are the same bytes each time', () => {
    const once = () => JSON.stringify(Object.values(cases).map((pipeline) => compile(pipeline, site, sourcesOf(pipeline))));
    expect(once()).toBe(once());
  });
});
