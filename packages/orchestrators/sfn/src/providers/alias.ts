import type { Json } from '@millrace/core';
import { arnOf, KEPT_VERSIONS, type Observed, type Provider } from '@millrace/deploy';
import { isAwsError, type SfnPort } from '../port.ts';
import { machineArn, ownerOf, type Place } from './machine.ts';
import type { Route } from './port.ts';
import { allVersions, newestVersion, notSeenYet, removeVersion, revisionAt, standIn } from './version.ts';

const TYPE = 'AWS::StepFunctions::StateMachineAlias';

/**
 * The alias by which a state machine is started, named 'dev-orders:live'. It moves to the newest version, and older versions go that are too
 * many: the newest twenty stay, and whatever an alias points to.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html
 */
export function aliasProvider(port: SfnPort, place: Place): Provider {
  const arn = (name: string): string => arnOf(TYPE, name, place);
  return {
    type: TYPE,
    replaceOn: [],
    read: async (name): Promise<Observed | null> => {
      const [machine, alias] = namesIn(name);
      const routes = await routesOf(port, arn(name));
      if (routes === null) return null;
      const told = await Promise.all(routes.map(async ({ stateMachineVersionArn: version, weight }): Promise<Json> => {
        const revision = await revisionAt(port, machine, version);
        return { StateMachineVersionArn: revision === null ? version : standIn(machine, revision, place), Weight: weight };
      }));
      return { props: { Name: alias, RoutingConfiguration: told }, owner: await ownerOf(port, machine, place), sha256: null };
    },
    put: async ({ name, props }, before) => {
      const [machine, alias] = namesIn(name);
      const newest = await newestVersion(port, machineArn(machine, place));
      const revision = newest === null ? null : await revisionAt(port, machine, newest);
      if (newest === null || revision === null || !names(props['RoutingConfiguration'], standIn(machine, revision, place))) {
        throw notSeenYet(`The newest version of state machine '${machine}' is not, or not yet, the one that was published.`);
      }
      await pointTo(port, { name: alias, aliasArn: arn(name), version: newest, exists: before !== null });
      await removeOld(port, machineArn(machine, place), newest);
    },
    remove: async (name) => {
      await port.states('DeleteStateMachineAlias', { stateMachineAliasArn: arn(name) }).catch((error: unknown) => {
        if (!isAwsError(error, 'ResourceNotFound', 'StateMachineDoesNotExist')) throw error;
      });
    },
    settled: async () => true,
  };
}

/** 'dev-orders:live' is the alias live of dev-orders. */
function namesIn(name: string): readonly [machine: string, alias: string] {
  const [machine = '', alias = ''] = name.split(':');
  return [machine, alias];
}

/** Null when there is no such alias. */
export async function routesOf(port: SfnPort, stateMachineAliasArn: string): Promise<readonly Route[] | null> {
  try {
    return (await port.states('DescribeStateMachineAlias', { stateMachineAliasArn })).routingConfiguration ?? [];
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFound', 'StateMachineDoesNotExist')) return null;
    throw error;
  }
}

/** Makes an alias, or moves it. One that has come to exist since it was looked for is moved, too. */
export async function pointTo(port: SfnPort, { name, aliasArn, version, exists }: { readonly name: string; readonly aliasArn: string; readonly version: string; readonly exists: boolean }): Promise<void> {
  const routingConfiguration = [{ stateMachineVersionArn: version, weight: 100 }];
  if (!exists) {
    try {
      await port.states('CreateStateMachineAlias', { name, routingConfiguration });
      return;
    } catch (error) {
      if (!isAwsError(error, 'ConflictException')) throw error;
    }
  }
  await port.states('UpdateStateMachineAlias', { stateMachineAliasArn: aliasArn, routingConfiguration });
}

/** Executions of a version that goes run to their end. */
async function removeOld(port: SfnPort, stateMachineArn: string, live: string): Promise<void> {
  const others = (await allVersions(port, stateMachineArn)).filter((version) => version !== live);
  for (const version of others.slice(KEPT_VERSIONS)) await removeVersion(port, version);
}

function names(routing: unknown, version: string): boolean {
  // Array.isArray gives any[].
  const [only, ...more] = Array.isArray(routing) ? (routing as readonly unknown[]) : [];
  return more.length === 0 && typeof only === 'object' && only !== null && 'StateMachineVersionArn' in only && only.StateMachineVersionArn === version;
}
