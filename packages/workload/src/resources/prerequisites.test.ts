import { describe, expect, it } from 'vitest';
import { prerequisiteProblems, prerequisiteResources, type Probes } from '../index.ts';
import { job, pipeline } from '../test/pipeline.ts';

const p = pipeline([job('clean')], {
  prerequisites: [{ kind: 'database', name: 'sales' }, { kind: 'bucket', name: 'acme-new' }, { kind: 'table', name: 'sales.orders' }, { kind: 'path', name: 's3://acme-raw/orders/' }],
  starts: [{ s3: 's3://acme-raw/orders/' }, { s3: 's3://acme-new/in/' }],
});
const nothing: Probes = { tableExists: async () => false, pathExists: async () => false, sendsEvents: async (bucket) => (bucket === 'acme-new' ? 'missing' : false), exists: async () => false };
const notBegun = async (): Promise<boolean> => false;

it('databases and buckets are resources; a bucket that starts runs is made to send its events', () => {
  expect(prerequisiteResources(p).map(({ id, props }) => [id, props])).toEqual([
    ['database.sales', { DatabaseInput: { Name: 'sales' } }],
    ['bucket.acme-new', { BucketName: 'acme-new', NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }],
  ]);
});

it('tables, paths and silent buckets are told all at once, each with its place', async () => {
  expect((await prerequisiteProblems(p, nothing, notBegun)).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['MR7020 /prerequisites/2', 'MR7021 /prerequisites/3', 'MR7022 /starts/0/s3']);
});

it('a bucket between CreateBucket and its event notification is finished by the next deploy, where this one was to make it', async () => {
  const half: Probes = { ...nothing, sendsEvents: async () => false };
  expect((await prerequisiteProblems(p, half, async () => true)).filter(({ code }) => code === 'MR7022').map(({ pointer }) => pointer)).toEqual(['/starts/0/s3']);
});

it('a bucket that is not there is to be created, not to be switched on', async () => {
  const missing: Probes = { ...nothing, sendsEvents: async () => 'missing' };
  const found = (await prerequisiteProblems(p, missing, notBegun)).filter(({ code }) => code === 'MR7022');
  expect(found.map(({ message, hint }) => `${message} ${hint}`)).toEqual(["The bucket 'acme-raw' starts runs, but it does not exist. Create it, or add { kind: bucket, name: acme-raw } to the prerequisites: then the deploy makes it."]);
});

it('what one may not look at is no problem yet', async () => {
  const blind: Probes = { tableExists: async () => null, pathExists: async () => null, sendsEvents: async () => null, exists: async () => null };
  expect(await prerequisiteProblems(p, blind, notBegun)).toEqual([]);
});

describe('what steps use and no deploy makes', () => {
  const base = { ...job('x'), after: [] };
  const using = pipeline([
    job('clean'),
    { ...base, name: 'night', kind: 'glueJob', with: { use: 'nightly-load', args: {} } },
    { ...base, name: 'again', kind: 'glueJob', with: { use: 'nightly-load', args: {} } },
    { ...base, name: 'find', kind: 'crawler', with: { use: 'sales-crawler' } },
    { ...base, name: 'score', kind: 'lambda', with: { use: 'score' } },
    { ...base, name: 'scale', kind: 'ssm', with: { document: 'ScaleCluster' } },
    { ...base, name: 'restart', kind: 'ssm', with: { document: 'AWS-RestartEC2Instance' } },
  ], { finally: { ...base, name: 'finally', kind: 'sns', with: { topic: 'arn:aws:sns:eu-west-1:123456789012:done', message: 'x' } } });
  const seeing = (exists: Probes['exists']): Probes => ({ ...nothing, exists });

  it('is told once each and all at once where it is not there; documents of AWS always are', async () => {
    const problems = await prerequisiteProblems(using, seeing(async () => false), notBegun);
    expect(problems.map(({ code, severity, pointer, message }) => `${code} ${severity} ${pointer} ${message}`)).toEqual([
      "MR7023 error /steps/1 Step 'night' uses the Glue job 'nightly-load', which does not exist.",
      "MR7023 error /steps/3 Step 'find' uses the crawler 'sales-crawler', which does not exist.",
      "MR7023 error /steps/4 Step 'score' uses the Lambda function 'score', which does not exist.",
      "MR7023 error /steps/5 Step 'scale' uses the Automation document 'ScaleCluster', which does not exist.",
      "MR7023 error /finally Step 'finally' uses the SNS topic 'arn:aws:sns:eu-west-1:123456789012:done', which does not exist.",
    ]);
  });

  it('is a warning where one may not look, with the right that is missing', async () => {
    const [first] = await prerequisiteProblems(using, seeing(async () => null), notBegun);
    expect(first).toMatchObject({ code: 'MR7024', severity: 'warning', hint: 'Look yourself, or allow the one who deploys glue:GetJob.' });
    expect(await prerequisiteProblems(using, seeing(async () => true), notBegun)).toEqual([]);
  });
});
