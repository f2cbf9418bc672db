import type { AttemptScript, Json, Pipeline, Runner, RunSnapshot, Scalar, Script } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { decideBootstrap, type JobSpec, type RunView } from '@millrace/runtime';
import { nativeName, workloadProvidersOn, type TextObjects } from '@millrace/workload';
import type { ObjectStore, Provider } from '@millrace/deploy';
// Tests alone may know the embedded AWS: the package itself does not depend on it.
import { createHost, memoryBlobs, memoryPersistence, nameOfWork, virtualClock, type Blobs, type Executor, type Host, type Persistence, type VirtualClock, type Work } from '../../../../local/src/index.ts';
import { glueService } from '../../../../local/src/glue/index.ts';
import { connectWith, glueProvidersOn, glueTarget, type GluePort } from '../index.ts';
import { site, sourcesOf } from './pipelines.ts';

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
}

const decoder = new TextDecoder();
const textOf = (blobs: Blobs, bucket: string, key: string): string | null => {
  const found = blobs.get(bucket, key);
  return found === null ? null : decoder.decode(found);
};

export async function bench(pipeline: Pipeline, script: Script, { answers = {}, given = {} }: BenchOptions = {}): Promise<Bench> {
  const params = resolveParams(pipeline.params, [{ name: 'run', values: given }], FIRST).values;
  const clock = virtualClock(EPOCH);
  const blobs = memoryBlobs();
  for (const bucket of [site.scripts, site.runs]) blobs.createBucket(bucket);
  const persistence = memoryPersistence();
  const host = createHost({ services: [glueService], blobs, executor: player(clock, blobs, persistence, pipeline, script), clock, persistence, answers, region: site.region, account: site.account });
  const calls: string[] = [];
  const port: GluePort = {
    call: async (operation, input) => {
      calls.push(operation);
      // Both sides speak AWS's wire shapes; the host knows them as plain JSON.
      return (await host.call('glue', operation, input as unknown as Json)) as never;
    },
  };
  const time = { now: () => clock.now(), sleep: (ms: number) => host.run(clock.now() + ms) };
  const objects = objectStore(blobs);
  const glue = { call: (operation: string, input: Json) => host.call('glue', operation, input) };
  const providers = new Map([...workloadProvidersOn(glue, textObjects(blobs), site), ...glueProvidersOn(port, site, time)].map((provider) => [provider.type, provider]));
  await deploy(host, pipeline, providers);
  const runner = connectWith(port, objects, { clock: time }).runner({ pipeline, site });
  const end = async (): Promise<RunSnapshot> => {
    await host.run(null);
    return await runner.describe(FIRST.id);
  };
  return {
    host, runner, port, objects, providers, calls,
    play: async (stopAt = null) => {
      await runner.start({ ...FIRST, params });
      if (stopAt !== null) {
        await host.run(EPOCH + stopAt);
        await runner.stop(FIRST.id);
      }
      return await end();
    },
    resume: async () => {
      const plan = await runner.plan(FIRST.id);
      if ('refused' in plan) throw new Error(plan.refused);
      await runner.resume(plan);
      return await end();
    },
  };
}

