import type { Json } from '@millrace/core';
import { type Ctx } from './rows.ts';
export declare function tagResource(ctx: Ctx, json: Json): Json;
export declare function untagResource(ctx: Ctx, json: Json): Json;
export declare function listTagsForResource(ctx: Ctx, json: Json): Json;
