import type { Json, Pipeline, ResumePlan, RunSnapshot, Script } from '@millrace/core';
import type { ObjectStore } from '@millrace/deploy';
import { connectWith, glueTarget, type GluePort } from '@millrace/glue';
import { plainPipeline, plainScript, sourcesOf, type PlainStep } from '@millrace/testkit';
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

/** Twenty steps of which each waits for one at most, and none besides its jobs: Glue itself runs exactly what is pending again. */
function forest(): Readonly<Record<string, PlainStep>> {
  const steps: Record<string, PlainStep> = { orders: { args: { DAY: { param: 'day' } } } };
  for (const branch of ['shops', 'prices', 'stock', 'clients']) {
    steps[branch] = { after: ['orders'], ...(branch === 'stock' ? {} : { retry: { attempts: 1 } }) };
    for (const next of ['clean', 'rank', 'share']) steps[`${next}-${branch}`] = { after: [next === 'clean' ? branch : `${next === 'rank' ? 'clean' : 'rank'}-${branch}`] };
  }
  return { ...steps, audit: { after: ['share-shops'] }, publish: { after: ['share-prices'] }, 'mend-stock': { after: ['stock failed'] } };
}

/** Both ways in which a run goes on: a new workflow run in which what is kept is passed over, and Glue's own resume. */
const WAYS: Readonly<Record<ResumePlan['means'], { readonly pipeline: Pipeline; readonly script: Script }>> = {
  skipMap: { pipeline: { ...first(glueTarget).pipeline, starts: [], prerequisites: [], timezone: 'UTC' }, script: plainScript({ join: ['failed 1'], 'clean-products': ['failed 2'] }) },
  native: {
    pipeline: plainPipeline('orders', forest(), { params: first(glueTarget).pipeline.params }),
    script: plainScript({ 'clean-shops': ['failed 1'], 'rank-clients': ['failed 2'] }),
  },
};
type Way = ResumePlan['means'];
export const ways: readonly Way[] = ['skipMap', 'native'];

/** A run of twenty steps in which two failed. */
async function failed(way: Way): Promise<World> {
  const { pipeline, script } = WAYS[way];
  const world = makeWorld(pipeline, script, {});
  await deploy(world, pipeline, glueTarget.compile(pipeline, site, sourcesOf(pipeline)));
  await world.connect('glue').runner({ pipeline, site }).start({ id: RUN, date: '2026-01-05', params });
  await world.run(null);
  return world;
}

/** Resumes as the command does; the process dies when its nth call has had its effect. */
async function resume(world: World, way: Way, dieAt: number | null): Promise<{ readonly calls: number; readonly means: Way | 'refused' | null }> {
  const { pipeline } = WAYS[way];
  let means: Way | 'refused' | null = null;
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
    means = 'refused' in plan ? 'refused' : plan.means;
    if (!('refused' in plan)) await runner.resume(plan);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return { calls, means };
}

const told = ({ state, steps }: RunSnapshot): Readonly<Record<string, string>> =>
  Object.fromEntries<string>([['the run', state], ...Object.entries(steps).map(([name, step]): [string, string] => [name, `${step.state} after ${step.attempts.map(({ outcome }) => outcome).join(', ')}`])]);

async function ended(world: World, way: Way): Promise<Readonly<Record<string, string>>> {
  await world.run(null);
  return told(await world.connect('glue').runner({ pipeline: WAYS[way].pipeline, site }).describe(RUN));
}

/** Lets a resume die behind every `step`th of its calls, resumes again, and compares how the run ends, and how often each step ran, with an undisturbed resume. */
export async function crashResumes(way: Way, step = 1, from = 1): Promise<ResumeCrashes> {
  const whole = await failed(way);
  const { calls, means } = await resume(whole, way, null);
  const goal = await ended(whole, way);
  const faults: string[] = [];
  if (goal['the run'] !== 'succeeded') faults.push(`the undisturbed resume ended ${goal['the run'] ?? ''}`);
  if (means !== way) faults.push(`the undisturbed resume was ${means ?? 'none'} instead of ${way}`);
  let injected = 0;
  for (let at = from; at <= calls; at += step) {
    injected += 1;
    const world = await failed(way);
    await resume(world, way, at);
    // Refused: the run is live, or for a moment it cannot be told whether the resume that died has started it. A person waits and tries again.
    if ((await resume(world, way, null)).means === 'refused') {
      await world.clock.sleep(START_GRACE_MS + 1000);
      await resume(world, way, null);
    }
    const found = await ended(world, way);
    for (const name of Object.keys(goal)) if (goal[name] !== found[name]) faults.push(`died behind call ${at}: ${name} is ${found[name] ?? 'missing'} instead of ${goal[name] ?? ''}`);
  }
  return { calls, injected, faults };
}
