import type { Json, Resource, ResourceType } from '@millrace/core';
import { apply, destroy, memoryStore, planDeploy, planDestroy, providerMap, resolveRefs } from '../index.ts';
import type { ApplyResult, ChangeSet, Clock, DestroyPlan, DestroyResult, ObjectStore, Observed, Plan, Progress, Provider } from '../index.ts';

/** An account in memory. Every call is counted, and can be the one at which the deployer crashes. */
export interface World {
  readonly live: Map<string, Observed>;
  /** Names, as 'put name' and 'remove name', of all mutations; manifest writes are 'write'. */
  readonly writes: string[];
  readonly store: ObjectStore;
  readonly providers: ReadonlyMap<ResourceType, Provider>;
  readonly clock: Clock & { readonly slept: () => number };
  /** From now on: crash at the nth call, before or after it had its effect. */
  crashAt(n: number | null, when?: 'before' | 'after'): void;
  crashed(): boolean;
}
export class Crash extends Error {
  override readonly name = 'Crash';
}

const TYPES: readonly ResourceType[] = ['AWS::Glue::Job', 'AWS::Glue::Crawler', 'AWS::Glue::Workflow', 'AWS::Glue::Trigger', 'AWS::StepFunctions::StateMachine', 'AWS::IAM::Role', 'AWS::Glue::Database', 'Millrace::S3Object'];
const OWNER = 'dev/orders';
export const LOCATION = { bucket: 'scripts', key: 'dev-orders/manifest.json' };

export function world(options: { readonly asyncRemoval?: boolean } = {}): World {
  const live = new Map<string, Observed>();
  const leaving = new Map<string, number>();
  const writes: string[] = [];
  let left: number | null = null;
  let mode: 'before' | 'after' = 'before';
  let crashed = false;
  let time = 0;
  const call = async <T>(work: () => Promise<T> | T): Promise<T> => {
    if (crashed) throw new Crash('the process is gone');
    const now = left !== null && (left -= 1) === 0;
    crashed = now;
    if (now && mode === 'before') throw new Crash('before');
    const result = await work();
    if (now) throw new Crash('after');
    return result;
  };
  const provider = (type: ResourceType): Provider => ({
    type,
    replaceOn: ['Type'],
    ...(type === 'AWS::Glue::Database' ? { lasting: true } : {}),
    read: (name) => call(() => live.get(`${type} ${name}`) ?? null),
    put: (resource, before) =>
      call(() => {
        const key = `${type} ${resource.name}`;
        if (before === null && live.has(key) && type !== 'AWS::Glue::Database') throw named('AlreadyExistsException');
        writes.push(`put ${resource.name}`);
        live.set(key, observedOf(resource));
      }),
    remove: (name) =>
      call(() => {
        writes.push(`remove ${name}`);
        if (options.asyncRemoval === true) leaving.set(`${type} ${name}`, 2);
        else live.delete(`${type} ${name}`);
      }),
    settled: (name) =>
      call(() => {
        const polls = leaving.get(`${type} ${name}`);
        if (polls === undefined) return true;
        if (polls > 0) leaving.set(`${type} ${name}`, polls - 1);
        else {
          leaving.delete(`${type} ${name}`);
          live.delete(`${type} ${name}`);
        }
        return polls === 0;
      }),
  });
  const inner = memoryStore();
  return {
    live,
    writes,
    providers: providerMap(TYPES.map(provider)),
    store: {
      get: (bucket, key) => call(() => inner.get(bucket, key)),
      put: (bucket, key, text, condition) =>
        call(() => {
          writes.push('write');
          return inner.put(bucket, key, text, condition);
        }),
      remove: (bucket, key) =>
        call(() => {
          writes.push('unwrite');
          return inner.remove(bucket, key);
        }),
      list: (bucket, prefix) => call(() => inner.list(bucket, prefix)),
    },
    clock: {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
      slept: () => time,
    },
    crashAt: (n, when = 'before') => {
      left = n;
      mode = when;
      crashed = false;
    },
    crashed: () => crashed,
  };
}

export function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

export function resource(id: string, over: Partial<Omit<Resource, 'id'>> = {}): Resource {
  const { props = {}, ...rest } = over;
  return { id, type: 'AWS::Glue::Job', name: `dev-orders-${id}`, after: [], sha256: null, body: null, ...rest, props: { Tags: { 'millrace:owner': OWNER }, ...props } };
}

function observedOf(resource: Resource): Observed {
  const props = JSON.parse(JSON.stringify(resource.props)) as Record<string, Json>; // props are resolved JSON by now
  const tags = props['Tags'];
  const tag = typeof tags === 'object' && tags !== null && 'millrace:owner' in tags ? tags['millrace:owner'] : null;
  return { props, owner: typeof tag === 'string' ? tag : null, sha256: resource.sha256 };
}

export function wanted(resources: readonly Resource[]): ReturnType<typeof resolveRefs> {
  return resolveRefs(resources, { region: 'eu-west-1', account: '123456789012' });
}

let seed = 0;
const random = (): number => {
  seed = (seed * 16807 + 11) % 2147483647;
  return seed / 2147483647;
};

export function plan(w: World, resources: readonly Resource[]): Promise<Plan> {
  return planDeploy({ ...w, location: LOCATION, owner: OWNER, desired: wanted(resources) });
}
const deployment = { owner: OWNER, target: 'glue', pipeline: { name: 'orders' } };
/** Applies a plan that was kept since it was made. */
export function applyPlan(w: World, resources: readonly Resource[], changes: ChangeSet, onStep?: (step: Progress) => void): Promise<ApplyResult> {
  return apply({ ...w, location: LOCATION, random, changes, desired: wanted(resources), deployment, ...(onStep === undefined ? {} : { onStep }) });
}
/** Plans, and applies that at once. */
export async function deploy(w: World, resources: readonly Resource[]): Promise<ApplyResult> {
  const { changes, recorded } = await plan(w, resources);
  return await apply({ ...w, location: LOCATION, random, changes, recorded, desired: wanted(resources), deployment });
}
export function planTearDown(w: World): Promise<DestroyPlan | null> {
  return planDestroy({ ...w, location: LOCATION, owner: OWNER });
}
export function tearDown(w: World, changes?: ChangeSet): Promise<DestroyResult> {
  return destroy({ ...w, location: LOCATION, random, owner: OWNER, ...(changes === undefined ? {} : { changes }) });
}
