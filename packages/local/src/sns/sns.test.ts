import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import { benchOf } from '../service/testing.ts';
import { snsService } from './index.ts';

const TopicArn = 'arn:aws:sns:eu-west-1:111122223333:alarm';

test('what is published to a topic is kept', async () => {
  const bench = benchOf([snsService]);
  const sns = (op: string, input: Json): Promise<Json> => bench.host.call('sns', op, input);
  expect(await sns('CreateTopic', { Name: 'alarm', Tags: [{ Key: 'owner', Value: 'me' }] })).toEqual({ TopicArn });
  await sns('Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'me@example.com' });
  await sns('Publish', { TopicArn, Subject: 'Late', Message: 'The load is late.' });
  expect(await sns('~Messages', {})).toMatchObject([{ topic: 'alarm', subject: 'Late', message: 'The load is late.' }]);
  expect(await sns('GetTopicAttributes', { TopicArn })).toMatchObject({ Attributes: { TopicArn, SubscriptionsConfirmed: '1' } });
  expect(await sns('ListSubscriptionsByTopic', { TopicArn })).toMatchObject({ Subscriptions: [{ Protocol: 'email', Endpoint: 'me@example.com' }] });
  await sns('DeleteTopic', { TopicArn });
  await expect(sns('Publish', { TopicArn, Message: 'x' })).rejects.toMatchObject({ name: 'NotFound', status: 404 });
  expect(await sns('~Messages', {})).toEqual([]);
});

test.each<Json>([{ TopicArn, Message: '' }, { TopicArn: 'alarm', Message: 'x' }, { TopicArn, Message: 'x', Subject: 'a\nb' }])('%j is refused', async (input) => {
  const bench = benchOf([snsService]);
  await bench.host.call('sns', 'CreateTopic', { Name: 'alarm' });
  await expect(bench.host.call('sns', 'Publish', input)).rejects.toMatchObject({ name: 'InvalidParameter' });
});
