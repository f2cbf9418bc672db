import type { Dependency, Pipeline, Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { capabilities, rows, type Feature } from './capabilities.ts';
import { glueCatalogue } from './catalogue.ts';
import { compile } from './compile/index.ts';
import { crawl, existing, failed, finished, job, pipeline, retrying, site, sourcesOf } from './test/pipelines.ts';

/** One pipeline for each feature of the model. A feature without an entry here is a type error; so is one without a row. */
type OfRuns = Extract<Feature, `run.${string}`>;
const other = (kind: 'lambda' | 'sns' | 'ssm' | 'wait'): Step => {
  const { kind: _kind, with: _with, ...base } = job('a');
  if (kind === 'lambda') return { ...base, kind, with: { use: 'f' } };
  if (kind === 'sns') return { ...base, kind, with: { topic: 't' } };
  return kind === 'ssm' ? { ...base, kind, with: { document: 'd' } } : { ...base, kind, with: { seconds: 60 } };
};
const retry = (more: Partial<Step['retry']>): Pipeline => pipeline([job('a', [], { retry: { ...retrying(1), ...more } })]);
const declared: Pipeline['params'] = { p: { type: 'string', description: '', default: 'x', values: [] } };
const args = (value: Parameters<typeof job>[2], use: string | null = null): Pipeline => pipeline([use === null ? job('a', [], value) : existing('a', use, [], value)], { params: declared });
const script = (value: NonNullable<ReturnType<typeof job>['with']['args'][string]>): Pipeline => args({ with: { type: 'pythonshell', script: './jobs/a.py', args: { X: value } } });
const handler = job('h');
const seventeen: Dependency[] = [finished('a'), finished('b'), failed('c')];

const stories: Readonly<Record<Exclude<Feature, OfRuns>, Pipeline>> = {
  'kind.glueJob': pipeline([job('a')]),
  'kind.crawler': pipeline([crawl('a')]),
  'kind.lambda': pipeline([other('lambda')]),
  'kind.sns': pipeline([other('sns')]),
  'kind.ssm': pipeline([other('ssm')]),
  'kind.wait': pipeline([other('wait')]),
  'glueJob.pythonshell': pipeline([job('a')]),
  'glueJob.etl': pipeline([job('a', [], { with: { type: 'etl', script: './jobs/a.py', args: {} } })]),
  'glueJob.scala': pipeline([job('a', [], { with: { type: 'scala', script: './jobs/a.scala', args: {} } })]),
  'glueJob.streaming': pipeline([job('a', [], { with: { type: 'streaming', script: './jobs/a.py', args: {}, waitFor: 'started' } })]),
  'glueJob.existing': pipeline([existing('a', 'nightly')]),
  'crawler.defined': pipeline([crawl('a')]),
  'crawler.existing': pipeline([crawl('a', [], { with: { use: 'nightly' } })]),
  'crawler.busy': pipeline([crawl('a')]),
  'word.succeeded': pipeline([job('a'), job('b', ['a'])]),
  'word.failed': pipeline([job('a'), job('b', [failed('a')])]),
  'word.finished': pipeline([job('a'), job('b', [finished('a')])]),
  'join.all': pipeline([job('a'), job('b', ['a'])]),
  'join.any': pipeline([job('a'), job('b'), job('c', ['a', 'b'], { join: 'any' })]),
  'join.product': pipeline([job('a'), job('b'), job('c'), job('d', seventeen)]),
  optional: pipeline([job('a', [], { optional: true })]),
  outputs: pipeline([job('a', [], { outputs: { rows: 'integer' } })]),
  prerequisites: pipeline([job('a')], { prerequisites: [{ kind: 'database', name: 'sales' }] }),
  params: script({ param: 'p' }),
  timezone: pipeline([job('a')], { timezone: 'Europe/Madrid' }),
  'retry.failed': pipeline([other('lambda')].map((step) => ({ ...step, retry: retrying(1) }))),
  'retry.native': retry({}),
  'retry.timedOut': retry({ on: ['failed', 'timedOut'] }),
  'retry.delay': retry({ delaySeconds: 60 }),
  'retry.watched': pipeline([job('a', [], { retry: retrying(1) }), job('b', [failed('a')])]),
  'retry.crawler': pipeline([crawl('a', [], { retry: retrying(1) })]),
  'retry.existing': pipeline([existing('a', 'nightly', [], { retry: retrying(1) })]),
  'timeout.job': pipeline([job('a', [], { timeoutSeconds: 600 })]),
  'timeout.crawler': pipeline([crawl('a', [], { timeoutSeconds: 600 })]),
  'timeout.crawlerDefault': pipeline([crawl('a')]),
  'value.constant': script('x'),
  'value.constantExisting': pipeline([existing('a', 'nightly', [], { with: { use: 'nightly', args: { X: 1 } } })]),
  'value.list': script(['x', 1]),
  'value.listExisting': pipeline([existing('a', 'nightly', [], { with: { use: 'nightly', args: { X: ['x', 1] } } })]),
  'value.param': script({ param: 'p' }),
  'value.run': script({ run: 'date' }),
  'outputs.existing': pipeline([existing('a', 'nightly', [], { outputs: { rows: 'integer' } })]),
  'value.secretExisting': pipeline([existing('a', 'nightly', [], { with: { use: 'nightly', args: { X: { secret: 'db' } } } })]),
  'value.output': script({ output: ['z', 'rows'], or: 0 }),
  'value.secret': script({ secret: 'db' }),
  'value.existing': args({ with: { use: 'nightly', args: { X: { run: 'id' } } } }, 'nightly'),
  'start.onDemand': pipeline([job('a')]),
  'start.schedule': pipeline([job('a')], { starts: [{ schedule: '0 2 * * ? *', params: {} }] }),
  'start.s3': pipeline([job('a')], { starts: [{ s3: 's3://acme-raw/' }] }),
  'start.opener': pipeline([job('a'), job('b')], { params: declared }),
  'overlap.allow': pipeline([job('a')]),
  'overlap.existing': pipeline([existing('a', 'nightly')]),
  'overlap.skip': pipeline([job('a')], { overlap: 'skip' }),
  'overlap.queue': pipeline([job('a')], { overlap: 'queue' }),
  'failurePolicy.continue': pipeline([job('a')]),
  'failurePolicy.stop': pipeline([job('a')], { failurePolicy: 'stop' }),
  'handler.onFailure': pipeline([job('a')], { onFailure: handler }),
  'handler.finally': pipeline([job('a')], { finally: handler }),
  'kind.glueJobBridge': retry({ delaySeconds: 60 }),
  'kind.crawlerBridge': pipeline([crawl('a', [], { retry: retrying(1) })]),
  'crawler.waits': pipeline([crawl('a', [], { timeoutSeconds: 600 })]),
  'word.gate': pipeline([job('a', [], { retry: retrying(1) }), job('b', [failed('a')])]),
  'overlap.skipStarts': pipeline([job('a')], { overlap: 'skip', starts: [{ schedule: '0 2 * * ? *', params: {} }] }),
};

describe('the ledger', () => {
  // The keys of the table are the features, as its type says.
  it.each(Object.keys(stories) as (keyof typeof stories)[])('holds for %s', (feature) => {
    const story = stories[feature];
    const { used, problems, resources } = compile(story, site, new Map([...sourcesOf(story), ['./jobs/h.py', { text: '', sha256: 'cd'.repeat(32) }]]));
    const { support, code } = rows[feature];
    expect(used.find(({ id }) => id === feature)?.support).toBe(support);
    const told = problems.filter((problem) => problem.code === code);
    if (code === null) expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    else expect(told.map(({ severity }) => severity)).toContain(support === 'rejected' ? 'error' : 'warning');
    expect(resources.length > 0).toBe(support !== 'rejected');
  });

  it('points at what it tells of', () => {
    const shared = pipeline([job('b'), existing('a', 'nightly')]);
    const { problems } = compile(shared, site, sourcesOf(shared));
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toContain('MR4107 /steps/1/with');
  });

  it('says that a deploy leaves a live stream alone', () => {
    const { problems } = compile(stories['glueJob.streaming'], site, sourcesOf(stories['glueJob.streaming']));
    expect(problems.map(({ code, severity, pointer }) => `${severity} ${code} ${pointer}`)).toEqual(['info MR4111 /steps/0/with']);
  });

  it('takes `any` of one dependency for `all`', () => {
    const { problems } = compile(pipeline([job('a'), job('b', ['a'], { join: 'any' })]), site, sourcesOf(pipeline([job('a'), job('b')])));
    expect(problems).toEqual([]);
  });

  it('is told whole, each finding with an explanation and a fix', () => {
    expect(capabilities.map(({ id }) => id)).toEqual(Object.keys(rows));
    for (const { support, code, hint } of Object.values(rows)) {
      expect(code === null).toBe(support === 'exact' || support === 'emulated');
      if (code === null) continue;
      expect(hint).not.toBe('');
      expect(glueCatalogue[code]?.title ?? '').not.toBe('');
      expect(glueCatalogue[code]?.explanation ?? '').not.toBe('');
    }
  });
});
