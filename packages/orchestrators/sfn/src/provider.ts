import type { Json, Prop, Site } from '@millrace/core';
import { arnOf, type Provider } from '@millrace/deploy';
import { OWNER_TAG } from '@millrace/workload';
import { isAwsError, type SfnPort } from './port.ts';

const TYPE = 'AWS::StepFunctions::StateMachine';

/** Reads and writes state machines. Running executions go on with the definition that they were started with. */
export function stateMachineProvider(port: SfnPort, place: Pick<Site, 'region' | 'account'>): Provider {
  const arn = (name: string): string => arnOf(TYPE, name, place);
  const describe = async (name: string) => {
    try {
      return await port.states('DescribeStateMachine', { stateMachineArn: arn(name) });
    } catch (error) {
      if (isAwsError(error, 'StateMachineDoesNotExist')) return null;
      throw error;
    }
  };
  return {
    type: TYPE,
    replaceOn: ['StateMachineType'],
    read: async (name) => {
      const found = await describe(name);
      if (found === null || found.status === 'DELETING') return null;
      const { tags = [] } = await port.states('ListTagsForResource', { resourceArn: arn(name) });
      const owner = tags.find((tag) => tag.key === OWNER_TAG)?.value ?? null;
      return {
        props: {
          StateMachineName: name,
          StateMachineType: found.type ?? 'STANDARD',
          RoleArn: found.roleArn ?? '',
          Definition: parsed(found.definition ?? '{}'),
          // Tags of others are theirs.
          Tags: owner === null ? [] : [{ Key: OWNER_TAG, Value: owner }],
        },
        owner,
        sha256: null,
      };
    },
    put: async ({ name, props }, before) => {
      const definition = JSON.stringify(props['Definition']);
      const roleArn = text(props['RoleArn']);
      const tags = tagsOf(props['Tags']);
      if (before !== null) {
        await port.states('UpdateStateMachine', { stateMachineArn: arn(name), definition, roleArn });
        await port.states('TagResource', { resourceArn: arn(name), tags });
        return;
      }
      // The same call again after a broken answer is no error: creation is idempotent.
      await port.states('CreateStateMachine', { name, definition, roleArn, type: text(props['StateMachineType']), tags });
    },
    remove: async (name) => {
      try {
        await port.states('DeleteStateMachine', { stateMachineArn: arn(name) });
      } catch (error) {
        if (!isAwsError(error, 'StateMachineDoesNotExist')) throw error;
      }
    },
    settled: async (name) => (await describe(name))?.status !== 'DELETING',
  };
}

const text = (value: Prop | undefined): string => (typeof value === 'string' ? value : '');

function tagsOf(value: Prop | undefined): { readonly key: string; readonly value: string }[] {
  // Array.isArray does not narrow readonly arrays.
  const list = Array.isArray(value) ? (value as readonly Prop[]) : [];
  return list.flatMap((tag) => (typeof tag === 'object' && tag !== null && 'Key' in tag && 'Value' in tag ? [{ key: text(tag.Key), value: text(tag.Value) }] : []));
}

/** A definition that someone made by hand may be YAML in JSON's place, or broken: then it is shown as text, and differs. */
function parsed(definition: string): Json {
  try {
    // JSON.parse yields JSON.
    return JSON.parse(definition) as Json;
  } catch {
    return definition;
  }
}
