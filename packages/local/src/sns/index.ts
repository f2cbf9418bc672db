import type { Json } from '@millrace/core';
import { AwsError, type Operation, type Service } from '../host/types.ts';
import { type Input, tagList } from '../service/input.ts';
import { arn, below, type Ctx, isoTime, key, nextNumber, operationsOf, page, table, uuid } from '../service/kit.ts';

type TopicRow = { readonly name: string; readonly attributes: { readonly [name: string]: string }; readonly tags: { readonly [key: string]: string } };
type SubscriptionRow = { readonly arn: string; readonly topic: string; readonly protocol: string; readonly endpoint: string };
type MessageRow = { readonly id: string; readonly topic: string; readonly subject: string | null; readonly message: string; readonly attributes: Json; readonly at: string };

const topics = table<TopicRow>('topic');
const subscriptions = table<SubscriptionRow>('subscription');
const messages = table<MessageRow>('message');
/** Messages that are kept of each topic. */
const kept = 1000;

const operation = operationsOf('InvalidParameter');
const invalid = (message: string): AwsError => new AwsError('InvalidParameter', `Invalid parameter: ${message}`);
const topicArn = (ctx: Ctx, name: string): string => arn(ctx.world, 'sns', name);

function topicOf(ctx: Ctx, input: Input, member = 'TopicArn'): TopicRow {
  const given = input.text(member);
  const name = /^arn:[\w-]+:sns:[\w-]*:\d{12}:([\w-]{1,256}(?:\.fifo)?)$/u.exec(given)?.[1];
  if (name === undefined) throw invalid(`${member} Reason: An ARN must have at least 6 elements, not ${given}`);
  const row = topics.get(ctx, name);
  if (row === null) throw new AwsError('NotFound', 'Topic does not exist', 404);
  return row;
}

const topicOperations: Readonly<Record<string, Operation>> = {
  // The same topic again is no error.
  CreateTopic: operation((ctx, input) => {
    const name = input.text('Name');
    if (!/^[\w-]{1,256}$/u.test(name)) throw invalid('Topic Name');
    const known = topics.get(ctx, name);
    topics.put(ctx, name, known ?? { name, attributes: input.strings('Attributes'), tags: input.tags('Tags') });
    return { TopicArn: topicArn(ctx, name) };
  }),
  DeleteTopic: operation((ctx, input) => {
    const name = input.text('TopicArn').split(':').at(-1) ?? '';
    topics.remove(ctx, name);
    for (const { key: at } of subscriptions.list(ctx, below(name))) subscriptions.remove(ctx, at);
    for (const { key: at } of messages.list(ctx, below(name))) messages.remove(ctx, at);
    return null;
  }),
  ListTopics: operation((ctx, input) => {
    const found = page(topics.list(ctx), input.maybeText('NextToken'), 100);
    return { Topics: found.rows.map(({ key: name }) => ({ TopicArn: topicArn(ctx, name) })), ...(found.next === null ? {} : { NextToken: found.next }) };
  }),
  GetTopicAttributes: operation((ctx, input) => {
    const row = topicOf(ctx, input);
    const confirmed = String(subscriptions.list(ctx, below(row.name)).length);
    const own = { TopicArn: topicArn(ctx, row.name), Owner: ctx.world.account, SubscriptionsConfirmed: confirmed, SubscriptionsPending: '0', SubscriptionsDeleted: '0' };
    return { Attributes: { DisplayName: '', ...row.attributes, ...own } };
  }),
  SetTopicAttributes: operation((ctx, input) => {
    const row = topicOf(ctx, input);
    topics.put(ctx, row.name, { ...row, attributes: { ...row.attributes, [input.text('AttributeName')]: input.maybeText('AttributeValue') ?? '' } });
    return null;
  }),
  TagResource: operation((ctx, input) => {
    const row = topicOf(ctx, input, 'ResourceArn');
    topics.put(ctx, row.name, { ...row, tags: { ...row.tags, ...input.tags('Tags') } });
    return {};
  }),
  UntagResource: operation((ctx, input) => {
    const row = topicOf(ctx, input, 'ResourceArn');
    const gone = new Set(input.texts('TagKeys'));
    topics.put(ctx, row.name, { ...row, tags: Object.fromEntries(Object.entries(row.tags).filter(([one]) => !gone.has(one))) });
    return {};
  }),
  ListTagsForResource: operation((ctx, input) => ({ Tags: tagList(topicOf(ctx, input, 'ResourceArn').tags) })),
};

