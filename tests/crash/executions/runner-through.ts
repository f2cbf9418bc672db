import type { Json, Pipeline, Runner } from '@millrace/core';
import type { ObjectStore } from '@millrace/deploy';
import { connectWith, type SfnPort } from '@millrace/sfn';
import { site } from '../../equivalence/site.ts';
import type { World } from '../../equivalence/world.ts';

/** Makes a call, or does something else instead. */
export type Through = <T>(service: string, operation: string, work: () => Promise<T>) => Promise<T>;

/** The runner of a pipeline, whose calls of AWS all pass through one place. */
export function runnerThrough(world: World, pipeline: Pipeline, through: Through): Runner {
  const on = (service: string) => (operation: string, input: Json) => through(service, operation, () => world.host.call(service, operation, input));
  // In process the same names and shapes travel as on the wire; the port types the part of them that it uses.
  const port = { states: on('sfn'), glue: on('glue'), ssm: on('ssm') } as unknown as SfnPort;
  const { store } = world;
  const objects: ObjectStore = {
    get: (bucket, key) => through('s3', 'GetObject', () => store.get(bucket, key)),
    put: (bucket, key, text, condition) => through('s3', 'PutObject', () => store.put(bucket, key, text, condition)),
    remove: (bucket, key) => through('s3', 'DeleteObject', () => store.remove(bucket, key)),
    list: (bucket, prefix) => through('s3', 'ListObjectsV2', () => store.list(bucket, prefix)),
  };
  return connectWith(port, objects, { clock: world.clock }).runner({ pipeline, site });
}
