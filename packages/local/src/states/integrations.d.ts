import type { Json } from '@millrace/core';
/** What a task's Resource asks for. */
export interface Integration {
    readonly service: string;
    readonly op: string;
    /** Waits for the end of the job run that the call starts. */
    readonly sync: boolean;
    /** Only looks: may go before what starts something. */
    readonly reads: boolean;
    /** The service as AWS's own integration, not the SDK's: outputs and error names differ. */
    readonly optimized: boolean;
}
/** null: the embedded Step Functions cannot run it. */
export declare function integrationFor(resource: string): Integration | null;
/** The error name that a state can catch: `Glue.EntityNotFoundException`, `S3.NoSuchKeyException`. */
export declare function errorName(integration: Integration, name: string): string;
/** SDK integrations give timestamps as ISO 8601 text. */
export declare function sdkOutput(json: Json): Json;
/** Glue's own integration gives them as epoch milliseconds. */
export declare function optimizedOutput(json: Json): Json;