const messageOperations: Readonly<Record<string, Operation>> = {
  Publish: operation((ctx, input) => {
    const row = topicOf(ctx, input, input.has('TargetArn') ? 'TargetArn' : 'TopicArn');
    const message = input.maybeText('Message') ?? '';
    if (message === '') throw invalid('Empty message');
    if (Buffer.byteLength(message, 'utf8') > 262_144) throw invalid('Message too long');
    const subject = input.maybeText('Subject');
    if (subject !== null && (subject.length === 0 || subject.length > 100 || /[\n\r]/u.test(subject))) throw invalid('Subject');
    const id = uuid(ctx);
    const at = isoTime(ctx.world.now());
    messages.put(ctx, key(row.name, nextNumber(ctx)), { id, topic: row.name, subject, message, attributes: input.raw('MessageAttributes'), at });
    const all = messages.list(ctx, below(row.name));
    for (const { key: place } of all.slice(0, Math.max(0, all.length - kept))) messages.remove(ctx, place);
    for (const { row: subscriber } of subscriptions.list(ctx, below(row.name))) toFunction(ctx, subscriber, { id, subject, message, at, topic: topicArn(ctx, row.name) });
    return { MessageId: id };
  }),
  Subscribe: operation((ctx, input) => {
    const row = topicOf(ctx, input);
    const [protocol, endpoint] = [input.text('Protocol'), input.maybeText('Endpoint') ?? ''];
    const known = subscriptions.list(ctx, below(row.name)).find((one) => one.row.protocol === protocol && one.row.endpoint === endpoint);
    if (known !== undefined) return { SubscriptionArn: known.row.arn };
    const id = uuid(ctx);
    const subscription = { arn: `${topicArn(ctx, row.name)}:${id}`, topic: row.name, protocol, endpoint };
    subscriptions.put(ctx, key(row.name, id), subscription);
    return { SubscriptionArn: subscription.arn };
  }),
  Unsubscribe: operation((ctx, input) => {
    const [topic = '', id = ''] = input.text('SubscriptionArn').split(':').slice(-2);
    subscriptions.remove(ctx, key(topic, id));
    return null;
  }),
  ListSubscriptions: operation((ctx) => ({ Subscriptions: subscriptions.list(ctx).map(({ row }) => described(ctx, row)) })),
  ListSubscriptionsByTopic: operation((ctx, input) => ({ Subscriptions: subscriptions.list(ctx, below(topicOf(ctx, input).name)).map(({ row }) => described(ctx, row)) })),
};

/** Nothing leaves this machine: of subscribers only functions are called. */
function toFunction(ctx: Ctx, { arn: subscription, protocol, endpoint }: SubscriptionRow, sent: { readonly id: string; readonly topic: string; readonly subject: string | null; readonly message: string; readonly at: string }): void {
  if (protocol !== 'lambda') return;
  const Sns: Json = { Type: 'Notification', MessageId: sent.id, TopicArn: sent.topic, Subject: sent.subject, Message: sent.message, Timestamp: sent.at, MessageAttributes: {} };
  const Payload = JSON.stringify({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription, Sns }] });
  ctx.effects.push({ type: 'call', service: 'lambda', op: 'Invoke', input: { FunctionName: endpoint, InvocationType: 'Event', Payload }, replyTo: null });
}

const described = (ctx: Ctx, row: SubscriptionRow): Json => ({ SubscriptionArn: row.arn, Owner: ctx.world.account, Protocol: row.protocol, Endpoint: row.endpoint, TopicArn: topicArn(ctx, row.topic) });

/** The embedded SNS: messages are kept, newest last, and go to functions that subscribe; mail and the web get nothing. */
export const snsService: Service = {
  id: 'sns',
  operations: {
    ...topicOperations,
    ...messageOperations,
    // Not AWS's: what the page of messages shows.
    '~Messages': operation((ctx) => messages.list(ctx).map(({ row }) => row)),
  },
  handlers: {},
  subscriptions: {},
};
