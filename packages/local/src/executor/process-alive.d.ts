/** Whether process `pid` runs and has `word` in its command: a number that another process got since is not taken for it. */
export declare function isRunning(pid: number, word: string): boolean;
/** Asks a process to end; one that is gone is no error. */
export declare function terminate(pid: number): void;
