import type { Compiled, Pipeline, Script } from '@millrace/core';
import { memoryBlobs, memoryPersistence, type Blobs, type Persistence } from '@millrace/local';
import { deploy, makeWorld, type Played, type World } from './world.ts';

type Changes = Parameters<Persistence['commit']>[0];

/** What a deploy has left: the rows and objects with which another world can begin. */
interface Left {
  readonly answers: string;
  readonly changes: Changes;
  readonly objects: readonly { readonly bucket: string; readonly key: string; readonly body: Uint8Array }[];
}
const left = new WeakMap<Compiled, Left>();

/** A world of its own in which the pipeline is deployed. The deploy itself takes place once: the many runs of one pipeline differ in what happens in them. */
export async function deployedWorld(pipeline: Pipeline, compiled: Compiled, script: Script, answers: Readonly<Record<string, string>>, played: Partial<Played>): Promise<World> {
  const known = left.get(compiled);
  const told = JSON.stringify(answers);
  if (known?.answers === told) return makeWorld(pipeline, script, answers, { ...played, ...beginning(known) });
  const rows = memoryPersistence();
  const blobs = memoryBlobs();
  const changes: Changes[number][] = [];
  const persistence: Persistence = { ...rows, commit: (made) => { changes.push(...made); rows.commit(made); } };
  const world = makeWorld(pipeline, script, answers, { ...played, persistence, blobs });
  await deploy(world, pipeline, compiled);
  left.set(compiled, { answers: told, changes: [...changes], objects: objectsIn(blobs) });
  return world;
}

function beginning({ changes, objects }: Left): Pick<Played, 'persistence' | 'blobs'> {
  const persistence = memoryPersistence();
  persistence.commit(changes);
  const blobs = memoryBlobs();
  for (const { bucket, key, body } of objects) {
    blobs.createBucket(bucket);
    blobs.put(bucket, key, body);
  }
  return { persistence, blobs };
}

const objectsIn = (blobs: Blobs): Left['objects'] =>
  blobs.buckets().flatMap((bucket) => blobs.list(bucket, '').map(({ key }) => ({ bucket, key, body: blobs.get(bucket, key) ?? new Uint8Array() })));
