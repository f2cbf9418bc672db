import { expect, test } from 'vitest';
import { lab, one, sdk } from './testing.ts';

test('an action is called by its operation, and times come as text', async () => {
  const l = lab();
  await l.create('m', one(sdk('glue:getCrawler', { Name: 'c' }, { Output: '{% $toMillis($states.result.Crawler.LastCrawl.StartTime) %}' })));
  expect((await l.finish('m', 'x')).output).toBe('1000000');
});

test.each([
  ['glue:getCrawler', { Name: 'other' }, 'Glue.EntityNotFoundException'],
  ['s3:getObject', { Bucket: 'data', Key: 'none' }, 'S3.NoSuchKeyException'],
  ['s3:getObject', { Bucket: 'none', Key: 'none' }, 'S3.NoSuchBucketException'],
  ['s3:headObject', { Bucket: 'data', Key: 'none' }, 'S3.NoSuchKeyException'],
  ['s3:putObject', { Bucket: 'data', Key: 'there', Body: 'x', IfNoneMatch: '*' }, 'S3.S3Exception'],
])('%s %j fails with %s', async (action, args, error) => {
  const l = lab();
  await l.host.call('s3', 'CreateBucket', { Bucket: 'data' });
  await l.host.call('s3', 'PutObject', { Bucket: 'data', Key: 'there', Body: '' });
  await l.create('m', one(sdk(action, args)));
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'FAILED', error });
});

test('an object that is put can be read', async () => {
  const l = lab();
  await l.host.call('s3', 'CreateBucket', { Bucket: 'data' });
  await l.create('m', { StartAt: 'A', States: {
    A: sdk('s3:putObject', { Bucket: 'data', Key: '{% $states.input.key %}', Body: '{% $string({"n": 1}) %}' }, { Output: '{% $states.input %}', Next: 'B' }),
    B: sdk('s3:getObject', { Bucket: 'data', Key: '{% $states.input.key %}' }, { Output: '{% $parse($states.result.Body) %}' }),
  } });
  expect((await l.finish('m', 'x', { key: 'a/b' })).output).toBe('{"n":1}');
});
