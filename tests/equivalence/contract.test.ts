import type { Pipeline, Scalar, Script, Target } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';
import { contractSuite, type Harness, type HarnessRun } from '@millrace/testkit';
import { describe, it } from 'vitest';
import { isSession, openSession, type Session } from './session.ts';

/** Drives a target on the embedded AWS in virtual time. */
function harness(target: Target): Harness {
  return {
    capabilities: target.capabilities,
    run: async (pipeline: Pipeline, script: Script, stopAt: number | null, given: Readonly<Record<string, Scalar>>): Promise<HarnessRun> => {
      const session = await openSession(target, pipeline, script, given, {});
      if (!isSession(session)) throw new Error(session.join('\n'));
      return { ...told(session), observed: await session.run(stopAt), arguments: argumentsOf(session), resume: () => resumed(session) };
    },
  };
}

async function resumed(session: Session): Promise<HarnessRun> {
  const plan = await session.plan();
  if ('refused' in plan) throw new Error(plan.refused);
  return { ...told(session), observed: await session.resume(plan) };
}

const told = (session: Session): Pick<HarnessRun, 'delays'> => ({ delays: session.compiled.delays });

function argumentsOf(session: Session): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries([...session.world.players.argumentsOf].map(([step, args]) => [step, Object.fromEntries(Object.entries(args).map(([name, value]) => [name.replace(/^--/, ''), value]))]));
}

for (const target of [glueTarget, sfnTarget]) contractSuite(target.title, harness(target), { describe, it });
