export { memoryBlobs } from './blobs/memory.ts';
export { realClock, virtualClock, type Clock, type RealClock, type VirtualClock } from './host/clock.ts';
export { createHost, type HostOptions } from './host/host.ts';
export { memoryPersistence } from './host/memory.ts';
export type { Persistence } from './host/persistence.ts';
export { scriptedExecutor, type Play } from './host/scripted.ts';
export * from './host/types.ts';
