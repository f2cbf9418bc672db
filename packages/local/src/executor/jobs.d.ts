import type { Blobs, Executor } from '../host/types.ts';
export interface ProcessExecutorOptions {
    /** Where job folders go: `{dir}/jobs/{job run id}`. */
    readonly dir: string;
    /** The Python to run, a name or a path. */
    readonly python: string;
    /** Where the embedded AWS is, asked when a job starts. */
    readonly endpoint: () => string;
    readonly region: string;
    /** Folders that jobs import from, the `awsglue` stand-in among them. */
    readonly pythonPath: readonly string[];
    /** The environment to take over, without its AWS settings. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Scripts are read from here. */
    readonly blobs: Blobs;
}
/** Runs Python shell jobs as processes that outlive this one. */
export declare function jobExecutor(options: ProcessExecutorOptions): Executor & {
    close(): void;
};
export declare function makeJobsFolder(dir: string): void;
