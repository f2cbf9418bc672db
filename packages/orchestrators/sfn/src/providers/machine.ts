import type { Json, Prop, Site } from '@millrace/core';
import { arnOf, type Provider } from '@millrace/deploy';
import { OWNER_TAG } from '@millrace/workload';
import { isAwsError, type SfnPort } from '../port.ts';
import { configurationOf, propsOf } from './configuration.ts';
import type { Described } from './port.ts';
import { validation } from './validation.ts';

const TYPE = 'AWS::StepFunctions::StateMachine';

/** Where a state machine is. */
export type Place = Pick<Site, 'region' | 'account'>;

export const machineArn = (name: string, place: Place): string => arnOf(TYPE, name, place);

/** Null when there is no such machine or version, or when it is being deleted. */
export async function describe(port: SfnPort, stateMachineArn: string): Promise<Described | null> {
  try {
    const found = await port.states('DescribeStateMachine', { stateMachineArn });
    return found.status === 'DELETING' ? null : found;
  } catch (error) {
    if (isAwsError(error, 'StateMachineDoesNotExist')) return null;
    throw error;
  }
}

/** Whose a machine is, and so its versions and aliases. */
export async function ownerOf(port: SfnPort, name: string, place: Place): Promise<string | null> {
  const { tags = [] } = await port.states('ListTagsForResource', { resourceArn: machineArn(name, place) });
  return tags.find((tag) => tag.key === OWNER_TAG)?.value ?? null;
}

/** Reads and writes state machines. Running executions go on with the definition that they were started with. */
export function stateMachineProvider(port: SfnPort, place: Place): Provider {
  const arn = (name: string): string => machineArn(name, place);
  return {
    type: TYPE,
    replaceOn: ['StateMachineType'],
    validate: async (resource) => await validation(port, resource),
    read: async (name) => {
      const found = await describe(port, arn(name));
      if (found === null) return null;
      const owner = await ownerOf(port, name, place);
      // Tags of others are theirs.
      return { props: { ...propsOf(name, found), Tags: owner === null ? [] : [{ Key: OWNER_TAG, Value: owner }] }, owner, sha256: null };
    },
    put: async ({ name, props }, before) => {
      const tags = tagsOf(props['Tags']);
      if (before !== null) {
        await port.states('UpdateStateMachine', { stateMachineArn: arn(name), ...configurationOf(props) });
        await port.states('TagResource', { resourceArn: arn(name), tags });
        return;
      }
      // The same call again after a broken answer is no error: creation is idempotent.
      await port.states('CreateStateMachine', { name, ...configurationOf(props), type: text(props['StateMachineType']), tags });
    },
    remove: async (name) => {
      try {
        await port.states('DeleteStateMachine', { stateMachineArn: arn(name) });
      } catch (error) {
        if (!isAwsError(error, 'StateMachineDoesNotExist')) throw error;
      }
    },
    settled: async (name) => {
      try {
        return (await port.states('DescribeStateMachine', { stateMachineArn: arn(name) })).status !== 'DELETING';
      } catch (error) {
        if (isAwsError(error, 'StateMachineDoesNotExist')) return true;
        throw error;
      }
    },
  };
}

const text = (value: Json | Prop | undefined): string => (typeof value === 'string' ? value : '');

function tagsOf(value: Prop | undefined): { readonly key: string; readonly value: string }[] {
  // Array.isArray does not narrow readonly arrays.
  const list = Array.isArray(value) ? (value as readonly Prop[]) : [];
  return list.flatMap((tag) => (typeof tag === 'object' && tag !== null && 'Key' in tag && 'Value' in tag ? [{ key: text(tag.Key), value: text(tag.Value) }] : []));
}
