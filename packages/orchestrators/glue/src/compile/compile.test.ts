import type { Compiled, Pipeline, Resource, Site } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { crawl, existing, failed, finished, job, message, pause, pipeline, retrying, site, sourcesOf } from '../test/pipelines.ts';
import { compile } from './index.ts';

const compiled = (from: Pipeline, where: Site = site): Compiled => compile(from, where, sourcesOf(from));
const triggers = ({ resources }: Compiled): readonly Resource[] => resources.filter(({ type }) => type === 'AWS::Glue::Trigger');
/** Workflow and triggers: what this package alone decides. */
const golden = (result: Compiled): string => `${JSON.stringify(result.resources.filter(({ type }) => type === 'AWS::Glue::Workflow' || type === 'AWS::Glue::Trigger'), null, 2)}\n`;
const errors = ({ problems }: Compiled): readonly string[] => problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);

const gated = (result: Compiled): string => JSON.stringify(result.helpers.map(({ name, kind, step, because }) => ({ name, kind, step, because })), null, 2);

const examples: Readonly<Record<string, Pipeline>> = {
  chain: pipeline([job('clean', [], { retry: retrying(2) }), job('load', ['clean']), crawl('catalog', ['load'])]),
  diamond: pipeline([job('read'), job('left', ['read']), job('right', ['read']), job('join', ['right', 'left'])]),
  words: pipeline([job('a'), crawl('b'), job('report', [failed('a'), finished('b')])]),
  shared: pipeline([job('a'), job('b'), job('x', ['a', 'b']), job('y', ['b', 'a']), crawl('c1', ['a', 'b']), crawl('c2', ['a', 'b']), crawl('c3', ['a', 'b'])]),
  'many-roots': pipeline([crawl('c1'), crawl('c2'), crawl('c3'), job('j1'), crawl('c4'), crawl('c5')]),
  any: pipeline([job('read'), job('a', ['read']), job('b', ['read']), job('report', ['a', 'b'], { join: 'any' }), job('audit', ['b', 'a'], { join: 'any' })]),
  product: pipeline([job('a'), job('b'), job('c', [finished('a'), finished('b'), failed('d')]), job('d')]),
  watched: pipeline([job('a', [], { retry: retrying(1) }), job('repair', [failed('a')])]),
  bridges: pipeline([job('a', [], { retry: { ...retrying(2), delaySeconds: 60 } }), crawl('catalog', ['a'], { timeoutSeconds: 900, retry: retrying(1) }), existing('old', 'nightly', ['a'], { with: { use: 'nightly', args: { DAY: { run: 'date' } } } }), pause('nap', 300, ['a'])]),
  handlers: pipeline([job('a'), job('b')], { onFailure: message('on-failure'), finally: job('finally'), failurePolicy: 'stop' }),
  'stop-policy': pipeline([job('a'), job('b'), job('c', ['a', 'b'])], { failurePolicy: 'stop' }),
  queue: pipeline([job('a'), crawl('b')], { overlap: 'queue' }),
  scheduled: pipeline([job('a')], { starts: [{ schedule: '0 2 * * ? *', params: {} }] }),
  'from-s3': pipeline([job('a')], { starts: [{ s3: 's3://acme-raw/orders/' }], overlap: 'skip' }),
  existing: pipeline([existing('a', 'nightly', [], { with: { use: 'nightly', args: { MODE: 'full', DAYS: [1, 2] } }, timeoutSeconds: 600 }), job('b', ['a'])], {
    params: { mode: { type: 'string', description: '', default: 'full', values: [] }, day: { type: 'date', description: '', default: { run: 'date' }, values: [] }, size: { type: 'integer', description: '', default: 3, values: [] } },
  }),
};

