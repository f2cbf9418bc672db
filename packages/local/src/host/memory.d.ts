import type { Persistence } from './persistence.ts';
/** Keeps a host's state in memory: for tests. */
export declare function memoryPersistence(): Persistence;
