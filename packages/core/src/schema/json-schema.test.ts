import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../parse.ts';
import { authorSchema } from './author.ts';
import { pipelineJsonSchema } from './json-schema.ts';

const job = (fields: object = {}) => ({ kind: 'glueJob', script: './a.py', ...fields });
const inSteps = (steps: unknown) => ({ name: 'orders', steps });

/** Codes of problems with the form, as opposed to what the model rules say. */
const FORM = /^MR10(07|1[0-4])$/;

// Parts are read one by one, so that every mistake is told; the whole schema is what editors see. Both must agree.
describe('the reader and the schema accept the same', () => {
  const good = [
    inSteps({ a: job() }),
    inSteps([{ name: 'a', ...job() }, { name: 'b', ...job({ after: 'a' }) }]),
    inSteps({ a: job(), b: job({ after: ['a'] }), c: job({ after: { step: 'a', on: 'finished' } }) }),
    inSteps({ a: job({ retry: 2 }), b: job({ retry: { attempts: 1, on: ['timedOut'], delay: '1m' }, timeout: '30m', join: 'any', optional: true, outputs: { n: 'integer' } }) }),
    inSteps({ a: job({ args: { A: 'x', B: [1, true], C: { param: 'p' }, D: { run: 'id' }, E: { output: 'b.n', or: 1 }, F: { output: ['b', 'n'] }, G: { secret: 's' } } }) }),
    inSteps({ a: { kind: 'crawler', database: 'd', s3: 's3://x/' }, b: { kind: 'lambda', function: 'f' }, c: { kind: 'sns', topic: 't' }, d: { kind: 'ssm', document: 'd' }, e: { kind: 'wait', for: '10m' } }),
    inSteps({ a: job({ type: 'scala', settings: { className: 'A', workers: 2, workerType: 'G.1X', tags: { a: 'b' }, connections: ['c'], queueing: true } }), b: { kind: 'glueJob', type: 'streaming', script: 'b.py', waitFor: 'started' } }),
    inSteps({ a: { kind: 'crawler', database: 'd', jdbc: [{ connection: 'c', path: 'p', exclusions: ['x'] }], dynamoDb: ['t'], settings: { schemaChange: { update: 'log' }, recrawl: 'everything', lineage: false } }, b: { kind: 'crawler', catalogTables: [{ database: 'd', tables: ['t'] }], settings: { schemaChange: { delete: 'log' } } } }),
    inSteps({ a: { kind: 'lambda', function: 'f', payload: { A: { param: 'p' }, B: [1] } }, b: { kind: 'sns', topic: 't', subject: 's', message: { output: 'a.n', or: 1 } }, c: { kind: 'ssm', document: 'doc', parameters: { A: { run: 'date' } } } }),
    { ...inSteps({ a: job() }), timezone: 'UTC', overlap: 'skip', failurePolicy: 'stop', onFailure: job(), finally: { name: 'last', ...job() }, starts: [{ schedule: 'rate(1 hour)' }, { s3: 's3://x/' }], prerequisites: [{ kind: 'bucket', name: 'b' }], params: { p: { type: 'date', default: { run: 'date' } } } },
  ];
  test.each(good.map((json) => [json]))('accepted: %j', (json) => {
    expect(parsePipeline(json).problems.filter(({ code }) => FORM.test(code))).toEqual([]);
    expect(authorSchema.safeParse(json).success).toBe(true);
  });

  const bad = [
    {}, { name: 'a' }, { ...inSteps({ a: job() }), zone: 'UTC' }, inSteps('a'), inSteps([job()]), inSteps({ a: { kind: 'spark' } }), inSteps({ a: {} }),
    inSteps({ a: job({ timeout: 30 }) }), inSteps({ a: job({ timeout: '30' }) }), inSteps({ a: job({ retry: '2' }) }), inSteps({ a: job({ retry: { times: 2 } }) }), inSteps({ a: job({ after: [{ step: 'a', on: 'done' }] }) }),
    inSteps({ a: job({ after: 7 }) }), inSteps({ a: job({ args: { A: {} } }) }), inSteps({ a: job({ args: { A: { param: 'x', or: 1 } } }) }), inSteps({ a: job({ outputs: { n: 'number' } }) }), inSteps({ a: job({ topic: 't' }) }),
    inSteps({ a: { kind: 'sns' } }), { ...inSteps({ a: job() }), starts: [{ cron: 'x' }] }, { ...inSteps({ a: job() }), params: { p: { type: 'text' } } }, { ...inSteps({ a: job() }), overlap: 'never' },
    { ...inSteps({ a: job() }), finally: { kind: 'wait' } },
    inSteps({ a: job({ settings: { worker: 2 } }) }), inSteps({ a: job({ settings: { workerType: 'G.3X' } }) }), inSteps({ a: job({ settings: 7 }) }), inSteps({ a: job({ waitFor: 'ended' }) }), inSteps({ a: job({ settings: { tags: { a: 1 } } }) }),
    inSteps({ a: { kind: 'crawler', database: 'd', s3: 's3://x/', settings: { recrawl: 'never' } } }), inSteps({ a: { kind: 'crawler', database: 'd', jdbc: [{ connection: 'c' }] } }), inSteps({ a: { kind: 'lambda', function: 'f', payload: { A: {} } } }),
    inSteps({ a: { kind: 'sns', topic: 't', message: { text: 'x' } } }), inSteps({ a: { kind: 'ssm', document: 'd', parameters: 7 } }), { ...inSteps({ a: job() }), prerequisites: [{ kind: 'folder', name: 'x' }] },
  ];
  test.each(bad.map((json) => [json]))('refused: %j', (json) => {
    expect(parsePipeline(json).problems.some(({ code }) => FORM.test(code))).toBe(true);
    expect(authorSchema.safeParse(json).success).toBe(false);
  });
});

test('the JSON Schema describes the form that people write', () => {
  const schema = pipelineJsonSchema();
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Millrace pipeline', required: ['name', 'steps'], additionalProperties: false });
  const text = JSON.stringify(schema);
  expect(text.includes('"examples":["30m","2h"]')).toBe(true);
  expect(text.includes('readOnly')).toBe(false);
  expect(JSON.parse(text)).toEqual(schema);
});
