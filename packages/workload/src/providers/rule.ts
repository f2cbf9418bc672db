import type { Json } from '@millrace/core';
import { arnOf } from '@millrace/deploy';
import type { Provider } from '@millrace/deploy';
import { OWNER_TAG } from '../constants.ts';
import { isAwsError, type OtherCalls, type Place } from '../port.ts';
import { list, plain, record, type Fields } from './live.ts';

/**
 * EventBridge rules of the default bus, with their targets.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export function ruleProvider(calls: OtherCalls, place: Place): Provider {
  const events = (operation: string, given: Json): Promise<Fields> => calls.call('events', operation, given).then(record);
  const arn = (name: string): string => arnOf('AWS::Events::Rule', name, place);
  const find = (name: string): Promise<Fields | null> => unlessGone(events('DescribeRule', { Name: name }));
  const targetsOf = async (name: string): Promise<readonly Fields[]> => list((await events('ListTargetsByRule', { Rule: name }))['Targets']).map(record);
  return {
    type: 'AWS::Events::Rule',
    replaceOn: ['Name'],
    read: async (name) => {
      const live = await find(name);
      if (live === null) return null;
      const tags = new Map(list((await events('ListTagsForResource', { ResourceARN: arn(name) }))['Tags']).map((tag) => [record(tag)['Key'], record(tag)['Value']]));
      const owner = tags.get(OWNER_TAG);
      const props: Record<string, Json> = {
        Name: name,
        EventPattern: parsed(live['EventPattern']),
        State: plain(live['State']),
        Targets: (await targetsOf(name)).map(plain),
        Tags: typeof owner === 'string' ? [{ Key: OWNER_TAG, Value: owner }] : [],
      };
      for (const member of ['Description', 'ScheduleExpression', 'RoleArn']) if ((live[member] ?? '') !== '') props[member] = plain(live[member]);
      return { props, owner: typeof owner === 'string' ? owner : null, sha256: null };
    },
    put: async ({ name, props }, before) => {
      // PutRule would overwrite the rule of someone else in silence.
      if (before === null && (await find(name)) !== null) throw Object.assign(new Error(`The rule '${name}' exists already.`), { name: 'AlreadyExistsException' });
      const rule = { Name: name, EventPattern: JSON.stringify(props['EventPattern']), State: plain(props['State']) };
      await events('PutRule', before === null ? { ...rule, Tags: plain(props['Tags']) } : rule);
      if (before !== null) await events('TagResource', { ResourceARN: arn(name), Tags: plain(props['Tags']) });
      const wanted = list(props['Targets']).map((target) => plain(target));
      const answer = await events('PutTargets', { Rule: name, Targets: wanted });
      const [failed] = list(answer['FailedEntries']).map(record);
      if (failed !== undefined) throw new Error(`The rule '${name}' does not take its target: ${String(failed['ErrorCode'])}: ${String(failed['ErrorMessage'])}`);
      if (before === null) return;
      const ids = new Set(wanted.map((target) => record(target)['Id']));
      const others = (await targetsOf(name)).map((target) => String(target['Id'])).filter((id) => !ids.has(id));
      if (others.length > 0) await events('RemoveTargets', { Rule: name, Ids: others });
    },
    remove: async (name) => {
      await unlessGone((async () => {
        const ids = (await targetsOf(name)).map((target) => String(target['Id']));
        if (ids.length > 0) await events('RemoveTargets', { Rule: name, Ids: ids });
        return await events('DeleteRule', { Name: name });
      })());
    },
    settled: async () => true,
  };
}

function parsed(value: unknown): Json {
  const text = typeof value === 'string' ? value : 'null';
  try {
    // JSON.parse yields JSON.
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

async function unlessGone(call: Promise<Fields>): Promise<Fields | null> {
  try {
    return await call;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return null;
    throw error;
  }
}
