import type { Compiled, Connection, Json, Pipeline, Script, TargetId } from '@millrace/core';
import { apply, planDeploy, providerMap, resolveRefs, type Clock, type ObjectStore, type Provider } from '@millrace/deploy';
import { connectWith as connectGlue, glueProvidersOn, type GluePort } from '@millrace/glue';
import { createHost, glueService, memoryBlobs, memoryPersistence, sfnService, virtualClock, type Blobs, type Host, type Persistence, type Service } from '@millrace/local';
import { connectWith as connectSfn, sfnProvidersOn, type SfnPort } from '@millrace/sfn';
import { allSteps, physical, workloadProvidersOn, type GlueCalls, type OtherCalls, type TextObjects } from '@millrace/workload';
import { NO_ERRORS, type ErrorsOf, type OutputsOf } from '@millrace/testkit';
import { drive, Players } from './players.ts';
import { playedServices, withStarting } from './services.ts';
import { site } from './site.ts';

/** An embedded AWS on virtual time, with one pipeline's players, and the ports through which deployer and runners use it. */
export interface World {
  readonly host: Host;
  readonly players: Players;
  readonly clock: Clock;
  readonly providers: readonly Provider[];
  readonly store: ObjectStore;
  connect(target: TargetId): Connection;
  /** Runs on until `until` (epoch ms), or to the end. */
  run(until: number | null): Promise<void>;
}

/** What attempts leave, which of them end as ERROR, and what of AWS there is besides S3. */
export interface Played {
  readonly outputsOf: OutputsOf | null;
  readonly errorsOf: ErrorsOf;
  readonly services: readonly Service[];
  /** Where rows and objects are: someone may look on, or interfere. */
  readonly persistence: Persistence;
  readonly blobs: Blobs;
}

/** When every world begins. */
export const BEGINNING = Date.UTC(2026, 0, 5, 10, 0, 0);

export function makeWorld(pipeline: Pipeline, script: Script, answers: Readonly<Record<string, string>>, { outputsOf = null, errorsOf = NO_ERRORS, services = [glueService, sfnService, ...playedServices()], persistence = memoryPersistence(), blobs = memoryBlobs() }: Partial<Played> = {}): World {
  const time = virtualClock(BEGINNING);
  const players = new Players(time, site, pipeline, script, outputsOf, errorsOf);
  for (const bucket of [site.scripts, site.runs]) blobs.createBucket(bucket);
  let draws = 0;
  const host = createHost({
    services: services.map((service) => (service.id === 'glue' ? withStarting(service, (id) => players.isComing(id)) : service)), blobs, executor: players, clock: time, persistence, answers,
    region: site.region, account: site.account, random: () => ((draws = (draws * 16807 + 11) % 2147483647) / 2147483647),
  });
  players.host = host;
  const run = (until: number | null): Promise<void> => drive(host, time, persistence, players, until);
  const clock: Clock = { now: () => host.now(), sleep: (ms) => run(host.now() + ms) };
  // In process the same names and shapes travel as on the wire; each port types the part of them that it uses.
  const glue = (operation: string, input: Json) => host.call('glue', operation, input);
  const port = { call: glue } as unknown as GluePort & GlueCalls;
  const states = { states: (operation: string, input: Json) => host.call('sfn', operation, input), glue, ssm: (operation: string, input: Json) => host.call('ssm', operation, input) } as unknown as SfnPort;
  const others: OtherCalls = { call: (service, operation, input) => host.call(service, operation, input) };
  const store = blobStore(blobs);
  return {
    host, players, clock, store, run,
    providers: [...workloadProvidersOn(port, textObjects(blobs), site, others), ...glueProvidersOn(port, site, clock), ...sfnProvidersOn(states, site)],
    connect: (target) => (target === 'glue' ? connectGlue(port, store, { clock }) : connectSfn(states, store, { clock })),
  };
}

/** Deploys through the real planner, providers and manifest; jobs and crawlers that a step uses exist before. */
export async function deploy(world: World, pipeline: Pipeline, compiled: Compiled): Promise<void> {
  for (const step of allSteps(pipeline)) {
    if (step.kind === 'glueJob' && 'use' in step.with) await world.host.call('glue', 'CreateJob', { Name: step.with.use, Role: 'r', Command: { Name: 'pythonshell', ScriptLocation: `s3://${site.scripts}/live.py` }, ExecutionProperty: { MaxConcurrentRuns: 10 } });
    if (step.kind === 'crawler' && 'use' in step.with) await world.host.call('glue', 'CreateCrawler', { Name: step.with.use, Role: 'r', DatabaseName: 'sales', Targets: { S3Targets: [{ Path: 's3://live/x/' }] } });
  }
  const names = physical(site, pipeline);
  const means = { providers: providerMap(world.providers), store: world.store, location: { bucket: site.scripts, key: names.manifestKey }, clock: world.clock, random: () => 0.5 };
  const desired = resolveRefs(compiled.resources, site);
  const { changes, problems } = await planDeploy({ ...means, owner: names.owner, desired });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  await apply({ ...means, changes, desired, deployment: { owner: names.owner, target: 'any', pipeline: {} } });
}

const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function blobStore(blobs: Blobs): ObjectStore {
  return {
    get: async (bucket, key) => {
      const bytes = blobs.get(bucket, key);
      return bytes === null ? null : { text: decode(bytes), etag: blobs.head(bucket, key)?.etag ?? '' };
    },
    put: async (bucket, key, body, condition = {}) => blobs.put(bucket, key, Buffer.from(body), condition),
    remove: async (bucket, key) => blobs.remove(bucket, key),
    list: async (bucket, prefix) => blobs.list(bucket, prefix).map(({ key }) => key),
  };
}

function textObjects(blobs: Blobs): TextObjects {
  const metadata = new Map<string, Readonly<Record<string, string>>>();
  return {
    get: async (bucket, key) => {
      const bytes = blobs.get(bucket, key);
      return bytes === null ? null : { text: decode(bytes), metadata: metadata.get(`${bucket}/${key}`) ?? {} };
    },
    put: async (bucket, key, body, about) => {
      metadata.set(`${bucket}/${key}`, about);
      blobs.put(bucket, key, Buffer.from(body));
    },
    remove: async (bucket, key) => blobs.remove(bucket, key),
  };
}
