import { type Objects } from '../blobs/objects.ts';
import type { RealClock, VirtualClock } from './clock.ts';
import { type Persistence } from './persistence.ts';
import { type Blobs, type Executor, type Host, type Service } from './types.ts';
import { type WorldOptions } from './world.ts';
export interface HostOptions extends Partial<WorldOptions> {
    readonly services: readonly Service[];
    readonly blobs: Blobs;
    readonly executor: Executor;
    readonly clock: VirtualClock | RealClock;
    readonly persistence: Persistence;
    /** Told of a handler or call that failed with something that is no AWS error. On a virtual clock a failed handler rejects `run` instead. */
    readonly onError?: (error: unknown, where: string) => void;
}
/** A host that the HTTP door can serve. */
export interface ServedHost extends Host {
    readonly objects: Objects;
    readonly services: readonly Service[];
}
/**
 * Runs services in one process: one transaction at a time, effects after it, timers and replies as data, so that a host opened again on
 * the same persistence goes on where the last one ended.
 * @example
 * const clock = virtualClock();
 * const executor = scriptedExecutor(clock, () => ({ ms: 60_000, outcome: 'succeeded' }));
 * const host = createHost({ services: [glueService], blobs: memoryBlobs(), executor, clock, persistence: memoryPersistence() });
 */
export declare function createHost(options: HostOptions): ServedHost;
