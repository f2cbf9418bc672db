import type { NodeRef } from './job-run-rows.ts';
import { type Ctx } from './kit.ts';
import { type Action, type Condition, type RunTrigger } from './run-progress.ts';
import { type RunKey } from './run-rows.ts';
export declare function fire(ctx: Ctx, run: RunKey, trigger: RunTrigger): void;
/** Starts a trigger's job or crawler; what cannot start becomes an attempt that ended at once. */
export declare function perform(ctx: Ctx, run: RunKey, trigger: string, action: Action): void;
export declare const firingHandlers: {
    /** Runs after all ends of an instant are recorded. */
    reactToEnds: import("../host/types.ts").Operation;
};
export declare const subject: (one: Condition) => [type: NodeRef['type'], name: string];
