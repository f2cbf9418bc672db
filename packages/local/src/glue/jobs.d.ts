import type { Json } from '@millrace/core';
import { type Operation } from '../host/types.ts';
import { type Ctx } from './kit.ts';
declare const createInput: import("./input.ts").Check<{
    readonly Name: string;
    readonly Role: string;
    readonly Command: {} & {
        readonly Name?: string;
        readonly ScriptLocation?: string;
        readonly PythonVersion?: string;
        readonly Runtime?: string;
    };
} & {
    readonly JobMode?: string;
    readonly JobRunQueuingEnabled?: boolean;
    readonly Description?: string;
    readonly LogUri?: string;
    readonly ExecutionProperty?: {} & {
        readonly MaxConcurrentRuns?: number;
    };
    readonly DefaultArguments?: Readonly<Record<string, string>>;
    readonly NonOverridableArguments?: Readonly<Record<string, string>>;
    readonly Connections?: Json;
    readonly MaxRetries?: number;
    readonly AllocatedCapacity?: number;
    readonly Timeout?: number;
    readonly MaxCapacity?: number;
    readonly SecurityConfiguration?: string;
    readonly NotificationProperty?: Json;
    readonly GlueVersion?: string;
    readonly NumberOfWorkers?: number;
    readonly WorkerType?: "G.025X" | "G.12X" | "G.16X" | "G.1X" | "G.2X" | "G.4X" | "G.8X" | "R.1X" | "R.2X" | "R.4X" | "R.8X" | "Standard" | "Z.2X";
    readonly CodeGenConfigurationNodes?: Json;
    readonly ExecutionClass?: "FLEX" | "STANDARD";
    readonly SourceControlDetails?: Json;
    readonly MaintenanceWindow?: string;
    readonly Tags?: Readonly<Record<string, string>>;
}>;
export type Job = Omit<ReturnType<typeof createInput>, 'Tags'> & {
    readonly CreatedOn: number;
    readonly LastModifiedOn: number;
    readonly Timeout: number;
    readonly MaxRetries: number;
    readonly ExecutionProperty: {
        readonly MaxConcurrentRuns?: number;
    };
};
export declare const jobs: import("./kit.ts").Table<Job>;
export declare function jobNamed(ctx: Ctx, name: string): Job;
export declare const jobOperations: Readonly<Record<string, Operation>>;
/** JSON with sorted keys, to compare by. */
export declare function canonical(value: Json): string;
export {};
