import type { Executor } from '../host/types.ts';
import { type ProcessExecutorOptions } from './jobs.ts';
/**
 * Does real work: job runs as Python processes, crawls over the blobs.
 * @example processExecutor({ dir, python: 'python3', endpoint: () => served.url, region: 'us-east-1', pythonPath: [], env: process.env, blobs })
 */
export declare function processExecutor(options: ProcessExecutorOptions): Executor & {
    close(): void;
};
