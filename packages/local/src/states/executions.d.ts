import type { Json } from '@millrace/core';
import { type Ctx } from './rows.ts';
export declare function startExecution(ctx: Ctx, json: Json): Promise<Json>;
export declare function describeExecution(ctx: Ctx, json: Json): Json;
export declare function listExecutions(ctx: Ctx, json: Json): Json;
export declare function getExecutionHistory(ctx: Ctx, json: Json): Json;
export declare function stopExecution(ctx: Ctx, json: Json): Promise<Json>;
