import { expect, it } from 'vitest';
import { prerequisiteProblems, prerequisiteResources, type Probes } from '../index.ts';
import { job, pipeline } from '../test/pipeline.ts';

const p = pipeline([job('clean')], {
  prerequisites: [{ kind: 'database', name: 'sales' }, { kind: 'bucket', name: 'acme-new' }, { kind: 'table', name: 'sales.orders' }, { kind: 'path', name: 's3://acme-raw/orders/' }],
  starts: [{ s3: 's3://acme-raw/orders/' }, { s3: 's3://acme-new/in/' }],
});
const nothing: Probes = { tableExists: async () => false, pathExists: async () => false, sendsEvents: async (bucket) => (bucket === 'acme-new' ? 'missing' : false) };

it('databases and buckets are resources; a bucket that starts runs is made to send its events', () => {
  expect(prerequisiteResources(p).map(({ id, props }) => [id, props])).toEqual([
    ['database.sales', { DatabaseInput: { Name: 'sales' } }],
    ['bucket.acme-new', { BucketName: 'acme-new', NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }],
  ]);
});

it('tables, paths and silent buckets are told all at once, each with its place', async () => {
  expect((await prerequisiteProblems(p, nothing)).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['MR7020 /prerequisites/2', 'MR7021 /prerequisites/3', 'MR7022 /starts/0/s3']);
});

it('what one may not look at is no problem yet', async () => {
  const blind: Probes = { tableExists: async () => null, pathExists: async () => null, sendsEvents: async () => null };
  expect(await prerequisiteProblems(p, blind)).toEqual([]);
});
