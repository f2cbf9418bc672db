import type { Compiled, Pipeline, Resource, Site } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { crawl, existing, failed, finished, job, pipeline, retrying, site, sourcesOf } from '../test/pipelines.ts';
import { compile } from './index.ts';

const compiled = (from: Pipeline, where: Site = site): Compiled => compile(from, where, sourcesOf(from));
const triggers = ({ resources }: Compiled): readonly Resource[] => resources.filter(({ type }) => type === 'AWS::Glue::Trigger');
/** Workflow and triggers: what this package alone decides. */
const golden = (result: Compiled): string => `${JSON.stringify(result.resources.filter(({ type }) => type === 'AWS::Glue::Workflow' || type === 'AWS::Glue::Trigger'), null, 2)}\n`;
const errors = ({ problems }: Compiled): readonly string[] => problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);

const examples: Readonly<Record<string, Pipeline>> = {
  chain: pipeline([job('clean', [], { retry: retrying(2) }), job('load', ['clean']), crawl('catalog', ['load'])]),
  diamond: pipeline([job('read'), job('left', ['read']), job('right', ['read']), job('join', ['right', 'left'])]),
  words: pipeline([job('a'), crawl('b'), job('report', [failed('a'), finished('b')])]),
  shared: pipeline([job('a'), job('b'), job('x', ['a', 'b']), job('y', ['b', 'a']), crawl('c1', ['a', 'b']), crawl('c2', ['a', 'b']), crawl('c3', ['a', 'b'])]),
  'many-roots': pipeline([crawl('c1'), crawl('c2'), crawl('c3'), job('j1'), crawl('c4'), crawl('c5')]),
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
    await expect(golden(result)).toMatchFileSnapshot(`../golden/${name}.json`);
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
    const steps = Array.from({ length: 5000 }, (_, index) => crawl(`s${index}`, index === 0 ? [] : index % 3 === 0 ? [`s${index - 1}`, `s${index - 2}`] : [`s${index - 1}`]));
    const result = compile(pipeline(steps), site, sourcesOf(pipeline(steps)), { limits: 'report' });
    expect(triggers(result)).toHaveLength(5000);
    expect(result.problems.map(({ code }) => code).filter((code) => code !== 'MR4101' && code !== 'MR4104')).toEqual(['MR4105']);
  });
});

describe('first steps that one trigger cannot start', () => {
  it('start after an earlier one has ended in any way, and are printed', () => {
    const result = compiled(examples['many-roots'] ?? pipeline([]));
    expect(result.delays.map(({ step, until }) => `${step} after ${until}`)).toEqual(['c3 after c1', 'c4 after c1', 'c5 after c2']);
    expect(result.used.map(({ id }) => id)).toContain('start.manyRoots');
  });

  it('the 51st job too', () => {
    const result = compiled(pipeline(Array.from({ length: 51 }, (_, index) => job(`j${index}`))));
    expect(result.delays).toEqual([{ step: 'j50', until: 'j0', because: expect.stringContaining('50 jobs') }]);
    expect(triggers(result)).toHaveLength(5);
  });

  it('never wait for a step that retries', () => {
    const steps = [crawl('c1'), crawl('c2'), ...Array.from({ length: 51 }, (_, index) => job(`j${index}`, [], { retry: retrying(1) }))];
    expect(compiled(pipeline(steps)).delays.map(({ until }) => until)).toEqual(['c1']);
    expect(errors(compiled(pipeline(steps.slice(2))))).toEqual(['MR4009']);
  });
});

describe('limits', () => {
  const many = (count: number): Pipeline => pipeline([...Array.from({ length: count }, (_, index) => crawl(`j${index}`)), job('end', Array.from({ length: count }, (_, index) => `j${index}`))]);
  it('refuse more than 500 conditions', () => {
    expect(errors(compiled(many(501)))).toEqual(['MR4022']);
    expect(errors(compiled(many(500)))).toEqual([]);
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