describe('a pipeline becomes a workflow', () => {
  it.each(Object.keys(examples))('as written down: %s', async (name) => {
    const example = examples[name];
    if (example === undefined) throw new Error(name);
    const result = compiled(example, { ...site, params: name === 'existing' ? { size: 7 } : {} });
    expect(errors(result)).toEqual([]);
    await expect(`${golden(result)}${gated(result)}\n`).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

  it('in the same bytes each time', () => {
    for (const example of Object.values(examples)) expect(JSON.stringify(compiled(example))).toBe(JSON.stringify(compiled(structuredClone(example))));
  });

  it('with every defined job behind the bootstrap, its retries its own', () => {
    const clean = compiled(examples['chain'] ?? pipeline([])).resources.find(({ id }) => id === 'job.clean');
    expect(clean?.props).toMatchObject({ MaxRetries: 2, Timeout: 120, Command: { ScriptLocation: expect.stringContaining('/bootstrap.py') } });
  });

  it('whose resources come after what they need', () => {
    for (const example of Object.values(examples)) {
      const { resources } = compiled(example);
      const ids = new Set(resources.map(({ id }) => id));
      expect(ids.size).toBe(resources.length);
      for (const { after } of resources) for (const id of after) expect(ids).toContain(id);
    }
  });

  it('and tells which node each step is', () => {
    expect(compiled(pipeline([job('a'), existing('b', 'nightly', ['a'])])).nodes).toEqual({ a: ['dev-orders-a'], b: ['nightly'] });
  });

  it('of 5,000 steps without a limit in sight, when limits are only reported', () => {
    const steps = Array.from({ length: 5000 }, (_, index) => job(`s${index}`, index === 0 ? [] : index % 3 === 0 ? [`s${index - 1}`, `s${index - 2}`] : [`s${index - 1}`]));
    const result = compile(pipeline(steps), site, sourcesOf(pipeline(steps)), { limits: 'report' });
    expect(triggers(result)).toHaveLength(5000);
    expect(result.problems.map(({ code }) => code)).toEqual(['MR4105']);
  });
});

describe('first steps that one trigger cannot start', () => {
  it('start behind an opener, without a delay', () => {
    const result = compiled(pipeline(Array.from({ length: 51 }, (_, index) => job(`j${index}`))));
    expect(result.delays).toEqual([]);
    expect(result.helpers.map(({ kind, name }) => [kind, name])).toEqual([['opener', 'dev-orders--opener']]);
    expect(triggers(result).map(({ name }) => name)).toEqual(['dev-orders--start', 'dev-orders--j0-1', 'dev-orders--j50-1']);
  });
});

describe('helper jobs', () => {
  it('are none where triggers are enough', () => {
    for (const name of ['chain', 'diamond', 'scheduled']) expect(compiled(examples[name] ?? pipeline([])).helpers, name).toEqual([]);
  });
  it('are of the smallest size, never repeated, and bounded by what they may wait for', () => {
    const bridge = compiled(examples['bridges'] ?? pipeline([])).resources.find(({ name }) => name === 'dev-orders--catalog-bridge');
    expect(bridge?.props).toMatchObject({ MaxCapacity: 0.0625, MaxRetries: 0, Timeout: 2 * 15 + 60, Role: site.roles.helper });
  });
  it('stand for a closer only where two steps can run at once', () => {
    const line = pipeline([job('a'), job('b', ['a']), crawl('c', ['b'])], { failurePolicy: 'stop' });
    expect(compiled(line).helpers).toEqual([]);
    expect(compiled(examples['stop-policy'] ?? line).helpers.map(({ kind }) => kind)).toEqual(['closer']);
  });
});

describe('limits', () => {
  const many = (count: number): Pipeline => pipeline([...Array.from({ length: count }, (_, index) => job(`j${index}`)), job('end', Array.from({ length: count }, (_, index) => `j${index}`))]);
  it('of conditions are kept by a gate', () => {
    expect(compiled(many(501)).helpers.map(({ kind }) => kind)).toContain('gate');
    expect(compiled(many(500)).helpers.map(({ kind }) => kind)).not.toContain('gate');
  });
  const named = (prefix: number, ...steps: Parameters<typeof pipeline>[0]): unknown[] => {
    const { problems, resources } = compiled(pipeline(steps), { ...site, prefix: 'p'.repeat(prefix) });
    return [resources.length > 0, ...problems.filter(({ code }) => code === 'MR4023').map(({ pointer }) => pointer)];
  };
  it('refuse names that Glue refuses, once: at the pipeline where its own name is too long, else at each step', () => {
    expect(named(250, job('a'), job('b', ['a']))).toEqual([false, '/name']);
    expect(named(238, job('abcdefghij'), job('klmnopqrst', [{ step: 'abcdefghij', on: 'finished' }]))).toEqual([false, '/steps/0/name', '/steps/1/name']);
    expect(named(10, existing('a', 'x'.repeat(256)))).toEqual([false, '/steps/0/with/use']);
  });
  it('are not those of the service alone: values of the environment must fit their parameters', () => {
    expect(errors(compiled(pipeline([job('a')]), { ...site, params: { dya: '2026-01-31' } }))).toEqual(['MR2010']);
  });
  it('do not know those of another target: a name that is too long for a state machine alone is none here', () => {
    expect(named(100, job('a'))).toEqual([true]);
  });
});
