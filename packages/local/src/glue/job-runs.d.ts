import type { Operation } from '../host/types.ts';
export declare const jobRunOperations: Readonly<Record<string, Operation>>;
