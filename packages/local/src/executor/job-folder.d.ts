/** A job run's folder: its script, its log, and how it ended. The id comes from outside, so it is checked. */
export declare function jobFolder(dir: string, jobRunId: string): string;
export declare const logFile: (folder: string) => string;
export interface JobFiles {
    readonly script: string;
    readonly workFolder: string;
}
/** Lays the folder out; doing it again is safe. `name` is the script's file name, which Python shows in its messages. */
export declare function layOut(folder: string, name: string, script: Uint8Array): JobFiles;
export declare function writeWhole(path: string, body: Uint8Array | string): void;
/** How a script ended, as the runner noted it. */
export interface JobEnd {
    readonly exitCode: number | null;
    readonly signal: number | null;
    readonly stopped: boolean;
}
/** null while the script runs. */
export declare function jobEnd(folder: string): JobEnd | null;
/** The runner's process id, or null while no runner has taken the job. */
export declare function runnerPid(folder: string): number | null;
/** The last line of a log that says something. */
export declare function lastLine(folder: string): string | null;
