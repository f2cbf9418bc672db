import fc from 'fast-check';
import { expect, test } from 'vitest';
import { load, parsePipeline, pipelineSchema, stableJson } from './index.ts';
import { readYaml } from './load/yaml.ts';

const good = {
  name: 'orders', timezone: 'UTC', failurePolicy: 'stop', overlap: 'skip',
  params: { day: { type: 'date', default: { run: 'date' } }, mode: { type: 'enum', values: ['a', 'b'] } },
  starts: [{ schedule: '0 2 * * ? *', params: { mode: 'a' } }, { s3: 's3://acme/in/' }],
  prerequisites: [{ kind: 'bucket', name: 'acme' }],
  steps: {
    clean: { kind: 'glueJob', script: 'a.py', args: { D: { param: 'day' }, L: ['x', 1] }, outputs: { n: 'integer' }, timeout: '30m', retry: { attempts: 1, on: ['failed'], delay: '1m' } },
    load: { kind: 'glueJob', job: 'x', args: { N: { output: 'clean.n', or: 0 } }, after: ['clean', { step: 'pause', on: 'finished' }], join: 'any' },
    pause: { kind: 'wait', for: '5m', optional: true },
    catalog: { kind: 'crawler', database: 'd', s3: ['s3://acme/'], after: 'load' },
  },
  finally: { kind: 'sns', topic: 't' },
};

/** Every path into a value. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, each]: [string, unknown]) => paths(each, [...path, key])) : [];
  return [path, ...inner];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((each: unknown, index) => (String(index) === key ? replaced(each, rest, by) : each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]: [string, unknown]) => [name, name === key ? replaced(each, rest, by) : each]));
}

function expectSound(json: unknown): void {
  const { pipeline, problems } = parsePipeline(json);
  expect(pipeline === null).toBe(problems.some(({ severity }) => severity === 'error'));
  // What comes out is normalised: the schema takes it, and reading it again gives it again.
  if (pipeline === null) return;
  expect(pipelineSchema.safeParse(pipeline).error).toBeUndefined();
  expect(stableJson(parsePipeline(pipeline).pipeline)).toBe(stableJson(pipeline));
}

test('the good pipeline is good', () => {
  expect(parsePipeline(good).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('any JSON is read without throwing', () => {
  fc.assert(fc.property(fc.jsonValue(), expectSound));
});

test('any part of a good pipeline may be anything', () => {
  fc.assert(fc.property(fc.constantFrom(...paths(good)), fc.oneof(fc.jsonValue(), fc.constantFrom(...paths(good).map((path) => path.at(-1) ?? ''))), (path, by) => { expectSound(replaced(good, path, by)); }), { numRuns: 1000 });
});

test('any part of a normalised pipeline may be anything', () => {
  const { pipeline } = parsePipeline(good);
  expect(pipeline).not.toBeNull();
  fc.assert(fc.property(fc.constantFrom(...paths(pipeline)), fc.jsonValue(), (path, by) => { expectSound(replaced(pipeline, path, by)); }), { numRuns: 200 });
});

test('any text is a YAML file that loads or has problems with a place', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('a', ': ', '- ', '\n', '  ', '{', '}', '[', ']', '&x ', '*x', '"', '|', '# ', '? ', ',', '!!int ', '<<')).map((parts) => parts.join('')));
  await fc.assert(fc.asyncProperty(text, async (content) => {
    const io = { readText: () => Promise.resolve(content), importModule: () => Promise.reject(new Error('no module')) };
    const { pipeline, problems } = await load('x.yaml', io);
    expect(pipeline).toBeNull();
    expect(problems.every(({ at }) => at !== null && at.line >= 1 && at.col >= 1)).toBe(true);
    expect(problems.length).toBeGreaterThan(0);
  }), { numRuns: 200 });
});

test('JSON is YAML: it gives itself, and every pointer of it a place', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const { json, origins, problems } = readYaml(JSON.stringify(value, null, 2), 'x.json');
    expect(problems).toEqual([]);
    expect(stableJson(json)).toBe(stableJson(JSON.parse(JSON.stringify(value))));
    expect(origins.size).toBe(paths(value).length);
  }));
});
