type Condition = {
    readonly ifNoneMatch?: '*';
    readonly ifMatch?: string;
};
/** Whether a conditional put may go on. `etag` is that of the object that is there, or null. */
export declare function holds(condition: Condition | undefined, etag: string | null): boolean;
export {};
