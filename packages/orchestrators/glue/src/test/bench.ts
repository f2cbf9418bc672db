import type { Json, Pipeline, Runner, RunSnapshot, Scalar, Script } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { allSteps, workloadProvidersOn, type TextObjects } from '@millrace/workload';
import type { ObjectStore, Provider } from '@millrace/deploy';
// Tests alone may know the embedded AWS: the package itself does not depend on it.
import { createHost, memoryBlobs, memoryPersistence, virtualClock, type Blobs, type Host } from '../../../../local/src/index.ts';
import { glueService } from '../../../../local/src/glue/index.ts';
import type { ErrorsOf, OutputsOf } from '../../../../testkit/src/index.ts';
import { connectWith, glueProvidersOn, glueTarget, type GluePort } from '../index.ts';
import { drive } from './drive.ts';
import { site, sourcesOf } from './pipelines.ts';
import { Players } from './players.ts';

export const EPOCH = Date.UTC(2026, 10, 23);
export const MINUTE = 60_000;
export const FIRST = { id: '20261123t000000-aaaaaa', date: '2026-11-23' } as const;

/** A pipeline on a Glue in this process, in virtual time: compiled, deployed by the providers, played by a script. */
export interface Bench {
  readonly host: Host;
  readonly runner: Runner;
  readonly port: GluePort;
  readonly objects: ObjectStore;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Runs on until `until` (epoch ms), or to the end. */
  run(until: number | null): Promise<void>;
  /** Calls made so far: 'Operation'. */
  readonly calls: string[];
  /** Starts the run and plays it to its end, or asks it to stop at `stopAt` on the way. */
  play(stopAt?: number | null): Promise<RunSnapshot>;
  /** Resumes by the plan and plays to the end. */
  resume(): Promise<RunSnapshot>;
}

export interface BenchOptions {
  /** Answers to open questions. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Parameters of the run. */
  readonly given?: Readonly<Record<string, Scalar>>;
  /** What attempts leave. */
  readonly outputsOf?: OutputsOf;
  /** Which attempts end as ERROR. */
  readonly errorsOf?: ErrorsOf;
}

const decoder = new TextDecoder();
const textOf = (blobs: Blobs, bucket: string, key: string): string | null => {
  const found = blobs.get(bucket, key);
  return found === null ? null : decoder.decode(found);
};

export async function bench(pipeline: Pipeline, script: Script, { answers = {}, given = {}, outputsOf, errorsOf }: BenchOptions = {}): Promise<Bench> {
  const params = resolveParams(pipeline.params, [{ name: 'run', values: given }], FIRST).values;
  const clock = virtualClock(EPOCH);
  const blobs = memoryBlobs();
  for (const bucket of [site.scripts, site.runs]) blobs.createBucket(bucket);
  const persistence = memoryPersistence();
  const players = new Players(clock, site, pipeline, script, outputsOf ?? null, errorsOf);
  const host = createHost({ services: [glueService], blobs, executor: players, clock, persistence, answers, region: site.region, account: site.account });
  players.host = host;
  const run = (until: number | null): Promise<void> => drive(host, clock, persistence, players, until);
  const calls: string[] = [];
  const port: GluePort = {
    call: async (operation, input) => {
      calls.push(operation);
      // Both sides speak AWS's wire shapes; the host knows them as plain JSON.
      return (await host.call('glue', operation, input as unknown as Json)) as never;
    },
  };
  const time = { now: () => clock.now(), sleep: (ms: number) => run(clock.now() + ms) };
  const objects = objectStore(blobs);
  const glue = { call: (operation: string, input: Json) => host.call('glue', operation, input) };
  const providers = new Map([...workloadProvidersOn(glue, textObjects(blobs), site), ...glueProvidersOn(port, site, time)].map((provider) => [provider.type, provider]));
  await deploy(host, pipeline, providers);
  const runner = connectWith(port, objects, { clock: time }).runner({ pipeline, site });
  const end = async (): Promise<RunSnapshot> => {
    await run(null);
    return await runner.describe(FIRST.id);
  };
  return {
    host, runner, port, objects, providers, calls, run,
    play: async (stopAt = null) => {
      await runner.start({ ...FIRST, params });
      if (stopAt !== null) {
        await run(EPOCH + stopAt);
        await runner.stop(FIRST.id);
      }
      return await end();
    },
    resume: async () => {
      players.endStreams();
      await run(clock.now());
      const plan = await runner.plan(FIRST.id);
      if ('refused' in plan) throw new Error(plan.refused);
      await runner.resume(plan);
      return await end();
    },
  };
}

async function deploy(host: Host, pipeline: Pipeline, providers: ReadonlyMap<string, Provider>): Promise<void> {
  for (const step of allSteps(pipeline)) {
    if (!('use' in step.with) || step.kind === 'lambda') continue;
    const name = step.with.use;
    if (step.kind === 'crawler') await host.call('glue', 'CreateCrawler', { Name: name, Role: 'r', DatabaseName: 'db', Targets: { S3Targets: [{ Path: 's3://data/x/' }] } });
    else await host.call('glue', 'CreateJob', { Name: name, Role: 'r', Command: { Name: 'pythonshell', ScriptLocation: `s3://elsewhere/${name}.py` }, ExecutionProperty: { MaxConcurrentRuns: 5 } });
  }
  const { resources, problems } = glueTarget.compile(pipeline, site, sourcesOf(pipeline));
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${error.code} ${error.message}`);
  for (const resource of resources) await providers.get(resource.type)?.put(resource, null);
}

function objectStore(blobs: Blobs): ObjectStore {
  return {
    get: async (bucket, key) => {
      const text = textOf(blobs, bucket, key);
      return text === null ? null : { text, etag: blobs.head(bucket, key)?.etag ?? '' };
    },
    put: async (bucket, key, text, condition) => blobs.put(bucket, key, new TextEncoder().encode(text), condition),
    remove: async (bucket, key) => blobs.remove(bucket, key),
    list: async (bucket, prefix) => blobs.list(bucket, prefix).map(({ key }) => key),
  };
}

const textObjects = (blobs: Blobs): TextObjects => ({
  get: async (bucket, key) => {
    const text = textOf(blobs, bucket, key);
    return text === null ? null : { text, metadata: {} };
  },
  put: async (bucket, key, text) => void blobs.put(bucket, key, new TextEncoder().encode(text)),
  remove: async (bucket, key) => blobs.remove(bucket, key),
});
