import type { Json, Pipeline, RunSnapshot } from '@millrace/core';
import type { ObjectStore } from '@millrace/deploy';
import { connectWith, glueTarget, type GluePort } from '@millrace/glue';
import { plainScript, sourcesOf } from '@millrace/testkit';
import { START_GRACE_MS } from '@millrace/workload';
import { site } from '../equivalence/site.ts';
import { deploy, makeWorld, type World } from '../equivalence/world.ts';
import { Crash } from './command.ts';
import { first } from './pipelines.ts';

export interface ResumeCrashes {
  /** AWS calls of a resume that nobody disturbs, its plan included. */
  readonly calls: number;
  readonly injected: number;
  readonly faults: readonly string[];
}

const RUN = '20260105t100000-abcdef';
const params = { day: '2026-01-05', limit: 100 };
const pipeline: Pipeline = { ...first(glueTarget).pipeline, starts: [], prerequisites: [], timezone: 'UTC' };

/** A run of twenty steps in which two failed. */
async function failed(): Promise<World> {
  const world = makeWorld(pipeline, plainScript({ join: ['failed 1'], 'clean-products': ['failed 2'] }), {});
  await deploy(world, pipeline, glueTarget.compile(pipeline, site, sourcesOf(pipeline)));
  await world.connect('glue').runner({ pipeline, site }).start({ id: RUN, date: '2026-01-05', params });
  await world.run(null);
  return world;
}

/** Resumes as the command does; the process dies when its nth call has had its effect. */
async function resume(world: World, dieAt: number | null): Promise<{ readonly calls: number; readonly refused: boolean }> {
  let refused = false;
  let calls = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dieAt !== null && calls >= dieAt) throw new Crash();
    calls += 1;
    const mine = calls;
    const answer = await work();
    if (mine === dieAt) throw new Crash();
    return answer;
  };
  // In process the same names and shapes travel as on the wire; the port types the part of them that it uses.
  const port = { call: (operation: string, input: Json) => counted(() => world.host.call('glue', operation, input)) } as unknown as GluePort;
  const { store } = world;
  const objects: ObjectStore = {
    get: (bucket, key) => counted(() => store.get(bucket, key)),
    put: (bucket, key, text, condition) => counted(() => store.put(bucket, key, text, condition)),
    remove: (bucket, key) => counted(() => store.remove(bucket, key)),
    list: (bucket, prefix) => counted(() => store.list(bucket, prefix)),
  };
  const runner = connectWith(port, objects, { clock: world.clock }).runner({ pipeline, site });
  try {
    const plan = await runner.plan(RUN);
    refused = 'refused' in plan;
    if (!('refused' in plan)) await runner.resume(plan);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return { calls, refused };
}

const told = ({ state, steps }: RunSnapshot): Readonly<Record<string, string>> =>
  Object.fromEntries<string>([['the run', state], ...Object.entries(steps).map(([name, step]): [string, string] => [name, `${step.state} after ${step.attempts.map(({ outcome }) => outcome).join(', ')}`])]);

async function ended(world: World): Promise<Readonly<Record<string, string>>> {
  await world.run(null);
  return told(await world.connect('glue').runner({ pipeline, site }).describe(RUN));
}

/** Lets a resume die behind every `step`th of its calls, resumes again, and compares how the run ends, and how often each step ran, with an undisturbed resume. */
export async function crashResumes(step = 1, from = 1): Promise<ResumeCrashes> {
  const whole = await failed();
  const { calls } = await resume(whole, null);
  const goal = await ended(whole);
  const faults: string[] = [];
  if (goal['the run'] !== 'succeeded') faults.push(`the undisturbed resume ended ${goal['the run'] ?? ''}`);
  let injected = 0;
  for (let at = from; at <= calls; at += step) {
    injected += 1;
    const world = await failed();
    await resume(world, at);
    // Refused: the run is live, or for a moment it cannot be told whether the resume that died has started it. A person waits and tries again.
    if ((await resume(world, null)).refused) {
      await world.clock.sleep(START_GRACE_MS + 1000);
      await resume(world, null);
    }
    const found = await ended(world);
    for (const name of Object.keys(goal)) if (goal[name] !== found[name]) faults.push(`died behind call ${at}: ${name} is ${found[name] ?? 'missing'} instead of ${goal[name] ?? ''}`);
  }
  return { calls, injected, faults };
}
