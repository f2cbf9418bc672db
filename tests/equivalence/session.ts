import type { Compiled, Pipeline, ResumePlan, ResumeRefusal, Scalar, Script, Target, TargetId } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { observe, sourcesOf, type ObservedRun } from '@millrace/testkit';
import { deployedWorld } from './deployed.ts';
import { site } from './site.ts';
import type { Played, World } from './world.ts';

const run = '20260105t100000-abcdef';
const date = '2026-01-05';

export interface Session {
  readonly world: World;
  readonly compiled: Compiled;
  /** Parameter values of the run, and its facts. */
  readonly values: Readonly<Record<string, Scalar>>;
  readonly facts: { readonly id: string; readonly date: string };
  /** Starts the run, stops it at `stopAt` (virtual ms) if there is one, and runs to the end. */
  run(stopAt: number | null): Promise<ObservedRun>;
  plan(): Promise<ResumePlan | ResumeRefusal>;
  /** Why the native run ended badly where no step tells it; null when nothing is told. */
  message(): Promise<string | null>;
  /** Continues the run to its end; stops it as `run` does. */
  resume(plan: ResumePlan, stopAt?: number | null): Promise<ObservedRun>;
}

const made = new WeakMap<Pipeline, Map<TargetId, Compiled>>();

/** What a target makes of a pipeline: a case is run under many answers, and compiled once. */
export function compileOnce(target: Target, pipeline: Pipeline): Compiled {
  const known = made.get(pipeline) ?? new Map<TargetId, Compiled>();
  made.set(pipeline, known);
  const compiled = known.get(target.id) ?? target.compile(pipeline, site, sourcesOf(pipeline));
  known.set(target.id, compiled);
  return compiled;
}

/** Compiles and deploys a pipeline into a world of its own; null with the problems when it does not compile. */
export async function openSession(target: Target, pipeline: Pipeline, script: Script, given: Readonly<Record<string, Scalar>>, answers: Readonly<Record<string, string>>, played: Partial<Played> = {}): Promise<Session | readonly string[]> {
  const compiled = compileOnce(target, pipeline);
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors.map(({ code, message }) => `does not compile: ${code} ${message}`);
  const world = await deployedWorld(pipeline, compiled, script, answers, played);
  const runner = world.connect(target.id).runner({ pipeline, site });
  const { values } = resolveParams(pipeline.params, [{ name: 'run', values: given }], { id: run, date });
  let continuation = 1;
  const toTheEnd = async (epoch: number, stopAt: number | null): Promise<ObservedRun> => {
    if (stopAt !== null) {
      await world.run(epoch + stopAt);
      await runner.stop(run);
    }
    await world.run(null);
    return observe(await runner.describe(run), epoch, continuation);
  };
  return {
    world,
    compiled,
    values,
    facts: { id: run, date },
    run: async (stopAt) => {
      const epoch = world.host.now();
      await runner.start({ id: run, date, params: values });
      return await toTheEnd(epoch, stopAt);
    },
    plan: () => runner.plan(run),
    message: async () => (await runner.describe(run)).message,
    resume: async (plan, stopAt = null) => {
      world.players.endStreams();
      await world.run(world.host.now());
      const epoch = world.host.now();
      continuation += 1;
      await runner.resume(plan);
      return await toTheEnd(epoch, stopAt);
    },
  };
}

export const isSession = (opened: Session | readonly string[]): opened is Session => 'world' in opened;
