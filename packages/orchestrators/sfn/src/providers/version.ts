import { revisionOf, versionArn, type Observed, type Provider } from '@millrace/deploy';
import { listed, pages } from '../pages.ts';
import { isAwsError, type SfnPort } from '../port.ts';
import { propsOf } from './configuration.ts';
import { describe, machineArn, ownerOf, type Place } from './machine.ts';
import type { ListedVersion } from './port.ts';

/**
 * The newest version of a state machine, under the machine's own name. Like what is deployed is like, it is the one that the alias moves to;
 * else another is published. Step Functions publishes no revision twice, so every call may be repeated.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html
 */
export function versionProvider(port: SfnPort, place: Place): Provider {
  const arn = (name: string): string => machineArn(name, place);
  return {
    type: 'AWS::StepFunctions::StateMachineVersion',
    replaceOn: [],
    read: async (name): Promise<Observed | null> => {
      const newest = await newestVersion(port, arn(name));
      const revision = newest === null ? null : await revisionAt(port, name, newest);
      if (revision === null) return null;
      return { props: { StateMachineArn: arn(name), StateMachineRevisionId: revision }, owner: await ownerOf(port, name, place), sha256: null };
    },
    put: async ({ name, props }) => {
      const found = await describe(port, arn(name));
      const current = found === null ? null : revisionOf(propsOf(name, found));
      if (found === null || current !== props['StateMachineRevisionId']) throw notSeenYet(`State machine '${name}' is not, or not yet, as it was deployed.`);
      // Only this very revision: another that has come since is somebody else's.
      await port.states('PublishStateMachineVersion', { stateMachineArn: arn(name), description: `Revision ${current}, deployed by Millrace.`, ...(found.revisionId === undefined ? {} : { revisionId: found.revisionId }) });
    },
    remove: async (name) => {
      for (const version of await allVersions(port, arn(name))) await removeVersion(port, version);
    },
    settled: async () => true,
  };
}

/** What was changed a moment ago may be described as it was, and may just now be changed by others: in both cases a later look helps. */
export const notSeenYet = (message: string): Error => Object.assign(new Error(message), { name: 'ConflictException' });

/** Revision of a version as deploys speak of it; null when it is gone. */
export async function revisionAt(port: SfnPort, name: string, version: string): Promise<string | null> {
  const found = await describe(port, version);
  return found === null ? null : revisionOf(propsOf(name, found));
}

/** The version that has this revision, as the alias of a deployed machine names it. */
export const standIn = (name: string, revision: string, place: Place): string => versionArn(machineArn(name, place), revision);

export async function newestVersion(port: SfnPort, stateMachineArn: string): Promise<string | null> {
  const first = await versions(port, stateMachineArn, 1).next();
  return first.done === true ? null : (first.value[0]?.stateMachineVersionArn ?? null);
}

/** Newest first, with the instant of each. */
export const listedVersions = async (port: SfnPort, stateMachineArn: string): Promise<readonly ListedVersion[]> => await listed(versions(port, stateMachineArn, 100));

export const allVersions = async (port: SfnPort, stateMachineArn: string): Promise<readonly string[]> =>
  (await listedVersions(port, stateMachineArn)).flatMap(({ stateMachineVersionArn: one }) => one ?? []);

function versions(port: SfnPort, stateMachineArn: string, maxResults: number): AsyncGenerator<readonly ListedVersion[], void> {
  return pages(async (token) => {
    const { stateMachineVersions: items = [], nextToken } = await port.states('ListStateMachineVersions', { stateMachineArn, maxResults, ...(token === undefined ? {} : { nextToken: token }) });
    return { items, next: nextToken };
  }, 'StateMachineDoesNotExist');
}

/** Leaves a version that an alias points to. */
export async function removeVersion(port: SfnPort, stateMachineVersionArn: string): Promise<void> {
  try {
    await port.states('DeleteStateMachineVersion', { stateMachineVersionArn });
  } catch (error) {
    if (!isAwsError(error, 'ConflictException', 'StateMachineDoesNotExist', 'ResourceNotFound')) throw error;
  }
}
