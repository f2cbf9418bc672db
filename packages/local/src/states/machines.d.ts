import type { Json } from '@millrace/core';
import { type Input } from './input.ts';
import { type Ctx } from './rows.ts';
export declare const sha256: (value: string) => string;
export declare function createStateMachine(ctx: Ctx, json: Json): Json;
export declare function updateStateMachine(ctx: Ctx, json: Json): Json;
export declare function describeStateMachine(ctx: Ctx, json: Json): Json;
/** Removes the machine and ends what runs on it. Executions can be described still, as they can on AWS for a while. */
export declare function deleteStateMachine(ctx: Ctx, json: Json): Promise<Json>;
export declare function listStateMachines(ctx: Ctx, json: Json): Json;
export declare function validateStateMachineDefinition(_ctx: Ctx, json: Json): Json;
export declare function tagsOf(input: Input): {
    readonly [key: string]: string;
};
