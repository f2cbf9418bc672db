import type { Versions } from '@millrace/core';
import { LIVE_ALIAS, physical } from '@millrace/workload';
import { describe } from '../providers/machine.ts';
import { pointTo, routesOf } from '../providers/alias.ts';
import { listedVersions, revisionAt } from '../providers/version.ts';
import { liveArn, milliseconds, ownMachine, type RunnerContext } from './context.ts';

/** The published versions of a deployed state machine, and the alias that tells with which of them runs start. */
export function createVersions({ port, pipeline, site }: Pick<RunnerContext, 'port' | 'pipeline' | 'site'>): Versions {
  const name = physical(site, pipeline).stateMachine;
  const machine = ownMachine({ site, pipeline });
  const aliasArn = liveArn({ site, pipeline });
  const numbered = (version: number): string => `${machine}:${version}`;
  const live = async (): Promise<number | null> => {
    const routes = (await routesOf(port, aliasArn)) ?? [];
    // Somebody may have split starts over two versions by hand: the one with most of them is meant.
    const [most] = routes.toSorted((a, b) => b.weight - a.weight);
    return most === undefined ? null : numberIn(most.stateMachineVersionArn);
  };
  return {
    live,
    list: async () => {
      const current = await live();
      return (await listedVersions(port, machine)).flatMap(({ stateMachineVersionArn: arn, creationDate = 0 }) =>
        (arn === undefined ? [] : [{ version: numberIn(arn), at: milliseconds(creationDate), live: numberIn(arn) === current }]));
    },
    revision: async (version) => await revisionAt(port, name, numbered(version)),
    role: async (version) => (await describe(port, numbered(version)))?.roleArn ?? null,
    // Somebody may have deleted the alias: what runs start with is then told by the one who goes back.
    use: async (version) => await pointTo(port, { name: LIVE_ALIAS, aliasArn, version: numbered(version), exists: (await routesOf(port, aliasArn)) !== null }),
  };
}

const numberIn = (version: string): number => Number(version.slice(version.lastIndexOf(':') + 1));
