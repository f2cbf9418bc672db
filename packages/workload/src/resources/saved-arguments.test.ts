import { expect, test } from 'vitest';
import { jobResource } from '../index.ts';
import { job, pipeline, site, sources } from '../test/pipeline.ts';

const text = { type: 'string', description: '', default: null, values: [], saved: true } as const;
const params = {
  source: text,
  region: { ...text, default: 'NY' },
  limit: { ...text, type: 'integer', default: 5 },
  day: { ...text, type: 'date', default: { run: 'date' } },
  unset: text,
  own: { ...text, default: 'x', saved: false },
} as const;
const args = { SOURCE: { param: 'source' }, region: { param: 'region' }, LIMIT: { param: 'limit' }, DAY: { param: 'day' }, UNSET: { param: 'unset' }, OWN: { param: 'own' } } as const;
const step = job('clean', { with: { type: 'pythonshell', script: './clean.py', args } });

test.each([true, false])('a saved parameter stands on the job that reads it; what only a run can tell does not (bootstrap: %s)', (bootstrap) => {
  const { props } = jobResource(step, site, pipeline([step], { params }), { bootstrap }, sources({ './clean.py': 'print(1)\n' }));
  const kept = props['DefaultArguments'];
  expect(kept).toMatchObject({ '--SOURCE': 's3://acme-dev/', '--region': 'NY', '--LIMIT': '5' });
  expect(Object.keys(kept ?? {}).filter((name) => ['--DAY', '--UNSET', '--OWN'].includes(name))).toEqual([]);
});
