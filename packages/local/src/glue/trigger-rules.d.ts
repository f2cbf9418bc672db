import { type Ctx } from './kit.ts';
export declare const triggerTypes: import("./input.ts").Check<"CONDITIONAL" | "EVENT" | "ON_DEMAND" | "SCHEDULED">;
export declare const predicate: import("./input.ts").Check<{} & {
    readonly Logical?: "AND" | "ANY";
    readonly Conditions?: readonly ({} & {
        readonly LogicalOperator?: "EQUALS";
        readonly JobName?: string;
        readonly State?: string;
        readonly CrawlerName?: string;
        readonly CrawlState?: string;
    })[];
}>;
export declare const action: import("./input.ts").Check<{} & {
    readonly JobName?: string;
    readonly CrawlerName?: string;
    readonly Arguments?: Readonly<Record<string, string>>;
    readonly Timeout?: number;
    readonly SecurityConfiguration?: string;
    readonly NotificationProperty?: import("@millrace/core").Json;
}>;
export declare const eventBatching: import("./input.ts").Check<{
    readonly BatchSize: number;
} & {
    readonly BatchWindow?: number;
}>;
export type Trigger = {
    readonly Name: string;
    readonly WorkflowName?: string;
    readonly Type: ReturnType<typeof triggerTypes>;
    readonly State: 'CREATED' | 'ACTIVATED' | 'DEACTIVATED';
    readonly Description?: string;
    readonly Schedule?: string;
    readonly Actions: readonly ReturnType<typeof action>[];
    readonly Predicate?: ReturnType<typeof predicate>;
    readonly EventBatchingCondition?: ReturnType<typeof eventBatching>;
};
export declare const triggers: import("./kit.ts").Table<Trigger>;
/** Names of a workflow's triggers, keyed below the workflow. */
export declare const workflowTriggers: import("./kit.ts").Table<true>;
/** Throws InvalidInputException or EntityNotFoundException for what Glue refuses. */
export declare function checkTrigger(ctx: Ctx, given: Omit<Trigger, 'State'>): void;