async function deploy(host: Host, pipeline: Pipeline, providers: ReadonlyMap<string, Provider>): Promise<void> {
  for (const step of pipeline.steps) {
    if (!('use' in step.with)) continue;
    const name = step.with.use;
    if (step.kind === 'crawler') await host.call('glue', 'CreateCrawler', { Name: name, Role: 'r', DatabaseName: 'db', Targets: { S3Targets: [{ Path: 's3://data/x/' }] } });
    else await host.call('glue', 'CreateJob', { Name: name, Role: 'r', Command: { Name: 'pythonshell', ScriptLocation: `s3://elsewhere/${name}.py` }, ExecutionProperty: { MaxConcurrentRuns: 5 } });
  }
  const { resources, problems } = glueTarget.compile(pipeline, site, sourcesOf(pipeline));
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${error.code} ${error.message}`);
  for (const resource of resources) await providers.get(resource.type)?.put(resource, null);
}

/** Plays job runs and crawls by the script; a bootstrapped job decides first, as the bootstrap does. */
function player(clock: VirtualClock, blobs: Blobs, persistence: Persistence, pipeline: Pipeline, script: Script): Executor {
  const steps = new Map(pipeline.steps.map((step) => [nativeName(site, pipeline, step), step.name]));
  const attempts = new Map<string, number>();
  const playing = new Map<string, { readonly end: number; readonly how: AttemptScript; done: Parameters<Executor['start']>[1] }>();
  const finish = (id: string, outcome: AttemptScript['outcome']): void => {
    const one = playing.get(id);
    // Glue itself ends what times out.
    if (one === undefined || outcome === 'timedOut') return;
    playing.delete(id);
    one.done({ outcome, message: null, tables: [] });
  };
  const start: Executor['start'] = (work, done) => {
    const step = steps.get(nameOfWork(work)) ?? '';
    const early = bootstrap(work, clock, blobs, persistence);
    if (early !== null) {
      done({ outcome: early === 0 ? 'succeeded' : 'failed', message: null, tables: [] });
      return;
    }
    const attempt = (attempts.get(step) ?? 0) + 1;
    attempts.set(step, attempt);
    const how = script(step, attempt);
    playing.set(work.id, { end: clock.now() + how.ms, how, done });
    clock.at(clock.now() + how.ms, () => finish(work.id, how.outcome));
  };
  return {
    start,
    recover: start,
    stop: (id) => {
      const one = playing.get(id);
      if (one === undefined) return;
      const at = clock.now() + one.how.onStop.ms;
      if (at < one.end) clock.at(at, () => finish(id, one.how.onStop.outcome));
    },
  };
}

/** The exit code of a job that ends before its script; null when the script runs. */
function bootstrap(work: Work, clock: VirtualClock, blobs: Blobs, persistence: Persistence): number | null {
  const uri = work.kind === 'job' ? work.args['--MILLRACE_SPEC'] : undefined;
  if (work.kind !== 'job' || uri === undefined) return null;
  const address = new URL(uri);
  // Written by the compiler of this package.
  const spec = JSON.parse(textOf(blobs, address.hostname, address.pathname.slice(1)) ?? '') as JobSpec;
  const name = work.args['--WORKFLOW_NAME'] ?? '';
  const runId = work.args['--WORKFLOW_RUN_ID'] ?? '';
  const view: RunView = {
    now: clock.now(), jobName: work.jobName, jobRunId: work.id, workflow: { name, runId }, chain: chainOf(persistence, name, runId),
    told: { outcome: null, failedSteps: null }, scriptPath: 'script.py',
    read: (key) => JSON.parse(textOf(blobs, spec.runsBucket, key) ?? 'null') as unknown,
  };
  const decision = decideBootstrap(spec, view);
  for (const { key, body, once } of decision.writes) {
    blobs.put(spec.runsBucket, key, new TextEncoder().encode(JSON.stringify(body)), once ? { ifNoneMatch: '*' } : undefined);
  }
  return decision.action === 'script' ? null : decision.exitCode;
}

function chainOf(persistence: Persistence, workflow: string, first: string): RunView['chain'] {
  const chain: RunView['chain'][number][] = [];
  for (let runId = first; runId !== '';) {
    // The row of the embedded Glue, read at this instant since an executor cannot wait.
    const row = persistence.get('glue', 'workflowRun', `${workflow}/${runId}`) as { readonly PreviousRunId?: string; readonly WorkflowRunProperties: Readonly<Record<string, string>>; readonly StartedOn: number };
    chain.push({ runId, startedOn: row.StartedOn * 1000, properties: row.WorkflowRunProperties });
    runId = row.PreviousRunId ?? '';
  }
  return chain;
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
