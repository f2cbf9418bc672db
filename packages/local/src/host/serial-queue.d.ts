/** Runs asynchronous tasks one at a time, in order. */
export interface SerialQueue {
    add<T>(task: () => Promise<T>): Promise<T>;
    /** Resolves when nothing is left, tasks added meanwhile included. */
    idle(): Promise<void>;
}
export declare function serialQueue(): SerialQueue;
